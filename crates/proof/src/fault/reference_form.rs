//! The forms of references.

use crate::named::named;

named! {
    /// The form of a reference.
    pub(super) enum ReferenceForm {
        Letters = "letters",
        UpperCase = "upper-case",
        Dash = "dash",
        FiveLetters = "five-letters",
        Uuid = "uuid",
        Digits = "digits",
        Me = "me",
        Long = "long",
        Control = "control-characters",
        Foreign = "foreign-letters",
        Other = "other",
    }
}

impl ReferenceForm {
    /// Finds the form of a reference.
    pub(super) fn classify_reference(text: &str) -> Self {
        const LONG: usize = 100;
        let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_lower = text.bytes().all(|byte| !byte.is_ascii_uppercase());
        let bare = text.replace('-', "");
        match text.len() {
            _ if text == "@me" => Self::Me,
            LONG.. => Self::Long,
            _ if text.chars().any(char::is_control) => Self::Control,
            _ if !text.is_ascii() => Self::Foreign,
            36 if uuid::Uuid::try_parse(text).is_ok() => Self::Uuid,
            _ if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => Self::Digits,
            5 | 6 if letters(text) && !is_lower => Self::UpperCase,
            5 if letters(text) => Self::FiveLetters,
            6 if letters(text) => Self::Letters,
            7 if bare.len() == 6 && letters(&bare) && text.as_bytes().get(3) == Some(&b'-') => {
                Self::Dash
            }
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::letters("abcdef", ReferenceForm::Letters)]
    #[case::five("abcde", ReferenceForm::FiveLetters)]
    #[case::upper_case("ABCDEF", ReferenceForm::UpperCase)]
    #[case::dash("abc-def", ReferenceForm::Dash)]
    #[case::uuid("01234567-89ab-4def-8123-456789abcdef", ReferenceForm::Uuid)]
    #[case::digits("466378653216014359", ReferenceForm::Digits)]
    #[case::nul("abcde\0", ReferenceForm::Control)]
    #[case::accent("abcdé", ReferenceForm::Foreign)]
    #[case::braces("{abcdef}", ReferenceForm::Other)]
    fn a_reference_has_one_form(#[case] text: &str, #[case] form: ReferenceForm) {
        assert_eq!(ReferenceForm::classify_reference(text), form);
    }
}
