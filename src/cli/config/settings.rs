//! What the file says of the chosen target, secrets read and everything found sound.

use std::collections::BTreeMap;

use super::entry::{Entry, Pace, Waits};
use super::file::Config;
use super::secret::{Source, Value};
use crate::cli::given::hook_names;
use crate::cli::limits::{limits, scope_of};
use crate::contract::{Contract, RateLimits, suggest};
use crate::suite::{Hook, Span, Suites};
use crate::target::{BaseUrl, ExtraHeader, Proxy, Token, certificates};

/// What the file says of the chosen target; where nothing is chosen, nothing.
#[derive(Debug, Default)]
pub(in super::super) struct Settings {
    pub(in super::super) url: Option<BaseUrl>,
    pub(in super::super) token: Option<Token>,
    pub(in super::super) stranger_token: Option<Token>,
    /// Where it says anything of them: `None` inside is a target without limits.
    pub(in super::super) limits: Option<Option<RateLimits>>,
    pub(in super::super) headers: Vec<ExtraHeader>,
    /// Certificates, as DER.
    pub(in super::super) roots: Vec<Vec<u8>>,
    pub(in super::super) proxy: Option<Proxy>,
    pub(in super::super) timeouts: Waits,
    pub(in super::super) known: BTreeMap<String, String>,
    pub(in super::super) hooks: BTreeMap<String, Hook>,
    /// What whoever keeps the file should know.
    pub(in super::super) warnings: Vec<String>,
}

impl Settings {
    /// Reads what this target needs; what is wrong becomes flaws of the file.
    ///
    /// `given` are keys whose tokens flags or the environment give: the file's are not read.
    pub(in super::super) fn of(
        config: &mut Config,
        name: &str,
        given: &[&str],
        contract: &Contract,
        suites: &Suites,
    ) -> Self {
        let Some(entry) = config.targets.get(name).cloned() else {
            return Self::default();
        };
        let mut reading = Reading {
            config,
            who: format!("target `{name}`"),
            warnings: Vec::new(),
        };
        let mut token = |key: &str, value: &Option<Value>| {
            let value = value.as_ref().filter(|_| !given.contains(&key))?;
            reading.token(key, value)
        };
        let owner = token("token", &entry.token);
        let stranger = token("stranger_token", &entry.stranger_token);
        Self {
            token: owner,
            stranger_token: stranger,
            limits: reading.limits(&entry, contract),
            headers: reading.headers(&entry, contract),
            roots: reading.roots(&entry),
            known: reading.known(&entry, suites),
            hooks: reading.hooks(&entry, suites),
            url: entry.url,
            proxy: entry.proxy,
            timeouts: entry.timeouts,
            warnings: reading.warnings,
        }
    }
}

struct Reading<'c> {
    config: &'c mut Config,
    who: String,
    warnings: Vec<String>,
}

impl Reading<'_> {
    fn flaw(&mut self, span: Span, what: &str, hint: Option<String>) {
        let what = format!("{}: {what}", self.who);
        self.config.file.flaw(span, what, hint);
    }

    fn warn(&mut self, span: &Span, what: &str) {
        let (file, line) = (self.config.name(), self.config.file.line(span));
        self.warnings.push(format!("{file}:{line}: {what}"));
    }

    fn read(&mut self, what: &str, value: &Value) -> Option<String> {
        match value.source.read(&self.config.folder) {
            Ok(read) => {
                if let Some(warning) = read.warning {
                    self.warn(&value.span, &warning);
                }
                Some(read.text)
            }
            Err(why) => {
                self.flaw(value.span.clone(), &format!("{what}: {why}"), None);
                None
            }
        }
    }

    fn token(&mut self, key: &str, value: &Value) -> Option<Token> {
        if let Source::Inline(_) = value.source {
            self.warn(
                &value.span,
                "a token stands in the file itself, where it is copied and committed with it: write `{ env = \"NAME\" }` or `{ file = \"PATH\" }`",
            );
        }
        let text = self.read(&format!("`{key}`"), value)?;
        match text.parse() {
            Ok(token) => Some(token),
            Err(error) => {
                self.flaw(value.span.clone(), &format!("`{key}`: {error}"), None);
                None
            }
        }
    }

    fn limits(&mut self, entry: &Entry, contract: &Contract) -> Option<Option<RateLimits>> {
        let (pace, span) = entry.limits.as_ref()?;
        let scopes = match pace {
            Pace::Said(text) => {
                return match limits(text, contract) {
                    Ok(limits) => Some(limits),
                    Err(why) => {
                        self.flaw(span.clone(), &format!("`limits`: {why}"), None);
                        None
                    }
                };
            }
            Pace::Scopes(scopes) => scopes,
        };
        let mut all = contract.limits.clone()?;
        for (name, place, limit) in scopes {
            match scope_of(&mut all, name) {
                Some(scope) => scope.limit = *limit,
                None => {
                    let names: Vec<&str> = all.scopes.iter().map(|own| own.name.as_str()).collect();
                    let hint = near(name, &names);
                    self.flaw(place.clone(), &format!("`{name}` is no scope"), Some(hint));
                }
            }
        }
        Some(Some(all))
    }

    fn headers(&mut self, entry: &Entry, contract: &Contract) -> Vec<ExtraHeader> {
        let mut headers = Vec::new();
        for (name, place, value) in &entry.headers {
            if name.eq_ignore_ascii_case(&contract.authorization_header) {
                let hint = "a token is given as `token`".to_owned();
                let what = format!("`{name}` carries the token, and the anonymous actor has none");
                self.flaw(place.clone(), &what, Some(hint));
                continue;
            }
            let Some(text) = self.read(&format!("header `{name}`"), value) else {
                continue;
            };
            let header = match &value.source {
                Source::Inline(_) => ExtraHeader::plain(name, &text),
                Source::Variable(variable) => ExtraHeader::secret(name, variable, &text),
                Source::File(_) => ExtraHeader::secret(name, &variable_for(name), &text),
            };
            match header {
                Ok(header) => headers.push(header),
                Err(error) => self.flaw(place.clone(), &error.to_string(), None),
            }
        }
        headers
    }

    fn roots(&mut self, entry: &Entry) -> Vec<Vec<u8>> {
        let mut roots = Vec::new();
        for (path, span) in &entry.roots {
            let path = self.config.folder.join(path);
            let name = path.display();
            match std::fs::read(&path) {
                Err(error) => self.flaw(
                    span.clone(),
                    &format!("`roots`: cannot read `{name}`: {error}"),
                    None,
                ),
                Ok(pem) => match certificates(&pem) {
                    Ok(own) => roots.extend(own),
                    Err(error) => {
                        self.flaw(span.clone(), &format!("`roots`: `{name}` {error}"), None);
                    }
                },
            }
        }
        roots
    }

    fn known(&mut self, entry: &Entry, suites: &Suites) -> BTreeMap<String, String> {
        let specs = &suites.fixtures.known;
        let names: Vec<&str> = specs.iter().map(|spec| spec.name.as_str()).collect();
        let mut known = BTreeMap::new();
        for (name, place, value) in &entry.known {
            self.expect("value", name, place, &names);
            known.insert(name.clone(), value.clone());
        }
        known
    }

    fn hooks(&mut self, entry: &Entry, suites: &Suites) -> BTreeMap<String, Hook> {
        let names = hook_names(suites);
        let mut hooks = BTreeMap::new();
        for (name, place, hook) in &entry.hooks {
            self.expect("hook", name, place, &names);
            hooks.insert(name.clone(), hook.clone());
        }
        hooks
    }

    fn expect(&mut self, kind: &str, name: &str, place: &Span, names: &[&str]) {
        if !names.contains(&name) {
            let hint = near(name, names);
            let what = format!("no case needs a {kind} `{name}`");
            self.flaw(place.clone(), &what, Some(hint));
        }
    }
}

fn near(name: &str, names: &[&str]) -> String {
    match suggest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of `{}`", names.join("`, `")),
    }
}

/// The variable that stands for the value of a header where a request is shown.
fn variable_for(name: &str) -> String {
    name.to_ascii_uppercase()
        .replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}
