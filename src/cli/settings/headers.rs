//! The headers that requests carry besides their own: those of every request, and the one that names the case.

use super::resolve::SettingsValidator;
use super::setting_source::SourcedSetting;
use super::target_settings::HeaderSetting;
use super::value_source::ValueSource;
use crate::target::{CaseHeader, ExtraHeader};

impl SettingsValidator<'_> {
    /// Reads the values of the headers of every request.
    pub(super) fn resolve_headers(&mut self, settings: Vec<HeaderSetting>) -> Vec<ExtraHeader> {
        let mut headers = Vec::new();
        for HeaderSetting { name, value } in settings {
            let SourcedSetting {
                value: name,
                source,
            } = name;
            if name.eq_ignore_ascii_case(&self.contract.token_header.name) {
                let hint = format!("a token is given as {}", source.owner_token_setting_name());
                let what = format!("`{name}` carries the token, and the anonymous actor has none");
                self.record_mistake(&source, &what, Some(hint));
                continue;
            }
            let Some(read) = self.resolve_value_source(&format!("header `{name}`"), &value) else {
                continue;
            };
            let text = &read.text;
            let header = match &value.value {
                ValueSource::Inline(_) => ExtraHeader::new_plain(&name, text),
                ValueSource::Variable(variable) => ExtraHeader::new_secret(&name, variable, text),
                ValueSource::File(_) | ValueSource::Command(_) => {
                    ExtraHeader::new_secret(&name, &derive_header_variable_name(&name), text)
                }
            };
            match header {
                Ok(header) => headers.push(header),
                Err(error) => self.record_mistake(&source, &read.describe_error(&error), None),
            }
        }
        headers
    }

    /// Refuses the header that carries the token, and one that every request carries with another value.
    pub(super) fn resolve_case_header(
        &mut self,
        setting: Option<SourcedSetting<CaseHeader>>,
        extra: &[ExtraHeader],
    ) -> Option<CaseHeader> {
        let SourcedSetting { value, source } = setting?;
        let name = value.name();
        let carries = if name.eq_ignore_ascii_case(&self.contract.token_header.name) {
            "the token"
        } else if extra
            .iter()
            .any(|own| own.name().eq_ignore_ascii_case(name))
        {
            "another value in every request"
        } else {
            return Some(value);
        };
        let what = format!(
            "{}: `{name}` carries {carries}",
            source.display_name("case_header")
        );
        let hint = "write another name, such as `X-Test-Case`".to_owned();
        self.record_mistake(&source, &what, Some(hint));
        None
    }
}

/// Returns the name of the variable that replaces the value of a header in printed requests.
fn derive_header_variable_name(name: &str) -> String {
    name.to_ascii_uppercase()
        .replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}
