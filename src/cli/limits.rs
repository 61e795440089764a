//! The rate limits that a run stays under, as `--limits` names them.

use super::exit::{Exit, Failure};
use crate::contract::{Contract, RateLimits};

/// The limits that the run stays under, or `None` where the target has none.
///
/// A scope may be named by the end of its name: `update=3` for `generic_update=3`.
pub(super) fn limits(text: &str, contract: &Contract) -> Result<Option<RateLimits>, Failure> {
    let documented = contract.limits.clone();
    match text {
        "none" => return Ok(None),
        "documented" => return Ok(documented),
        _ => {}
    }
    let Some(mut limits) = documented else {
        return Err(Failure::new(
            Exit::Usage,
            "the contract documents no rate limits to change with `--limits`",
        ));
    };
    let names: Vec<String> = limits
        .scopes
        .iter()
        .map(|scope| scope.name.clone())
        .collect();
    for item in text.split(',') {
        let wrong = || {
            Failure::new(
                Exit::Usage,
                format!(
                    "cannot read `{item}` in `--limits`: write `documented`, `none`, or `{}=N`",
                    names.join("=N,")
                ),
            )
        };
        let (name, number) = item.split_once('=').ok_or_else(wrong)?;
        let number = number
            .parse()
            .ok()
            .filter(|number| *number > 0)
            .ok_or_else(wrong)?;
        let scope = limits
            .scopes
            .iter_mut()
            .find(|scope| scope.name == name || scope.name.ends_with(&format!("_{name}")))
            .ok_or_else(wrong)?;
        scope.limit = number;
    }
    Ok(Some(limits))
}
