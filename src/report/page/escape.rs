//! Escaping of text for markup and for embedded data, so that it stays text.

use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::outcome::excerpt::is_unprintable;
use crate::report::shared::style::strip_terminal_codes;

/// Escapes a text for an element or for an attribute in double quotes.
pub(super) fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            // Characters that change the direction of text could disguise the text around them; HTML lacks control characters.
            c if is_unprintable(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// Removes the colours of a text and escapes it for an element.
pub(super) fn strip_colours_and_escape(text: &str) -> String {
    escape_html(&strip_terminal_codes(text))
}

/// Serialises a value as JSON for a `script` element, which the JSON cannot end.
pub(super) fn serialize_json_for_script(value: &impl Serialize) -> io::Result<String> {
    let json = serde_json::to_string(value)?;
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&escape_json_char(c)),
            c if is_unprintable(c) => out.push_str(&escape_json_char(c)),
            c => out.push(c),
        }
    }
    Ok(out)
}

/// Escapes a character for a JSON string.
fn escape_json_char(c: char) -> String {
    let mut units = [0; 2];
    let units = c.encode_utf16(&mut units).iter();
    units.map(|unit| format!("\\u{unit:04x}")).collect()
}

/// Returns the hash source by which a content security policy allows a script or style.
pub(super) fn csp_hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{csp_hash, escape_html, serialize_json_for_script};

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(
            escape_html("<img src=x onerror='a(\"&\")'>\u{202e}"),
            "&lt;img src=x onerror=&#39;a(&quot;&amp;&quot;)&#39;&gt;\\u{202e}"
        );
    }

    #[test]
    fn characters_that_html_lacks_are_shown_by_number() {
        assert_eq!(
            escape_html("a\nb\u{0}\u{7f}\u{fffe}"),
            "a\nb\\u{0}\\u{7f}\\u{fffe}"
        );
    }

    #[test]
    fn data_cannot_end_its_element_and_is_read_as_it_was() {
        let value = json!({"a": "</script><!--\u{2028}&\u{9b}\u{fffe}\u{1ffff}"});
        let text = serialize_json_for_script(&value).expect("it is JSON");
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        assert!(text.is_ascii(), "{text}");
        let read: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(read, value);
    }

    #[test]
    fn a_script_is_named_by_its_hash() {
        // This example is from the specification of Content Security Policy.
        assert_eq!(
            csp_hash("alert('Hello, world.');"),
            "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
        );
    }
}
