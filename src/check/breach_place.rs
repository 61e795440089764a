//! Places: the part of a response, or of its effects, that breaks a requirement.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::contract::JsonPointer;

/// The part of a response, or of its effects, that breaks a requirement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "kind", content = "at")]
pub enum BreachPlace {
    /// The HTTP status code.
    Status,
    /// The header of this name.
    Header(String),
    /// The body as bytes.
    Body,
    /// The value of the body at this JSON pointer.
    BodyAt(JsonPointer),
    /// The pair of status code and code.
    Row,
    /// The time that the response took.
    Time,
    /// The state that this request reads, which a refusal must not change.
    Effect(String),
    /// The control of this number, counted from 1.
    Control(usize),
    /// The burst of requests.
    Burst,
}

impl fmt::Display for BreachPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status => f.write_str("status"),
            Self::Header(name) => write!(f, "header `{name}`"),
            Self::Body => f.write_str("body"),
            Self::BodyAt(pointer) if pointer.is_root() => f.write_str("body"),
            Self::BodyAt(pointer) => write!(f, "body at `{pointer}`"),
            Self::Row => f.write_str("status and code"),
            Self::Time => f.write_str("time"),
            Self::Effect(target) => write!(f, "state behind `GET {target}`"),
            Self::Control(number) => write!(f, "control {number}"),
            Self::Burst => f.write_str("burst"),
        }
    }
}

impl BreachPlace {
    /// Generalizes a place to the text that all places of one cause share.
    pub(super) fn generalize_place(&self) -> String {
        match self {
            Self::BodyAt(pointer) => mask_inner_keys_and_indices(pointer),
            Self::Effect(_) => "effect".to_owned(),
            Self::Control(_) => "control".to_owned(),
            Self::Status | Self::Header(_) | Self::Body | Self::Row | Self::Time | Self::Burst => {
                self.to_string()
            }
        }
    }
}

/// Generalizes a pointer to the text that all pointers of one cause share: `/errors/name/0/max_length` becomes `/errors/*/*/max_length`.
fn mask_inner_keys_and_indices(pointer: &JsonPointer) -> String {
    let parts: Vec<&str> = pointer.as_str().split('/').collect();
    let last = parts.len() - 1;
    let general = |(place, part): (usize, &&str)| match part.parse::<usize>() {
        Ok(_) => "*".to_owned(),
        Err(_) if place > 1 && (place < last || last < 3) => "*".to_owned(),
        Err(_) => (*part).to_owned(),
    };
    let parts: Vec<String> = parts.iter().enumerate().map(general).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::mask_inner_keys_and_indices;
    use crate::contract::JsonPointer;

    #[rstest]
    #[case::the_body("", "")]
    #[case::a_key("/code", "/code")]
    #[case::the_key_at_fault("/errors/name", "/errors/*")]
    #[case::a_length("/errors/name/0/max_length", "/errors/*/*/max_length")]
    fn what_stands_between_the_first_and_the_last_key_belongs_to_the_case(
        #[case] own: &str,
        #[case] expected: &str,
    ) {
        let own = JsonPointer::try_from(own.to_owned()).unwrap();
        assert_eq!(mask_inner_keys_and_indices(&own), expected);
    }
}
