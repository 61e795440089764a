//! Characters that a reader takes for others, and their names.

/// Returns the ASCII character that a reader takes this one for; `None` for ASCII itself, and for characters that look like themselves.
pub(super) fn find_ascii_lookalike(c: char) -> Option<char> {
    if let Some(place) = u32::from(c).checked_sub(0xff01)
        && place < 94
    {
        // The full-width forms stand in the order of ASCII, from `!` to `~`.
        return char::from_u32(u32::from('!') + place);
    }
    Some(match c {
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2bc}' | '\u{b4}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{2033}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{2236}' | '\u{a789}' => ':',
        // Cyrillic and Greek capitals.
        '\u{410}' | '\u{391}' => 'A',
        '\u{412}' | '\u{392}' => 'B',
        '\u{421}' => 'C',
        '\u{415}' | '\u{395}' => 'E',
        '\u{41d}' | '\u{397}' => 'H',
        '\u{406}' | '\u{4c0}' | '\u{399}' => 'I',
        '\u{408}' => 'J',
        '\u{41a}' | '\u{39a}' => 'K',
        '\u{41c}' | '\u{39c}' => 'M',
        '\u{39d}' => 'N',
        '\u{41e}' | '\u{39f}' => 'O',
        '\u{420}' | '\u{3a1}' => 'P',
        '\u{405}' => 'S',
        '\u{422}' | '\u{3a4}' => 'T',
        '\u{425}' | '\u{3a7}' => 'X',
        '\u{4ae}' | '\u{3a5}' => 'Y',
        '\u{396}' => 'Z',
        // Cyrillic and Greek small letters.
        '\u{430}' | '\u{3b1}' => 'a',
        '\u{441}' | '\u{3f2}' => 'c',
        '\u{501}' => 'd',
        '\u{435}' => 'e',
        '\u{4bb}' => 'h',
        '\u{456}' | '\u{3b9}' => 'i',
        '\u{458}' | '\u{3f3}' => 'j',
        '\u{43e}' | '\u{3bf}' => 'o',
        '\u{440}' | '\u{3c1}' => 'p',
        '\u{51b}' => 'q',
        '\u{455}' => 's',
        '\u{3c5}' => 'u',
        '\u{3bd}' => 'v',
        '\u{51d}' => 'w',
        '\u{445}' => 'x',
        '\u{443}' => 'y',
        _ => return None,
    })
}

/// Names a character by its number, and by its Unicode name or its script if it is a common one; ASCII by itself.
pub(super) fn name_char(c: char) -> String {
    let number = format!("U+{:04X}", u32::from(c));
    let name = match c {
        ' ' => return "a space".to_owned(),
        '\t' => "TAB",
        '\n' => "LINE FEED",
        '\r' => "CARRIAGE RETURN",
        '\u{a0}' => "NO-BREAK SPACE",
        '\u{ad}' => "SOFT HYPHEN",
        '\u{200b}' => "ZERO WIDTH SPACE",
        '\u{200c}' => "ZERO WIDTH NON-JOINER",
        '\u{200d}' => "ZERO WIDTH JOINER",
        '\u{200e}' => "LEFT-TO-RIGHT MARK",
        '\u{200f}' => "RIGHT-TO-LEFT MARK",
        '\u{2011}' => "NON-BREAKING HYPHEN",
        '\u{2013}' => "EN DASH",
        '\u{2014}' => "EM DASH",
        '\u{2018}' => "LEFT SINGLE QUOTATION MARK",
        '\u{2019}' => "RIGHT SINGLE QUOTATION MARK",
        '\u{201c}' => "LEFT DOUBLE QUOTATION MARK",
        '\u{201d}' => "RIGHT DOUBLE QUOTATION MARK",
        '\u{202f}' => "NARROW NO-BREAK SPACE",
        '\u{2060}' => "WORD JOINER",
        '\u{3000}' => "IDEOGRAPHIC SPACE",
        '\u{feff}' => "ZERO WIDTH NO-BREAK SPACE",
        '\u{300}'..='\u{36f}' => "(a combining mark)",
        '\u{370}'..='\u{3ff}' => "(Greek)",
        '\u{400}'..='\u{52f}' => "(Cyrillic)",
        '\u{fe00}'..='\u{fe0f}' => "(a variation selector)",
        '\u{ff01}'..='\u{ff5e}' => "(full-width)",
        _ if c.is_ascii_graphic() => return format!("`{c}`"),
        _ => return number,
    };
    format!("{number} {name}")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{find_ascii_lookalike, name_char};

    #[rstest]
    #[case::cyrillic('\u{435}', Some('e'))]
    #[case::greek('\u{39f}', Some('O'))]
    #[case::the_first_full_width('\u{ff01}', Some('!'))]
    #[case::a_full_width_letter('\u{ff21}', Some('A'))]
    #[case::the_last_full_width('\u{ff5e}', Some('~'))]
    #[case::behind_the_last_full_width('\u{ff5f}', None)]
    #[case::a_quotation_mark('\u{2019}', Some('\''))]
    #[case::a_dash('\u{2013}', Some('-'))]
    #[case::ascii('e', None)]
    #[case::a_letter_of_its_own('\u{436}', None)]
    fn a_character_is_taken_for_the_one_that_it_looks_like(
        #[case] c: char,
        #[case] expected: Option<char>,
    ) {
        assert_eq!(find_ascii_lookalike(c), expected);
    }

    #[rstest]
    #[case::a_space(' ', "a space")]
    #[case::a_named_one('\u{a0}', "U+00A0 NO-BREAK SPACE")]
    #[case::of_a_script('\u{435}', "U+0435 (Cyrillic)")]
    #[case::any_other('\u{2003}', "U+2003")]
    #[case::beyond_four_digits('\u{1d173}', "U+1D173")]
    #[case::ascii('-', "`-`")]
    fn a_character_has_a_name(#[case] c: char, #[case] name: &str) {
        assert_eq!(name_char(c), name);
    }
}
