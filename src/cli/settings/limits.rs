//! The rate limits that a run stays under, in the syntax of `--limits`.

use crate::contract::{Contract, RateLimitScope, RateLimits};

/// Parses the limits that the run stays under; `None` if the target has none. Fails with a message that shows the syntax.
pub(super) fn parse_rate_limits(
    text: &str,
    contract: &Contract,
) -> Result<Option<RateLimits>, String> {
    let documented = contract.limits.clone();
    match text {
        "none" => return Ok(None),
        "documented" => return Ok(documented),
        _ => {}
    }
    let Some(mut limits) = documented else {
        return Err("the contract documents no rate limits that could be changed".to_owned());
    };
    let names: Vec<String> = limits
        .scopes
        .iter()
        .map(|scope| scope.name.clone())
        .collect();
    for item in text.split(',') {
        let wrong = || {
            format!(
                "cannot read `{item}`: write `documented`, `none`, or `{}=N`",
                names.join("=N,")
            )
        };
        let (name, number) = item.split_once('=').ok_or_else(wrong)?;
        let number = number
            .parse()
            .ok()
            .filter(|number| *number > 0)
            .ok_or_else(wrong)?;
        find_scope_mut(&mut limits, name).ok_or_else(wrong)?.limit = number;
    }
    Ok(Some(limits))
}

/// Finds the scope of this name; the last part of a name is enough, `update` for `generic_update`.
pub(super) fn find_scope_mut<'l>(
    limits: &'l mut RateLimits,
    name: &str,
) -> Option<&'l mut RateLimitScope> {
    limits
        .scopes
        .iter_mut()
        .find(|scope| scope.name == name || scope.name.ends_with(&format!("_{name}")))
}
