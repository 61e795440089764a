//! A reader of JSON that forgives one thing: what a server has that does not keep to RFC 8259.

use serde_json::{Map, Number, Value};

use super::form_body::read_form;
use crate::named::named;

named! {
    /// A lenience of the JSON reader.
    pub(super) enum JsonLeniency {
        Blank = "blank",
        Unclosed = "unclosed",
        TextBehind = "text-behind",
        NulBehind = "nul-behind",
        TrailingComma = "trailing-comma",
        ExtraCommas = "extra-commas",
        MissingComma = "missing-comma",
        Semicolon = "semicolon",
        EqualsSign = "equals-sign",
        LineComment = "line-comment",
        BlockComment = "block-comment",
        HashComment = "hash-comment",
        SingleQuotes = "single-quotes",
        BareKeys = "bare-keys",
        BareValues = "bare-values",
        NumberKeys = "number-keys",
        LeadingZero = "leading-zero",
        PlusSign = "plus-sign",
        Hexadecimal = "hexadecimal",
        BarePoint = "bare-point",
        UnknownEscape = "unknown-escape",
        ControlCharacters = "control-characters",
        OtherBlanks = "other-blanks",
        InvalidUtf8 = "invalid-utf8",
        Utf16 = "utf-16",
        ByteOrderMark = "byte-order-mark",
        LoneSurrogate = "lone-surrogate",
        HugeNumber = "huge-number",
        Deep = "deep",
        FormEncoded = "form-encoded",
    }
}

/// Levels of nesting that this reader follows.
const DEPTH: usize = 200;

/// The value of a text that is JSON but for what is forgiven.
pub(super) fn parse_leniently(bytes: &[u8], lax: JsonLeniency) -> Option<Value> {
    let text = decode_text(bytes, lax)?;
    if lax == JsonLeniency::FormEncoded {
        return read_form(&text);
    }
    if lax == JsonLeniency::Blank && text.trim().is_empty() {
        return Some(Value::Object(Map::new()));
    }
    if lax == JsonLeniency::Deep {
        return cut_deep_nesting(&text);
    }
    let mut reader = LenientJsonParser {
        rest: text.chars().collect(),
        at: 0,
        lax,
        depth: 0,
    };
    let value = reader.parse_value()?;
    reader.skip_blanks();
    let is_at_end = reader.at == reader.rest.len()
        || lax == JsonLeniency::TextBehind
        || (lax == JsonLeniency::NulBehind && reader.rest[reader.at..].iter().all(|c| *c == '\0'));
    is_at_end.then_some(value)
}

fn decode_text(bytes: &[u8], lax: JsonLeniency) -> Option<String> {
    match lax {
        JsonLeniency::InvalidUtf8 => Some(String::from_utf8_lossy(bytes).into_owned()),
        JsonLeniency::ByteOrderMark => {
            let bare = bytes.strip_prefix(b"\xef\xbb\xbf")?;
            String::from_utf8(bare.to_vec()).ok()
        }
        JsonLeniency::Utf16 => {
            let (bytes, big) = match bytes {
                [0xff, 0xfe, rest @ ..] => (rest, false),
                [0xfe, 0xff, rest @ ..] => (rest, true),
                [0, _, ..] => (bytes, true),
                _ => (bytes, false),
            };
            let units = bytes.chunks_exact(2).map(|pair| match (pair, big) {
                ([high, low], true) | ([low, high], false) => u16::from_be_bytes([*high, *low]),
                _ => 0,
            });
            String::from_utf16(&units.collect::<Vec<_>>()).ok()
        }
        _ => String::from_utf8(bytes.to_vec()).ok(),
    }
}

/// What is nested too deep for the reader of everybody else, cut down to its first level.
fn cut_deep_nesting(text: &str) -> Option<Value> {
    let deepest = text.bytes().scan(0_usize, |depth, byte| {
        match byte {
            b'[' | b'{' => *depth += 1,
            b']' | b'}' => *depth = depth.saturating_sub(1),
            _ => {}
        }
        Some(*depth)
    });
    (deepest.max()? > 127).then(|| match text.as_bytes().first() {
        Some(b'[') => Value::Array(Vec::new()),
        _ => Value::Object(Map::from_iter([("name".to_owned(), Value::Null)])),
    })
}

struct LenientJsonParser {
    rest: Vec<char>,
    at: usize,
    lax: JsonLeniency,
    depth: usize,
}

impl LenientJsonParser {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn consume_if(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn starts_with(&self, text: &str) -> bool {
        let mut rest = self.rest[self.at..].iter();
        text.chars().all(|wanted| rest.next() == Some(&wanted))
    }

    fn allows_leniency(&self, lax: JsonLeniency) -> bool {
        self.lax == lax
    }

    fn is_allowed_end(&self) -> bool {
        self.at >= self.rest.len() && self.allows_leniency(JsonLeniency::Unclosed)
    }

    fn skip_blanks(&mut self) {
        while let Some(next) = self.peek() {
            let line = (self.allows_leniency(JsonLeniency::LineComment) && self.starts_with("//"))
                || (self.allows_leniency(JsonLeniency::HashComment) && next == '#');
            if line {
                while self.peek().is_some_and(|next| next != '\n') {
                    self.at += 1;
                }
            } else if self.allows_leniency(JsonLeniency::BlockComment) && self.starts_with("/*") {
                self.at += 2;
                while self.at < self.rest.len() && !self.starts_with("*/") {
                    self.at += 1;
                }
                self.at += 2;
            } else if matches!(next, ' ' | '\t' | '\n' | '\r')
                || (self.allows_leniency(JsonLeniency::OtherBlanks) && next.is_whitespace())
            {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    fn parse_value(&mut self) -> Option<Value> {
        self.depth += 1;
        if self.depth > DEPTH {
            return None;
        }
        self.skip_blanks();
        let value = match self.peek() {
            Some('{') => self.parse_object(),
            Some('[') => self.parse_array(),
            Some('"') => self.parse_string('"').map(Value::from),
            Some('\'') if self.allows_leniency(JsonLeniency::SingleQuotes) => {
                self.parse_string('\'').map(Value::from)
            }
            Some(next) if next.is_ascii_digit() || matches!(next, '-' | '+' | '.') => {
                self.parse_number()
            }
            Some(_) => self.parse_literal(),
            None => self.is_allowed_end().then_some(Value::Null),
        };
        self.depth -= 1;
        value
    }

    fn consume_separator(&mut self) -> bool {
        self.skip_blanks();
        let mut found = self.consume_if(',')
            || (self.allows_leniency(JsonLeniency::Semicolon) && self.consume_if(';'));
        if self.allows_leniency(JsonLeniency::ExtraCommas) {
            self.skip_blanks();
            while self.consume_if(',') {
                found = true;
                self.skip_blanks();
            }
        }
        found || self.allows_leniency(JsonLeniency::MissingComma)
    }

    fn parse_object(&mut self) -> Option<Value> {
        let mut object = Map::new();
        self.at += 1;
        self.skip_blanks();
        if self.allows_leniency(JsonLeniency::ExtraCommas) {
            self.consume_separator();
        }
        loop {
            self.skip_blanks();
            if self.consume_if('}') || self.is_allowed_end() {
                return Some(object.into());
            }
            let key = self.parse_key()?;
            self.skip_blanks();
            if self.is_allowed_end() {
                return Some(object.into());
            }
            let colon = self.consume_if(':')
                || (self.allows_leniency(JsonLeniency::EqualsSign) && self.consume_if('='));
            if !colon {
                return None;
            }
            object.insert(key, self.parse_value()?);
            if !self.consume_separator() {
                self.skip_blanks();
                return (self.consume_if('}') || self.is_allowed_end()).then(|| object.into());
            }
            self.skip_blanks();
            if self.peek() == Some('}') && !self.allows_trailing_comma() {
                return None;
            }
        }
    }

    fn parse_array(&mut self) -> Option<Value> {
        let mut list = Vec::new();
        self.at += 1;
        self.skip_blanks();
        if self.consume_if(']') {
            return Some(list.into());
        }
        loop {
            if self.is_allowed_end() {
                return Some(list.into());
            }
            list.push(self.parse_value()?);
            if !self.consume_separator() {
                self.skip_blanks();
                return (self.consume_if(']') || self.is_allowed_end()).then(|| list.into());
            }
            self.skip_blanks();
            if self.peek() == Some(']') {
                let ends = self.allows_trailing_comma();
                self.at += 1;
                return ends.then(|| list.into());
            }
        }
    }

    fn allows_trailing_comma(&self) -> bool {
        matches!(
            self.lax,
            JsonLeniency::TrailingComma | JsonLeniency::ExtraCommas | JsonLeniency::MissingComma
        )
    }

    fn parse_key(&mut self) -> Option<String> {
        match self.peek()? {
            '"' => self.parse_string('"'),
            '\'' if self.allows_leniency(JsonLeniency::SingleQuotes) => self.parse_string('\''),
            next if next.is_ascii_digit() && self.allows_leniency(JsonLeniency::NumberKeys) => {
                Some(self.parse_bare_word())
            }
            next if next.is_alphabetic() && self.allows_leniency(JsonLeniency::BareKeys) => {
                Some(self.parse_bare_word())
            }
            _ => None,
        }
    }

    fn parse_bare_word(&mut self) -> String {
        let mut word = String::new();
        while let Some(next) = self
            .peek()
            .filter(|next| next.is_alphanumeric() || *next == '_')
        {
            word.push(next);
            self.at += 1;
        }
        word
    }

    fn parse_literal(&mut self) -> Option<Value> {
        match self.parse_bare_word().as_str() {
            "true" => Some(true.into()),
            "false" => Some(false.into()),
            "null" => Some(Value::Null),
            "" => None,
            _ => self
                .allows_leniency(JsonLeniency::BareValues)
                .then_some(Value::Null),
        }
    }

    fn parse_number(&mut self) -> Option<Value> {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|next| next.is_ascii_alphanumeric() || "+-.".contains(next))
        {
            self.at += 1;
        }
        let text: String = self.rest[start..self.at].iter().collect();
        if let Ok(number) = text.parse::<Number>()
            && !text.starts_with('+')
        {
            return Some(Value::Number(number));
        }
        match self.lax {
            JsonLeniency::LeadingZero => {
                text.trim_start_matches('0').parse().ok().map(Value::Number)
            }
            JsonLeniency::PlusSign => text.strip_prefix('+')?.parse().ok().map(Value::Number),
            JsonLeniency::BarePoint => text.parse::<f64>().ok().map(Value::from),
            JsonLeniency::Hexadecimal => {
                let digits = text.strip_prefix("0x")?;
                i64::from_str_radix(digits, 16).ok().map(Value::from)
            }
            JsonLeniency::HugeNumber => text.parse::<f64>().ok().map(|_| Value::from(0)),
            JsonLeniency::BareValues => Some(Value::Null),
            _ => None,
        }
    }

    fn parse_string(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        self.at += 1;
        loop {
            let Some(next) = self.peek() else {
                return self.is_allowed_end().then_some(text);
            };
            self.at += 1;
            match next {
                next if next == quote => return Some(text),
                '\\' => match self.parse_escape() {
                    Some(escaped) => text.push(escaped),
                    None if self.is_allowed_end() => return Some(text),
                    None => return None,
                },
                next if next < ' ' && !self.allows_leniency(JsonLeniency::ControlCharacters) => {
                    return None;
                }
                next => text.push(next),
            }
        }
    }

    fn parse_escape(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += 1;
        Some(match next {
            '"' | '\\' | '/' => next,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.parse_unicode_escape(),
            other if self.allows_leniency(JsonLeniency::UnknownEscape) => other,
            _ => return None,
        })
    }

    fn parse_unicode_escape(&mut self) -> Option<char> {
        let digits: String = self.rest[self.at..].iter().take(4).collect();
        let unit = u32::from_str_radix(&digits, 16).ok();
        match unit.filter(|_| digits.len() == 4) {
            Some(unit) => {
                self.at += 4;
                let lone = self.allows_leniency(JsonLeniency::LoneSurrogate);
                char::from_u32(unit).or_else(|| lone.then_some(char::REPLACEMENT_CHARACTER))
            }
            None => self
                .allows_leniency(JsonLeniency::UnknownEscape)
                .then_some('u'),
        }
    }
}

#[cfg(test)]
#[path = "lax_tests.rs"]
mod tests;
