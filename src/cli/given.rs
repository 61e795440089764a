//! What whoever runs a target gives: read, and found sound.

use std::collections::{BTreeMap, BTreeSet};

use super::args::TargetArgs;
use super::embedded::{Embedded, hooks};
use super::exit::{Exit, Failure};
use super::limits::limits;
use crate::contract::{Contract, RateLimits, suggest};
use crate::suite::{Hook, Suites};
use crate::target::{Credentials, Token};

/// What was given, read and found sound.
pub(super) struct Given {
    pub(super) url: String,
    pub(super) credentials: Credentials,
    pub(super) known: BTreeMap<String, String>,
    pub(super) hooks: BTreeMap<String, Hook>,
    pub(super) limits: Option<RateLimits>,
}

impl Given {
    pub(super) fn read(
        args: &TargetArgs,
        contract: &Contract,
        suites: &Suites,
    ) -> Result<Self, Failure> {
        refuse_what_needs_a_target(args)?;
        let token = |name: &str, text: &Option<String>| {
            text.as_deref()
                .map(str::parse::<Token>)
                .transpose()
                .map_err(|error| Failure::new(Exit::Usage, format!("{name}: {error}")))
        };
        let credentials = Credentials::new(
            token("--token", &args.token)?,
            token("--stranger-token", &args.stranger_token)?,
        )
        .map_err(|error| Failure::of(Exit::Usage, &error))?;
        let mut known = BTreeMap::new();
        for text in &args.known {
            let (name, value) = pair("--known", "NAME=VALUE", text)?;
            let names = suites
                .fixtures
                .known
                .iter()
                .map(|spec| spec.name.as_str())
                .collect::<Vec<_>>();
            expect_name("value", name, &names)?;
            known.insert(name.to_owned(), value.to_owned());
        }
        let mut hooks = BTreeMap::new();
        for text in &args.hook {
            let (name, hook) = pair("--hook", "internal-error=X-Fail: yes", text)?;
            expect_name("hook", name, &hook_names(suites))?;
            let hook = hook
                .parse()
                .map_err(|error| Failure::of(Exit::Usage, &error))?;
            hooks.insert(name.to_owned(), hook);
        }
        Ok(Self {
            url: args.target.clone().unwrap_or_default(),
            credentials,
            known,
            hooks,
            limits: limits(&args.limits, contract)?,
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
        Ok(Self {
            url: embedded.url.clone(),
            credentials: Credentials::new(
                Some(token(&seeds.token)?),
                Some(token(&seeds.stranger_token)?),
            )
            .map_err(|error| internal(&error))?,
            known: all_known,
            hooks,
            limits: None,
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

/// A run that was meant for a target, and would be green against the reference server, is stopped here.
fn refuse_what_needs_a_target(args: &TargetArgs) -> Result<(), Failure> {
    if args.target.is_some() {
        return Ok(());
    }
    let given = if args.token.is_some() || args.stranger_token.is_some() {
        "a token was"
    } else if args.limits != "documented" {
        "limits were"
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
