//! HTTP messages that keep what they do not understand: bytes stand as characters of Latin-1, header lines as they came.

use serde_json::Value;

/// A request or an answer, to the byte.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    /// The first line.
    pub(crate) start: String,
    /// The header lines.
    lines: Vec<String>,
    pub(crate) body: Vec<u8>,
}

impl Message {
    /// Takes a head apart: everything up to and with the empty line.
    pub(crate) fn of(head: &[u8], body: Vec<u8>) -> Self {
        let text: String = head.iter().copied().map(char::from).collect();
        let mut lines = text.trim_end_matches("\r\n").split("\r\n");
        Self {
            start: lines.next().unwrap_or_default().to_owned(),
            lines: lines.map(str::to_owned).collect(),
            body,
        }
    }

    /// An answer with this status and this JSON body.
    pub(crate) fn answer(status: u16, body: &str) -> Self {
        let head = format!("HTTP/1.1 {status} Status\r\ncontent-type: application/json\r\n");
        let mut message = Self::of(head.as_bytes(), Vec::new());
        message.set_body(body);
        message
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut text = format!("{}\r\n", self.start);
        for line in &self.lines {
            text.push_str(line);
            text.push_str("\r\n");
        }
        text.push_str("\r\n");
        let mut bytes: Vec<u8> = text
            .chars()
            .map(|c| u8::try_from(c).expect("a byte stands for each"))
            .collect();
        bytes.extend(&self.body);
        bytes
    }

    pub(crate) fn method(&self) -> &str {
        self.start.split(' ').next().unwrap_or_default()
    }

    /// The target below the base URL of the reference server.
    pub(crate) fn target(&self) -> &str {
        let target = self.start.split(' ').nth(1).unwrap_or_default();
        target.strip_prefix("/v2").unwrap_or(target)
    }

    pub(crate) fn status(&self) -> u16 {
        let status = self.start.split(' ').nth(1).and_then(|s| s.parse().ok());
        status.expect("it is an answer")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let own = |line: &&String| is_of(line, name);
        let line = self.lines.iter().find(own)?;
        line.split_once(':').map(|(_, value)| value.trim())
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.lines.retain(|line| !is_of(line, name));
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.lines.push(format!("{name}: {value}"));
    }

    pub(crate) fn set_status(&mut self, status: u16) {
        self.start = format!("HTTP/1.1 {status} Status");
    }

    pub(crate) fn set_body(&mut self, body: impl Into<Vec<u8>>) {
        self.body = body.into();
        self.set("content-length", &self.body.len().to_string());
    }

    /// The body as JSON; `null` where it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Changes the body as JSON.
    pub(crate) fn edit(&mut self, edit: impl FnOnce(&mut Value)) {
        let mut body = self.json();
        edit(&mut body);
        self.set_body(body.to_string());
    }
}

fn is_of(line: &str, name: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(own, _)| own.trim().eq_ignore_ascii_case(name))
}
