//! The configuration file: its location, its top-level keys, and its list of targets.

use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use super::mask::mask_secrets;
use super::target_settings::TargetSettings;
use crate::cli::args::TargetArgs;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::output::diagnostics;
use crate::contract::authored::{Span, TableReader, TomlFileReader, TomlNode, TomlValue};
use crate::contract::{Diagnostic, Diagnostics, SourceFile, suggest_similar_word};
use crate::target::BaseUrl;

/// The default name of the configuration file.
pub(in crate::cli) const CONFIG_FILE_NAME: &str = "badreq.toml";

/// The name of the embedded reference server, reserved in configuration files.
pub(in crate::cli) const REFERENCE_TARGET: &str = "reference";

/// A parsed configuration file. Its mistakes are collected until [`ConfigFile::ensure_valid`] reports them.
pub(in crate::cli) struct ConfigFile {
    pub(super) file: TomlFileReader,
    default_target: Option<String>,
    /// Settings for every target.
    common_settings: TargetSettings,
    targets: IndexMap<String, TargetSettings>,
}

/// Finds the folder that the configuration names as its contract. A configuration that cannot be read is reported where the target is resolved.
pub(in crate::cli) fn find_configured_contract(config: Option<&Path>) -> Option<PathBuf> {
    let path = config.unwrap_or(Path::new(CONFIG_FILE_NAME));
    let text = std::fs::read_to_string(path).ok()?;
    let table: toml::Table = text.parse().ok()?;
    let folder = table.get("contract")?.as_str()?;
    let own = path.parent().unwrap_or(Path::new(""));
    Some(own.join(folder))
}

impl ConfigFile {
    /// Loads the file that the arguments name, or the one in the current folder; `None` if there is neither.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if the file cannot be read or is not TOML.
    pub(in crate::cli) fn find_and_load(args: &TargetArgs) -> Result<Option<Self>, CommandFailure> {
        let path = match &args.config {
            Some(path) => path.as_path(),
            None if Path::new(CONFIG_FILE_NAME).is_file() => Path::new(CONFIG_FILE_NAME),
            None => return Ok(None),
        };
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            let what = format!("cannot read the configuration from `{name}`: {error}");
            CommandFailure::new(ExitStatus::Usage, what)
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::parse(&name, folder, &text).map(Some)
    }

    fn parse(name: &str, folder: &Path, text: &str) -> Result<Self, CommandFailure> {
        let mut file = TomlFileReader::new(SourceFile::new(name, mask_secrets(text)));
        let Some(mut reader) = file.parse_unmasked_text(text, "the configuration") else {
            return Err(build_config_failure(file.into_diagnostics()));
        };
        let target = reader.take_nonblank_text("target");
        // `find_configured_contract` reads it: commands without a target need it, too.
        reader.take_nonblank_text("contract");
        let production_hosts = read_production_hosts(&mut reader);
        let user_agent = reader
            .take_nonblank_text("contact")
            .and_then(|(text, span)| {
                let contact = text.parse().map_err(|error: crate::target::ContactError| {
                    reader.diagnose(span, &error.to_string());
                });
                contact.ok()
            });
        let targets = reader.take_table("targets");
        reader.diagnose_unread_keys();
        let targets = targets.map(|(table, _)| table).unwrap_or_default();
        let targets = targets
            .into_iter()
            .map(|(name, (key, node))| {
                let entry = parse_target(&mut file, folder, &name, &key, node);
                (name, entry)
            })
            .collect();
        let mut config = Self {
            file,
            default_target: None,
            common_settings: TargetSettings {
                production_hosts,
                user_agent,
                ..TargetSettings::default()
            },
            targets,
        };
        if let Some((name, span)) = target {
            config.validate_and_set_default_target(name, span);
        }
        Ok(config)
    }

    fn validate_and_set_default_target(&mut self, name: String, span: Span) {
        if name == REFERENCE_TARGET {
            return;
        }
        if !self.has_target(&name) {
            let hint = self.format_unknown_target_hint(&name);
            let what = format!("the configuration: there is no target `{name}`");
            self.file.record_diagnostic(span, what, Some(hint));
        }
        self.default_target = Some(name);
    }

    /// Returns the name of the file, for messages.
    pub(in crate::cli) fn name(&self) -> &str {
        &self.file.page.name
    }

    /// Reports whether the file has a target of this name.
    pub(in crate::cli) fn has_target(&self, name: &str) -> bool {
        self.targets.contains_key(name)
    }

    /// Returns the settings for every target, overridden by those of the target of this name.
    pub(super) fn settings_for(&self, name: Option<&str>) -> TargetSettings {
        let own = name.and_then(|name| self.targets.get(name).cloned());
        own.unwrap_or_default()
            .with_fallback(self.common_settings.clone())
    }

    /// Returns a hint for an unknown target name: the most similar name, or all names.
    pub(in crate::cli) fn format_unknown_target_hint(&self, name: &str) -> String {
        let names: Vec<&str> = self.targets.keys().map(String::as_str).collect();
        match (
            suggest_similar_word(name, names.iter().copied()),
            names.is_empty(),
        ) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, true) => "add a section `[targets.NAME]`".to_owned(),
            (None, false) => format!("there is `{}`", names.join("`, `")),
        }
    }

    /// Returns the target to use if the arguments name none; `None` for the embedded reference server.
    pub(in crate::cli) fn default_target(&self) -> Option<&str> {
        self.default_target.as_deref()
    }

    /// Fails with every mistake of the file, if there is one.
    pub(in crate::cli) fn ensure_valid(&self) -> Result<(), CommandFailure> {
        if self.file.diagnostics.is_empty() {
            Ok(())
        } else {
            Err(build_config_failure(self.file.clone().into_diagnostics()))
        }
    }
}

fn build_config_failure(all: Vec<Diagnostic>) -> CommandFailure {
    Diagnostics::from_nonempty(all).map_or_else(
        || CommandFailure::new(ExitStatus::Usage, "the configuration is wrong"),
        |flaws| diagnostics::configuration_failure(&flaws),
    )
}

fn parse_target(
    file: &mut TomlFileReader,
    folder: &Path,
    name: &str,
    key: &Span,
    node: TomlNode,
) -> TargetSettings {
    if let Some((what, hint)) = find_target_name_problem(name) {
        file.record_diagnostic(
            key.clone(),
            format!("`{name}` {what}"),
            Some(hint.to_owned()),
        );
    }
    match node.value {
        TomlValue::Table(table) => {
            TargetSettings::from_table(file, folder, name, table, key.clone())
        }
        TomlValue::Text(_) | TomlValue::Scalar(_) | TomlValue::Date(_) | TomlValue::List(_) => {
            let hint = format!("write `[targets.{name}]` and its `url` below");
            file.record_diagnostic(
                node.span,
                format!("target `{name}` is not a table"),
                Some(hint),
            );
            TargetSettings::default()
        }
    }
}

/// Returns the reason why a target cannot have this name, with a hint; `None` if it can.
fn find_target_name_problem(name: &str) -> Option<(&'static str, &'static str)> {
    if name == REFERENCE_TARGET {
        return Some((
            "is the name of the embedded reference server",
            "give the target another name",
        ));
    }
    (!is_valid_target_name(name)).then_some((
        "is not a target name",
        "write letters, digits, `-`, `_` and `.`, so that it is not taken for a URL",
    ))
}

/// Reports whether a text may be the name of a target; a URL never is one.
pub(in crate::cli) fn is_valid_target_name(text: &str) -> bool {
    let is_fit = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty() && text.chars().all(is_fit)
}

fn read_production_hosts(reader: &mut TableReader<'_>) -> Vec<String> {
    let texts = reader.take_texts("production_hosts").unwrap_or_default();
    let mut hosts = Vec::new();
    for (text, span) in texts {
        match parse_host(&text) {
            Some(host) => hosts.push(host),
            None => {
                let hint = "write the bare name, as in `api.example.org`".to_owned();
                reader.diagnose_with_optional_hint(
                    span,
                    &format!("`{text}` is not a host"),
                    Some(hint),
                );
            }
        }
    }
    hosts
}

/// Parses a host into the form that base URLs have: in lower case, without port and trailing dot.
pub(in crate::cli) fn parse_host(text: &str) -> Option<String> {
    let is_bare = !text.contains(['/', '@', '?', '#', '\\']);
    let url: BaseUrl = format!("http://{text}").parse().ok().filter(|_| is_bare)?;
    Some(url.host().trim_end_matches('.').to_owned())
}
