//! A reader of JSON that forgives one thing: what a server has that does not keep to RFC 8259.

use serde_json::{Map, Number, Value};

use super::form_body::read_form;
use crate::named::named;

named! {
    /// A lenience of the JSON reader.
    pub(super) enum Lax {
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
pub(super) fn read(bytes: &[u8], lax: Lax) -> Option<Value> {
    let text = decode(bytes, lax)?;
    if lax == Lax::FormEncoded {
        return read_form(&text);
    }
    if lax == Lax::Blank && text.trim().is_empty() {
        return Some(Value::Object(Map::new()));
    }
    if lax == Lax::Deep {
        return flat(&text);
    }
    let mut reader = Reader {
        rest: text.chars().collect(),
        at: 0,
        lax,
        depth: 0,
    };
    let value = reader.value()?;
    reader.blanks();
    let is_at_end = reader.at == reader.rest.len()
        || lax == Lax::TextBehind
        || (lax == Lax::NulBehind && reader.rest[reader.at..].iter().all(|c| *c == '\0'));
    is_at_end.then_some(value)
}

fn decode(bytes: &[u8], lax: Lax) -> Option<String> {
    match lax {
        Lax::InvalidUtf8 => Some(String::from_utf8_lossy(bytes).into_owned()),
        Lax::ByteOrderMark => {
            let bare = bytes.strip_prefix(b"\xef\xbb\xbf")?;
            String::from_utf8(bare.to_vec()).ok()
        }
        Lax::Utf16 => {
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
fn flat(text: &str) -> Option<Value> {
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

struct Reader {
    rest: Vec<char>,
    at: usize,
    lax: Lax,
    depth: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn eats(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn starts(&self, text: &str) -> bool {
        let mut rest = self.rest[self.at..].iter();
        text.chars().all(|wanted| rest.next() == Some(&wanted))
    }

    fn forgives(&self, lax: Lax) -> bool {
        self.lax == lax
    }

    fn is_over(&self) -> bool {
        self.at >= self.rest.len() && self.forgives(Lax::Unclosed)
    }

    fn blanks(&mut self) {
        while let Some(next) = self.peek() {
            let line = (self.forgives(Lax::LineComment) && self.starts("//"))
                || (self.forgives(Lax::HashComment) && next == '#');
            if line {
                while self.peek().is_some_and(|next| next != '\n') {
                    self.at += 1;
                }
            } else if self.forgives(Lax::BlockComment) && self.starts("/*") {
                self.at += 2;
                while self.at < self.rest.len() && !self.starts("*/") {
                    self.at += 1;
                }
                self.at += 2;
            } else if matches!(next, ' ' | '\t' | '\n' | '\r')
                || (self.forgives(Lax::OtherBlanks) && next.is_whitespace())
            {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    fn value(&mut self) -> Option<Value> {
        self.depth += 1;
        if self.depth > DEPTH {
            return None;
        }
        self.blanks();
        let value = match self.peek() {
            Some('{') => self.object(),
            Some('[') => self.list(),
            Some('"') => self.text('"').map(Value::from),
            Some('\'') if self.forgives(Lax::SingleQuotes) => self.text('\'').map(Value::from),
            Some(next) if next.is_ascii_digit() || matches!(next, '-' | '+' | '.') => self.number(),
            Some(_) => self.word(),
            None => self.is_over().then_some(Value::Null),
        };
        self.depth -= 1;
        value
    }

    fn separator(&mut self) -> bool {
        self.blanks();
        let mut found = self.eats(',') || (self.forgives(Lax::Semicolon) && self.eats(';'));
        if self.forgives(Lax::ExtraCommas) {
            self.blanks();
            while self.eats(',') {
                found = true;
                self.blanks();
            }
        }
        found || self.forgives(Lax::MissingComma)
    }

    fn object(&mut self) -> Option<Value> {
        let mut object = Map::new();
        self.at += 1;
        self.blanks();
        if self.forgives(Lax::ExtraCommas) {
            self.separator();
        }
        loop {
            self.blanks();
            if self.eats('}') || self.is_over() {
                return Some(object.into());
            }
            let key = self.key()?;
            self.blanks();
            if self.is_over() {
                return Some(object.into());
            }
            let colon = self.eats(':') || (self.forgives(Lax::EqualsSign) && self.eats('='));
            if !colon {
                return None;
            }
            object.insert(key, self.value()?);
            if !self.separator() {
                self.blanks();
                return (self.eats('}') || self.is_over()).then(|| object.into());
            }
            self.blanks();
            if self.peek() == Some('}') && !self.ends_after_comma() {
                return None;
            }
        }
    }

    fn list(&mut self) -> Option<Value> {
        let mut list = Vec::new();
        self.at += 1;
        self.blanks();
        if self.eats(']') {
            return Some(list.into());
        }
        loop {
            if self.is_over() {
                return Some(list.into());
            }
            list.push(self.value()?);
            if !self.separator() {
                self.blanks();
                return (self.eats(']') || self.is_over()).then(|| list.into());
            }
            self.blanks();
            if self.peek() == Some(']') {
                let ends = self.ends_after_comma();
                self.at += 1;
                return ends.then(|| list.into());
            }
        }
    }

    fn ends_after_comma(&self) -> bool {
        matches!(
            self.lax,
            Lax::TrailingComma | Lax::ExtraCommas | Lax::MissingComma
        )
    }

    fn key(&mut self) -> Option<String> {
        match self.peek()? {
            '"' => self.text('"'),
            '\'' if self.forgives(Lax::SingleQuotes) => self.text('\''),
            next if next.is_ascii_digit() && self.forgives(Lax::NumberKeys) => Some(self.bare()),
            next if next.is_alphabetic() && self.forgives(Lax::BareKeys) => Some(self.bare()),
            _ => None,
        }
    }

    fn bare(&mut self) -> String {
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

    fn word(&mut self) -> Option<Value> {
        match self.bare().as_str() {
            "true" => Some(true.into()),
            "false" => Some(false.into()),
            "null" => Some(Value::Null),
            "" => None,
            _ => self.forgives(Lax::BareValues).then_some(Value::Null),
        }
    }

    fn number(&mut self) -> Option<Value> {
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
            Lax::LeadingZero => text.trim_start_matches('0').parse().ok().map(Value::Number),
            Lax::PlusSign => text.strip_prefix('+')?.parse().ok().map(Value::Number),
            Lax::BarePoint => text.parse::<f64>().ok().map(Value::from),
            Lax::Hexadecimal => {
                let digits = text.strip_prefix("0x")?;
                i64::from_str_radix(digits, 16).ok().map(Value::from)
            }
            Lax::HugeNumber => text.parse::<f64>().ok().map(|_| Value::from(0)),
            Lax::BareValues => Some(Value::Null),
            _ => None,
        }
    }

    fn text(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        self.at += 1;
        loop {
            let Some(next) = self.peek() else {
                return self.is_over().then_some(text);
            };
            self.at += 1;
            match next {
                next if next == quote => return Some(text),
                '\\' => match self.escape() {
                    Some(escaped) => text.push(escaped),
                    None if self.is_over() => return Some(text),
                    None => return None,
                },
                next if next < ' ' && !self.forgives(Lax::ControlCharacters) => return None,
                next => text.push(next),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += 1;
        Some(match next {
            '"' | '\\' | '/' => next,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode(),
            other if self.forgives(Lax::UnknownEscape) => other,
            _ => return None,
        })
    }

    fn unicode(&mut self) -> Option<char> {
        let digits: String = self.rest[self.at..].iter().take(4).collect();
        let unit = u32::from_str_radix(&digits, 16).ok();
        match unit.filter(|_| digits.len() == 4) {
            Some(unit) => {
                self.at += 4;
                let lone = self.forgives(Lax::LoneSurrogate);
                char::from_u32(unit).or_else(|| lone.then_some(char::REPLACEMENT_CHARACTER))
            }
            None => self.forgives(Lax::UnknownEscape).then_some('u'),
        }
    }
}

#[cfg(test)]
#[path = "lax_tests.rs"]
mod tests;
