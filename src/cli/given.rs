//! What whoever runs a target gives: flags over environment over file over defaults, read and found sound.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::args::TargetArgs;
use super::config::{Config, Settings, Waits};
use super::destination::Destination;
use super::embedded::{Embedded, hooks};
use super::exit::{Exit, Failure};
use super::hidden::Hidden;
use super::limits::limits;
use crate::contract::{Contract, RateLimits, suggest};
use crate::suite::{Hook, Suites};
use crate::target::{
    BaseUrl, BaseUrlError, Credentials, ExtraHeader, Proxy, Timeouts, Token, UserAgent,
    certificates,
};

/// What was given, read and found sound.
#[derive(Debug)]
pub(super) struct Given {
    /// Where the target is; `None` is the embedded reference server.
    pub(super) base: Option<BaseUrl>,
    pub(super) credentials: Credentials,
    pub(super) known: BTreeMap<String, String>,
    pub(super) hooks: BTreeMap<String, Hook>,
    pub(super) limits: Option<RateLimits>,
    pub(super) timeouts: Timeouts,
    pub(super) headers: Vec<ExtraHeader>,
    /// Certificates, as DER.
    pub(super) roots: Vec<Vec<u8>>,
    pub(super) proxy: Option<Proxy>,
    pub(super) user_agent: UserAgent,
    /// Hosts that serve real users, besides those of the contract.
    pub(super) production_hosts: Vec<String>,
    /// What whoever runs the target should know.
    pub(super) warnings: Vec<String>,
}

impl Given {
    pub(super) fn read(
        args: &TargetArgs,
        contract: &Contract,
        suites: &Suites,
    ) -> Result<Self, Failure> {
        let mut config = Config::load(args)?;
        let destination = Destination::of(args, config.as_ref())?;
        let mut settings = match (&destination, &mut config) {
            (Destination::Named(name), Some(config)) => {
                let given = given_tokens(args);
                Settings::of(config, name, &given, contract, suites)
            }
            (Destination::Reference | Destination::Address(_) | Destination::Named(_), _) => {
                Settings::default()
            }
        };
        if let Some(config) = &config {
            config.sound()?;
        }
        let base = match destination {
            Destination::Reference => None,
            Destination::Address(base) => Some(base),
            Destination::Named(_) => settings.url.take(),
        };
        // Who says `reference` means it.
        if base.is_none() && args.target.is_none() {
            refuse_what_needs_a_target(args)?;
        }
        let owner = token("--token", args.token.as_ref(), settings.token)?;
        let stranger = token(
            "--stranger-token",
            args.stranger_token.as_ref(),
            settings.stranger_token,
        )?;
        let user_agent = match &args.contact {
            Some(contact) => Some(contact.parse().map_err(|error| usage(&error))?),
            None => config.as_ref().and_then(|file| file.user_agent.clone()),
        };
        Ok(Self {
            base,
            credentials: Credentials::new(owner, stranger).map_err(|error| usage(&error))?,
            known: known(args, settings.known, suites)?,
            hooks: hooks_of(args, settings.hooks, suites)?,
            limits: match (&args.limits, settings.limits) {
                (Some(text), _) => limits(text, contract)
                    .map_err(|why| Failure::new(Exit::Usage, format!("`--limits`: {why}")))?,
                (None, Some(limits)) => limits,
                (None, None) => contract.limits.clone(),
            },
            timeouts: timeouts(args, settings.timeouts),
            headers: headers(args, settings.headers)?,
            roots: roots(args, settings.roots)?,
            proxy: match args.proxy.as_deref() {
                Some("none") => None,
                Some(text) => Some(text.parse().map_err(|error| usage(&error))?),
                None => settings.proxy,
            },
            user_agent: user_agent.unwrap_or_default(),
            production_hosts: config.map_or_else(Vec::new, |file| file.production_hosts),
            warnings: settings.warnings,
        })
    }

    pub(super) fn for_reference(self, embedded: &Embedded) -> Result<Self, Failure> {
        let internal = |error: &dyn std::error::Error| Failure::of(Exit::Target, error);
        let token = |text: &str| text.parse::<Token>().map_err(|error| internal(&error));
        let seeds = &embedded.seeds;
        let mut hooks = hooks().map_err(|error| internal(&error))?;
        hooks.extend(self.hooks);
        let mut all_known = seeds.told();
        all_known.extend(self.known);
        let base = embedded.url.parse();
        Ok(Self {
            base: Some(base.map_err(|error: BaseUrlError| internal(&error))?),
            credentials: Credentials::new(
                Some(token(&seeds.token)?),
                Some(token(&seeds.stranger_token)?),
            )
            .map_err(|error| internal(&error))?,
            known: all_known,
            hooks,
            limits: None,
            // It is on this machine.
            proxy: None,
            ..self
        })
    }
}

/// Names of hooks that cases ask for.
pub(super) fn hook_names(suites: &Suites) -> Vec<&str> {
    let names: BTreeSet<&str> = suites
        .cases()
        .filter_map(|case| case.bad.hook.as_deref())
        .collect();
    names.into_iter().collect()
}

fn usage(error: &dyn std::error::Error) -> Failure {
    Failure::of(Exit::Usage, error)
}

/// The keys of the file whose tokens are given otherwise.
fn given_tokens(args: &TargetArgs) -> Vec<&'static str> {
    let tokens = [
        ("token", &args.token),
        ("stranger_token", &args.stranger_token),
    ];
    let given = tokens.iter().filter(|(_, token)| token.is_some());
    given.map(|(key, _)| *key).collect()
}

/// A run that was meant for a target, and would be green against the reference server, is stopped here.
fn refuse_what_needs_a_target(args: &TargetArgs) -> Result<(), Failure> {
    let is_paced = args
        .limits
        .as_ref()
        .is_some_and(|limits| limits != "documented");
    let given = if args.token.is_some() || args.stranger_token.is_some() {
        "a token was"
    } else if is_paced {
        "limits were"
    } else if args.proxy.is_some() {
        "a proxy was"
    } else if !args.header.is_empty() {
        "a header was"
    } else {
        return Ok(());
    };
    Err(Failure::new(
        Exit::Usage,
        format!(
            "{given} given, but no target: give `--target` too, or neither, to run against the embedded reference server"
        ),
    ))
}

fn token(flag: &str, given: Option<&Hidden>, own: Option<Token>) -> Result<Option<Token>, Failure> {
    let Some(text) = given else {
        return Ok(own);
    };
    let token = text.reveal().parse();
    token.map(Some).map_err(|error: crate::target::TokenError| {
        Failure::new(Exit::Usage, format!("{flag}: {error}"))
    })
}

/// The items of a variable and of a flag, the flag's last. Of the two, clap reads only one.
fn items(variable: &str, separator: char, flag: &[String]) -> Vec<String> {
    let said = std::env::var(variable).unwrap_or_default();
    let said = said.split(separator).filter(|item| !item.is_empty());
    said.map(str::to_owned)
        .chain(flag.iter().cloned())
        .collect()
}

fn known(
    args: &TargetArgs,
    mut known: BTreeMap<String, String>,
    suites: &Suites,
) -> Result<BTreeMap<String, String>, Failure> {
    let specs = &suites.fixtures.known;
    let names: Vec<&str> = specs.iter().map(|spec| spec.name.as_str()).collect();
    for text in items("BADREQ_KNOWN", ',', &args.known) {
        let (name, value) = pair("--known", "NAME=VALUE", &text)?;
        expect_name("value", name, &names)?;
        known.insert(name.to_owned(), value.to_owned());
    }
    Ok(known)
}

fn hooks_of(
    args: &TargetArgs,
    mut hooks: BTreeMap<String, Hook>,
    suites: &Suites,
) -> Result<BTreeMap<String, Hook>, Failure> {
    for text in items("BADREQ_HOOKS", ';', &args.hook) {
        let (name, hook) = pair("--hook", "internal-error=X-Fail: yes", &text)?;
        expect_name("hook", name, &hook_names(suites))?;
        hooks.insert(
            name.to_owned(),
            hook.parse().map_err(|error| usage(&error))?,
        );
    }
    Ok(hooks)
}

fn timeouts(args: &TargetArgs, own: Waits) -> Timeouts {
    let usual = Timeouts::default();
    let first = |flag: Option<Duration>, own: Option<Duration>, usual: Duration| {
        flag.or(own).unwrap_or(usual)
    };
    let answer = first(args.timeout, own.answer, usual.answer);
    Timeouts {
        connect: first(args.connect_timeout, own.connect, usual.connect),
        first_byte: own.first_byte.unwrap_or(answer),
        answer,
    }
}

fn headers(args: &TargetArgs, own: Vec<ExtraHeader>) -> Result<Vec<ExtraHeader>, Failure> {
    let mut headers = own;
    for text in &args.header {
        let (name, value) = text.split_once(':').ok_or_else(|| {
            let what = "cannot read `--header`: write `--header 'Name: value'`";
            Failure::new(Exit::Usage, what)
        })?;
        let header =
            ExtraHeader::plain(name.trim(), value.trim()).map_err(|error| usage(&error))?;
        headers.retain(|own| !own.name().eq_ignore_ascii_case(header.name()));
        headers.push(header);
    }
    Ok(headers)
}

fn roots(args: &TargetArgs, own: Vec<Vec<u8>>) -> Result<Vec<Vec<u8>>, Failure> {
    let mut roots = own;
    for path in &args.root {
        let wrong = |why: String| {
            let name = path.display();
            Failure::new(Exit::Usage, format!("`--root`: `{name}` {why}"))
        };
        let pem = std::fs::read(path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
        roots.extend(certificates(&pem).map_err(|error| wrong(error.to_string()))?);
    }
    Ok(roots)
}

fn expect_name(kind: &str, name: &str, names: &[&str]) -> Result<(), Failure> {
    if names.contains(&name) {
        return Ok(());
    }
    let hint = suggest(name, names.iter().copied()).map_or_else(
        || "`badreq list --needs` shows which there are".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Err(Failure::new(
        Exit::Usage,
        format!("no case needs a {kind} `{name}`: {hint}"),
    ))
}

fn pair<'t>(flag: &str, example: &str, text: &'t str) -> Result<(&'t str, &'t str), Failure> {
    text.split_once('=')
        .filter(|(name, value)| !name.is_empty() && !value.is_empty())
        .ok_or_else(|| {
            Failure::new(
                Exit::Usage,
                format!("cannot read `{text}`: write `{flag} '{example}'`"),
            )
        })
}

#[cfg(test)]
#[path = "given_tests.rs"]
mod tests;
