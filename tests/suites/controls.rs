//! Controls: the same request with one edit, and a reason where there is none.

use std::collections::BTreeSet;

use badreq::check::ExpectedRefusal;
use badreq::exchange::{Request, RequestHeaderValue};
use badreq::suite::{
    Case, CaseSendMode, Control, CreatedResourceSpec, FixtureLifetime, RequestTemplate,
};
use serde_json::Value;

use crate::suites::shipped::{SUITES, composed, every_case, json};

/// Controls that need more than one edit, by the beginning of the case's name, and why.
const FARTHER: &[(&str, &str)] = &[
    (
        "authorization/named-by-id-",
        "nobody may ask for another system here, so the nearest that is served is the owner's `@me`",
    ),
    (
        "autoproxy/patch-guild-in-the-body",
        "what stands in the wrong place moves to the right one, which is two places",
    ),
    (
        "transport/a-form-as-a-form",
        "a body and the header that names its kind go together",
    ),
];

#[test]
fn a_case_has_a_control_or_a_reason() {
    every_case(|case| match (case.controls.is_empty(), &case.no_control) {
        (true, None) => vec!["has neither a control nor a reason".to_owned()],
        (true, Some(reason)) if reason.split_whitespace().count() < 4 => {
            vec![format!("`{reason}` is no reason")]
        }
        (false, Some(_)) => vec!["has a control and a reason why there is none".to_owned()],
        _ => Vec::new(),
    });
}

#[test]
fn a_control_is_one_edit_away() {
    every_case(|case| {
        let name = case.name.to_string();
        if FARTHER.iter().any(|(start, _)| name.starts_with(start)) {
            return Vec::new();
        }
        too_far(case)
    });
}

pub(crate) fn too_far(case: &Case) -> Vec<String> {
    let wanted = match case.send_mode {
        CaseSendMode::Single => 1,
        // A burst is wrong only in being one.
        CaseSendMode::Burst { .. } => 0,
    };
    (1..)
        .zip(&case.controls)
        .filter_map(|(number, control)| {
            let edits = edits(case, &control.request);
            (edits.len() != wanted).then(|| {
                let all = edits.join("; ");
                format!("control {number} differs in {}: {all}", edits.len())
            })
        })
        .collect()
}

#[test]
fn a_control_succeeds() {
    every_case(|case| {
        case.controls
            .iter()
            .flat_map(|control: &Control| &control.success_statuses)
            .filter(|status| !(200..300).contains(*status))
            .map(|status| format!("a control that is answered {status} shows nothing"))
            .collect()
    });
}

#[test]
fn every_exception_is_needed() {
    for (start, _) in FARTHER {
        let is_needed = SUITES
            .cases()
            .filter(|case| case.name.to_string().starts_with(start))
            .any(|case| {
                case.controls
                    .iter()
                    .any(|control| edits(case, &control.request).len() != 1)
            });
        assert!(is_needed, "no case `{start}` needs an exception");
    }
}

/// Everything in which a control differs from the bad request of its case, each a phrase.
///
/// Four differences are none: a thing made for the control alone in the place of its like, which the control destroys; conditions
/// that the bad request does not care about; the body that another method needs; and, where the fault is in who asks, in what the
/// path names or in the declared content type, another body of the same kind, since a refused change has to be one that would be
/// seen, a served one has to leave things as they are, and a control has to succeed although its bad request was served, which is
/// fair where no row is worded for the fault.
fn edits(case: &Case, control: &RequestTemplate) -> Vec<String> {
    let bad = &case.bad_request;
    let (before, after) = (composed(bad), composed(control));
    let mut edits = Vec::new();
    let mut edit = |differs: bool, what: String| {
        if differs {
            edits.push(what);
        }
    };
    edit(
        bad.actor != control.actor,
        format!("actor {} -> {}", bad.actor, control.actor),
    );
    edit(
        before.method != after.method,
        format!("method {} -> {}", before.method, after.method),
    );
    edit(
        !has_target_of(control, &before.target),
        format!("target {} -> {}", before.target, after.target),
    );
    let holds = |condition| control.conditions.contains(condition);
    edit(!bad.conditions.iter().all(holds), "conditions".to_owned());
    edit(bad.trigger != control.trigger, "hook".to_owned());
    let names = header_edits(&before, &after, bad.actor != control.actor);
    edit(!names.is_empty(), format!("headers {}", names.join(", ")));
    let comes_with_the_method = before.method != after.method && before.body.is_none();
    let is_elsewhere = edits.len() == 1 && is_fault_outside_the_body(case, &edits[0]);
    let is_excused = is_elsewhere && kind(&before) == kind(&after);
    if !comes_with_the_method && !is_excused {
        edits.extend(body_edits(case, &before, &after));
    }
    edits
}

fn is_fault_outside_the_body(case: &Case, edit: &str) -> bool {
    let way = case.defect.as_deref().unwrap_or_default();
    edit.starts_with("actor ")
        || edit == "headers authorization"
        || (edit == "headers content-type" && way == "content-type")
        || (edit.starts_with("target ") && (way == "stranger" || way.starts_with("unknown-")))
}

fn kind(request: &Request) -> Option<&'static str> {
    Some(match json(request)? {
        Value::Object(_) => "object",
        Value::Array(_) => "list",
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => "bare value",
    })
}

/// Whether a control aims at this target, or at the like of it that lives for one case only.
fn has_target_of(control: &RequestTemplate, target: &str) -> bool {
    let own = composed(control).target;
    let mut twins = vec![own.clone()];
    for name in control.target.names() {
        let root = name.split('.').next().unwrap_or_default();
        let Some(doomed) = SUITES.fixtures.find_created_resource(root) else {
            continue;
        };
        if doomed.lifetime != FixtureLifetime::Case {
            continue;
        }
        for like in &SUITES.fixtures.created {
            let makes = |spec: &CreatedResourceSpec| {
                (
                    spec.create_request.actor,
                    spec.create_request.method.clone(),
                    composed(&spec.create_request).target,
                )
            };
            if makes(like) == makes(doomed) {
                let twin = own.replace(&format!("{root}-"), &format!("{}-", like.name));
                twins.push(twin);
            }
        }
    }
    twins.iter().any(|twin| twin == target)
}

/// The names of headers that differ; those that follow from another edit are left out.
fn header_edits(before: &Request, after: &Request, other_actor: bool) -> Vec<String> {
    let has_other_body = before.body.is_some() != after.body.is_some();
    let follows = |name: &str, value: Option<&RequestHeaderValue>| {
        (other_actor && matches!(value, None | Some(RequestHeaderValue::Token(_))))
            || (has_other_body && name == "content-type")
    };
    let names = before.headers.iter().chain(&after.headers);
    let mut names: Vec<String> = names.map(|(name, _)| name.to_ascii_lowercase()).collect();
    names.sort();
    names.dedup();
    // What a hook adds is the hook's.
    names.retain(|name| !name.starts_with("hook-"));
    names.retain(|name| {
        let (old, new) = (before.header_value(name), after.header_value(name));
        old != new && !(follows(name, old) && follows(name, new))
    });
    names
}

/// The ways that are about which keys are there: another key in the place of the wrong one is one edit.
const OF_KEYS: &[&str] = &["members-missing", "name-missing", "nothing-to-set"];

/// What differs between two bodies.
///
/// All that is at fault counts once, however many keys it is. A key that is fine may have another value of its kind, for the
/// same reason for which a whole body may be another.
fn body_edits(case: &Case, before: &Request, after: &Request) -> Vec<String> {
    if before.body == after.body {
        return Vec::new();
    }
    let (Some(old), Some(new)) = (json(before), json(after)) else {
        return vec!["body as a whole".to_owned()];
    };
    let mut places = Vec::new();
    differences(&old, &new, "", &mut places);
    let way = case.defect.as_deref().unwrap_or_default();
    if places.len() == 1
        || OF_KEYS.contains(&way)
        || case.expectation.outcome == ExpectedRefusal::AnyRow
    {
        return vec![format!("body {}", places.join(", "))];
    }
    let at_fault = keys_at_fault(case);
    let is_at_fault = |place: &str| place.split('/').any(|step| at_fault.contains(step));
    let (faults, others): (Vec<String>, Vec<String>) =
        places.into_iter().partition(|place| is_at_fault(place));
    let is_other_value = |place: &String| match (old.pointer(place), new.pointer(place)) {
        (Some(old), Some(new)) => std::mem::discriminant(old) == std::mem::discriminant(new),
        _ => false,
    };
    let mut edits: Vec<String> = others
        .iter()
        .filter(|place| faults.is_empty() || !is_other_value(place))
        .map(|place| format!("body {place}"))
        .collect();
    if !faults.is_empty() {
        edits.push(format!("body {}", faults.join(", ")));
    }
    edits
}

fn keys_at_fault(case: &Case) -> BTreeSet<&str> {
    let errors = case.expectation.errors.iter().flatten();
    errors
        .flat_map(|(key, faults)| [Some(key.as_str()), faults.alias.as_deref()])
        .flatten()
        .collect()
}

fn differences(before: &Value, after: &Value, place: &str, places: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                let place = format!("{place}/{key}");
                match (old.get(key), new.get(key)) {
                    (Some(old), Some(new)) => differences(old, new, &place, places),
                    _ => places.push(place),
                }
            }
        }
        (old, new) if old != new => places.push(if place.is_empty() {
            "as a whole".to_owned()
        } else {
            place.to_owned()
        }),
        _ => {}
    }
}
