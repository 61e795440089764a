//! The rate limits that a run stays under, as `--limits` names them.

use crate::contract::{Contract, RateLimits, Scope};

/// The limits that the run stays under, or `None` where the target has none. Fails with what would be right.
pub(super) fn limits(text: &str, contract: &Contract) -> Result<Option<RateLimits>, String> {
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
        scope_of(&mut limits, name).ok_or_else(wrong)?.limit = number;
    }
    Ok(Some(limits))
}

/// The scope of this name; the end of a name will do, `update` for `generic_update`.
pub(super) fn scope_of<'l>(limits: &'l mut RateLimits, name: &str) -> Option<&'l mut Scope> {
    limits
        .scopes
        .iter_mut()
        .find(|scope| scope.name == name || scope.name.ends_with(&format!("_{name}")))
}
