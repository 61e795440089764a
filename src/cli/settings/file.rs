//! The configuration file: its location, its top-level keys, and its list of targets.

use std::path::Path;

use indexmap::IndexMap;

use super::mask::masked;
use super::target_settings::TargetSettings;
use crate::cli::args::TargetArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::flaws;
use crate::contract::authored::{File, Kind, Node, Reader, Span};
use crate::contract::{Flaw, Flaws, Page, suggest};
use crate::target::BaseUrl;

/// The default name of the configuration file.
pub(in crate::cli) const FILE: &str = "badreq.toml";

/// The name of the embedded reference server, reserved in configuration files.
pub(in crate::cli) const REFERENCE: &str = "reference";

/// A parsed configuration file. Its mistakes are collected until [`Config::sound`] reports them.
pub(in crate::cli) struct Config {
    pub(super) file: File,
    target: Option<String>,
    /// Settings for every target.
    common: TargetSettings,
    targets: IndexMap<String, TargetSettings>,
}

impl Config {
    /// Loads the file that the arguments name, or the one in the current folder; `None` if there is neither.
    ///
    /// # Errors
    /// Fails with [`Failure`] if the file cannot be read or is not TOML.
    pub(in crate::cli) fn load(args: &TargetArgs) -> Result<Option<Self>, Failure> {
        let path = match &args.config {
            Some(path) => path.as_path(),
            None if Path::new(FILE).is_file() => Path::new(FILE),
            None => return Ok(None),
        };
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            let what = format!("cannot read the configuration from `{name}`: {error}");
            Failure::new(Exit::Usage, what)
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::read(&name, folder, &text).map(Some)
    }

    fn read(name: &str, folder: &Path, text: &str) -> Result<Self, Failure> {
        let mut file = File::new(Page::new(name, masked(text)));
        let Some(mut reader) = file.parse_unmasked(text, "the configuration") else {
            return Err(failure(file.into_flaws()));
        };
        let target = reader.filled_text("target");
        let production_hosts = hosts(&mut reader);
        let user_agent = reader.filled_text("contact").and_then(|(text, span)| {
            let contact = text.parse().map_err(|error: crate::target::ContactError| {
                reader.flaw(span, &error.to_string());
            });
            contact.ok()
        });
        let targets = reader.table("targets");
        reader.finish();
        let targets = targets.map(|(table, _)| table).unwrap_or_default();
        let targets = targets
            .into_iter()
            .map(|(name, (key, node))| {
                let entry = entry(&mut file, folder, &name, &key, node);
                (name, entry)
            })
            .collect();
        let mut config = Self {
            file,
            target: None,
            common: TargetSettings {
                production_hosts,
                user_agent,
                ..TargetSettings::default()
            },
            targets,
        };
        if let Some((name, span)) = target {
            config.set_usual_target(name, span);
        }
        Ok(config)
    }

    fn set_usual_target(&mut self, name: String, span: Span) {
        if name == REFERENCE {
            return;
        }
        if !self.has(&name) {
            let hint = self.hint(&name);
            let what = format!("the configuration: there is no target `{name}`");
            self.file.flaw(span, what, Some(hint));
        }
        self.target = Some(name);
    }

    /// Returns the name of the file, for messages.
    pub(in crate::cli) fn name(&self) -> &str {
        &self.file.page.name
    }

    /// Reports whether the file has a target of this name.
    pub(in crate::cli) fn has(&self, name: &str) -> bool {
        self.targets.contains_key(name)
    }

    /// Returns the settings for every target, overridden by those of the target of this name.
    pub(super) fn settings(&self, name: Option<&str>) -> TargetSettings {
        let own = name.and_then(|name| self.targets.get(name).cloned());
        own.unwrap_or_default().or(self.common.clone())
    }

    /// Returns a hint for an unknown target name: the most similar name, or all names.
    pub(in crate::cli) fn hint(&self, name: &str) -> String {
        let names: Vec<&str> = self.targets.keys().map(String::as_str).collect();
        match (suggest(name, names.iter().copied()), names.is_empty()) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, true) => "add a section `[targets.NAME]`".to_owned(),
            (None, false) => format!("there is `{}`", names.join("`, `")),
        }
    }

    /// Returns the target to use if the arguments name none; `None` for the embedded reference server.
    pub(in crate::cli) fn usual_target(&self) -> Option<&str> {
        self.target.as_deref()
    }

    /// Fails with every mistake of the file, if there is one.
    pub(in crate::cli) fn sound(&self) -> Result<(), Failure> {
        if self.file.flaws.is_empty() {
            Ok(())
        } else {
            Err(failure(self.file.clone().into_flaws()))
        }
    }
}

fn failure(all: Vec<Flaw>) -> Failure {
    Flaws::new(all).map_or_else(
        || Failure::new(Exit::Usage, "the configuration is wrong"),
        |flaws| flaws::of_the_configuration(&flaws),
    )
}

fn entry(file: &mut File, folder: &Path, name: &str, key: &Span, node: Node) -> TargetSettings {
    if let Some((what, hint)) = unfit(name) {
        file.flaw(
            key.clone(),
            format!("`{name}` {what}"),
            Some(hint.to_owned()),
        );
    }
    match node.kind {
        Kind::Table(table) => TargetSettings::from_table(file, folder, name, table, key.clone()),
        Kind::Text(_) | Kind::Scalar(_) | Kind::Date(_) | Kind::List(_) => {
            let hint = format!("write `[targets.{name}]` and its `url` below");
            file.flaw(
                node.span,
                format!("target `{name}` is no table"),
                Some(hint),
            );
            TargetSettings::default()
        }
    }
}

/// Returns the reason why a target cannot have this name, with a hint; `None` if it can.
fn unfit(name: &str) -> Option<(&'static str, &'static str)> {
    if name == REFERENCE {
        return Some((
            "is the name of the embedded reference server",
            "give the target another name",
        ));
    }
    (!is_name(name)).then_some((
        "is no name of a target",
        "write letters, digits, `-`, `_` and `.`, so that it is not taken for a URL",
    ))
}

/// Reports whether a text may be the name of a target; a URL never is one.
pub(in crate::cli) fn is_name(text: &str) -> bool {
    let is_fit = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty() && text.chars().all(is_fit)
}

fn hosts(reader: &mut Reader<'_>) -> Vec<String> {
    let texts = reader.texts("production_hosts").unwrap_or_default();
    let mut hosts = Vec::new();
    for (text, span) in texts {
        match host(&text) {
            Some(host) => hosts.push(host),
            None => {
                let hint = "write the bare name, as in `api.example.org`".to_owned();
                reader.flaw_with_hint(span, &format!("`{text}` is no host"), Some(hint));
            }
        }
    }
    hosts
}

/// Parses a host into the form that base URLs have: in lower case, without port and trailing dot.
pub(in crate::cli) fn host(text: &str) -> Option<String> {
    let is_bare = !text.contains(['/', '@', '?', '#', '\\']);
    let url: BaseUrl = format!("http://{text}").parse().ok().filter(|_| is_bare)?;
    Some(url.host().trim_end_matches('.').to_owned())
}
