//! The contract and the suites that the arguments select.

use std::path::Path;
use std::sync::Arc;

use super::args::{InputArgs, SelectArgs, near_command};
use super::exit::{Exit, Failure};
use crate::cli::output::flaws;
use crate::contract::{Contract, Page, Sources as ContractSources};
use crate::outcome::{Selected, Shard};
use crate::suite::{Case, Selection, Sources as SuiteSources, Suites, UnmatchedPattern};

/// A contract and the suites that test it.
#[derive(Debug)]
pub struct Inputs {
    /// The contract that responses are judged by.
    pub contract: Arc<Contract>,
    /// The suites with all their cases.
    pub suites: Suites,
}

impl Inputs {
    /// Loads the contract pages and the suites that the arguments name, or the embedded ones.
    ///
    /// # Errors
    /// Fails with [`Failure`], which lists every mistake of every file.
    pub fn load(args: &InputArgs) -> Result<Self, Failure> {
        let mut sources = ContractSources::embedded();
        if let Some(path) = &args.table {
            sources = sources.with_table(page_of("table", path)?);
        }
        let contract =
            Contract::load(&sources, args.edition).map_err(|flaws| flaws::failure(&flaws))?;
        let sources = match &args.suites {
            None => SuiteSources::embedded(),
            Some(folder) => SuiteSources::from_folder(folder)
                .map_err(|error| Failure::of(Exit::Usage, &error))?,
        };
        let suites = Suites::load(&sources, &contract).map_err(|flaws| flaws::failure(&flaws))?;
        Ok(Self {
            contract: Arc::new(contract),
            suites,
        })
    }

    /// Returns the cases that the patterns select.
    pub(super) fn select(&self, args: &SelectArgs) -> Result<Vec<&Case>, Failure> {
        let selection = Selection {
            only: args.only.clone(),
            skip: args.skip.clone(),
        };
        let cases: Vec<&Case> = self.suites.cases().collect();
        selection.select(&cases).map_err(|unmatched| {
            let lines: Vec<String> = unmatched.iter().map(|own| self.explain(own)).collect();
            Failure::new(
                Exit::Usage,
                format!(
                    "{}\n`badreq list` shows what there is",
                    lines.join("\nerror: ")
                ),
            )
        })
    }

    /// Returns the selected cases, or those of them that belong to a shard, with the digest of the whole selection.
    pub(super) fn select_shard(
        &self,
        args: &SelectArgs,
        shard: Option<Shard>,
    ) -> Result<(Vec<&Case>, Selected), Failure> {
        let mut cases = self.select(args)?;
        let selected = Selected::of(cases.iter().map(|case| case.name.to_string()));
        if let Some(shard) = shard {
            let mut places = 0..;
            cases.retain(|_| places.next().is_some_and(|place| shard.has(place)));
        }
        Ok((cases, selected))
    }

    /// Describes a pattern that matches nothing, with a suggestion.
    fn explain(&self, unmatched: &UnmatchedPattern) -> String {
        let word = unmatched.pattern.as_str();
        if self.contract.requirements.named(word).is_some() {
            return format!(
                "`{word}` is a requirement, which a run judges in every case that it applies to: `badreq explain {word}` tells what shows it"
            );
        }
        // A word that matches no case may be a misspelt command, or one in the wrong place.
        let near = match unmatched.hint {
            Some(_) => None,
            None => near_command(word),
        };
        match near {
            Some(command) if command == word => {
                format!("`{word}` is a command, and stands before its flags: `badreq {word} …`")
            }
            Some(command) => format!("{unmatched}: did you mean the command `badreq {command}`?"),
            None => unmatched.to_string(),
        }
    }
}

/// Reads a page from a file; `kind` names it in the error message.
pub(super) fn page_of(kind: &str, path: &Path) -> Result<Page, Failure> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::new(
            Exit::Usage,
            format!("cannot read the {kind} from `{name}`: {error}"),
        )
    })?;
    Ok(Page::new(name, text))
}
