//! Shards: parts of the cases that are run separately.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One of several parts into which the cases are split: `2/5` is the second of five.
///
/// ```
/// use badreq::outcome::Shard;
///
/// let shard: Shard = "2/5".parse()?;
/// assert_eq!((shard.number(), shard.shard_count()), (2, 5));
/// // The cases are dealt out like cards.
/// assert!(shard.contains_index(1) && shard.contains_index(6) && !shard.contains_index(2));
/// # Ok::<(), badreq::outcome::ShardParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(into = "String", extend("pattern" = "^[1-9][0-9]*/[1-9][0-9]*$")))]
pub struct Shard {
    number: usize,
    count: usize,
}

/// A text that is not a valid shard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a shard: write `N/OF` with N from 1 to OF, such as `2/5`")]
pub struct ShardParseError(String);

impl Shard {
    /// Returns the shard's number, counted from 1.
    #[must_use]
    pub fn number(self) -> usize {
        self.number
    }

    /// Returns the number of shards.
    #[must_use]
    pub fn shard_count(self) -> usize {
        self.count
    }

    /// Lists all shards of a split into this number.
    pub fn all_for_count(of: usize) -> impl Iterator<Item = Self> {
        (1..=of).map(move |number| Self { number, count: of })
    }

    /// Reports whether the shard contains the case at this index among all cases, counted from 0.
    #[must_use]
    pub fn contains_index(self, place: usize) -> bool {
        place % self.count == self.number - 1
    }
}

impl FromStr for Shard {
    type Err = ShardParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('/');
        let numbers = parts.and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if 1 <= number && number <= of => Ok(Self { number, count: of }),
            Some(_) | None => Err(ShardParseError(text.to_owned())),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.count)
    }
}

/// A digest of all selected cases, before they were split into shards: their number and a checksum of their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SelectionDigest {
    /// The number of cases.
    pub cases: usize,
    /// A checksum of the names in their order, by which selections are distinguished.
    pub sum: u64,
}

impl SelectionDigest {
    /// Computes the digest of the cases of these names.
    pub fn from_names<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> Self {
        // FNV-1a. A zero byte ends each name, since no name contains one.
        let mut selected = Self {
            cases: 0,
            sum: 0xcbf2_9ce4_8422_2325,
        };
        for name in names {
            selected.cases += 1;
            for byte in name.as_ref().bytes().chain([0]) {
                selected.sum ^= u64::from(byte);
                selected.sum = selected.sum.wrapping_mul(0x0100_0000_01b3);
            }
        }
        selected
    }
}

impl Serialize for Shard {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Shard {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{SelectionDigest, Shard};

    #[rstest]
    #[case::none("")]
    #[case::no_number("a/2")]
    #[case::zeroth("0/2")]
    #[case::beyond("3/2")]
    #[case::of_none("0/0")]
    #[case::alone("2")]
    fn what_names_no_shard_is_refused(#[case] text: &str) {
        assert!(text.parse::<Shard>().is_err());
    }

    #[test]
    fn selections_of_other_cases_or_another_order_are_told_apart() {
        let sum = |names: &[&str]| SelectionDigest::from_names(names).sum;
        assert_eq!(sum(&["a", "b"]), sum(&["a", "b"]));
        for other in [&["b", "a"][..], &["a"], &["ab"], &["a", "b", "c"]] {
            assert_ne!(sum(&["a", "b"]), sum(other), "{other:?}");
        }
    }

    #[test]
    fn every_case_belongs_to_exactly_one_shard() {
        let shards: Vec<Shard> = ["1/3", "2/3", "3/3"]
            .map(|text| text.parse().expect("it is a shard"))
            .into();
        for place in 0..20 {
            let owners = shards
                .iter()
                .filter(|shard| shard.contains_index(place))
                .count();
            assert_eq!(owners, 1, "{place}");
        }
    }
}
