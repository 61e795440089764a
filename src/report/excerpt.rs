//! Long texts, cut to what a reader needs.

/// A text of at most so many characters; what is left out is counted, and long runs of one character are told by their length.
pub(super) fn excerpt(text: &str, most: usize) -> String {
    let text = squeeze(text);
    let length = text.chars().count();
    if length <= most {
        return text;
    }
    let head: String = text.chars().take(most).collect();
    format!("{head}… ({} more characters)", length - most)
}

/// From how many equal characters on a run is told by its length.
const RUN: usize = 40;

/// `aaaa…` becomes `a{10240}`.
pub(super) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(4096));
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut length = 1;
        while chars.next_if_eq(&c).is_some() {
            length += 1;
        }
        if length >= RUN {
            out.push_str(&format!("{c}{{{length}}}"));
        } else {
            out.extend(std::iter::repeat_n(c, length));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{excerpt, squeeze};

    #[test]
    fn a_long_run_of_one_character_is_told_by_its_length() {
        assert_eq!(squeeze(&format!("x{}y", "a".repeat(101))), "xa{101}y");
        assert_eq!(squeeze("aab"), "aab");
    }

    #[test]
    fn what_is_cut_is_counted() {
        assert_eq!(excerpt("abcdef", 4), "abcd… (2 more characters)");
        assert_eq!(excerpt("abcd", 4), "abcd");
    }
}
