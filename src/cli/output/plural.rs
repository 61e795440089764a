//! Numbers with singular and plural.

/// Formats a number of cases: `1 case`, `2 cases`.
pub(in crate::cli) fn format_case_count(count: usize) -> String {
    match count {
        1 => "1 case".to_owned(),
        count => format!("{count} cases"),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    #[rstest]
    #[case(0, "0 cases")]
    #[case(1, "1 case")]
    #[case(2, "2 cases")]
    fn one_case_is_no_cases(#[case] count: usize, #[case] words: &str) {
        assert_eq!(super::format_case_count(count), words);
    }
}
