use rstest::rstest;

use crate::exchange::Actor;
use crate::suite::testing::{collect_load_diagnostics, load_cases, load_single_case};
use crate::suite::{BodyTemplate, Case};

fn case_text_without_request(lines: &str) -> String {
    format!("[[case]]\nid = \"a\"\nabout = \"Wrong.\"\nexpect = \"13\"\n{lines}\n")
}

fn expect_single_control(case: &Case) -> &crate::suite::Control {
    assert_eq!(case.controls.len(), 1);
    &case.controls[0]
}

#[test]
fn a_control_takes_from_its_case_what_it_does_not_say() {
    let case = load_single_case(&case_text_without_request(
        "as = \"stranger\"\nrequest = \"POST /books\"\njson = { title = 1 }\nheaders = { X-A = \"b\" }\nwhile.shelf = { open = true }\ntrigger = \"fail\"\ncontrol = {}",
    ));
    assert_eq!(expect_single_control(&case).request, case.bad_request);
    assert_eq!(expect_single_control(&case).success_statuses, [200]);
    assert!(!expect_single_control(&case).has_own_conditions);
}

#[test]
fn a_control_says_what_it_does_differently() {
    let case = load_single_case(&case_text_without_request(
        "request = \"POST /books\"\njson = { title = 1 }\nheaders = { X-A = \"b\" }\nwhile.shelf = { open = true }\ntrigger = \"fail\"\ncontrol = { as = \"stranger\", request = \"PUT /books\", text = \"x\", headers = {}, while = {}, trigger = \"\", status = [200, 204] }",
    ));
    let control = expect_single_control(&case);
    assert_eq!(control.request.actor, Actor::Stranger);
    assert_eq!(control.request.method, "PUT");
    assert!(matches!(control.request.body, BodyTemplate::Parts(_)));
    assert_eq!(control.request.headers, []);
    assert_eq!(control.request.conditions, []);
    assert_eq!(control.request.trigger, None);
    assert_eq!(control.success_statuses, [200, 204]);
    assert!(control.has_own_conditions);
}

#[rstest]
#[case::dropped("PATCH /shelf", "{ body = false }", false)]
#[case::kept("PATCH /shelf", "{}", true)]
#[case::another_method_with_body("PATCH /shelf", "{ request = \"POST /books\" }", true)]
#[case::get("PATCH /shelf", "{ request = \"GET /books/1\" }", false)]
#[case::head("PATCH /shelf", "{ request = \"HEAD /books/1\" }", false)]
#[case::delete("PATCH /shelf", "{ request = \"DELETE /books/1\" }", false)]
#[case::delete_as_the_case("DELETE /books/1", "{ request = \"DELETE /books/2\" }", true)]
#[case::delete_as_the_case_without_a_word("DELETE /books/1", "{}", true)]
#[case::get_with_its_own("PATCH /shelf", "{ request = \"GET /books/1\", json = 1 }", true)]
fn a_control_that_changes_to_a_method_without_a_body_leaves_the_body_behind(
    #[case] request: &str,
    #[case] control: &str,
    #[case] has_body: bool,
) {
    let case = load_single_case(&case_text_without_request(&format!(
        "request = \"{request}\"\njson = {{ title = 1 }}\ncontrol = {control}"
    )));
    assert_eq!(
        expect_single_control(&case).request.body != BodyTemplate::None,
        has_body
    );
}

#[test]
fn a_control_is_sent_by_the_actor_that_its_case_is_made_for() {
    let cases = load_cases(&case_text_without_request(
        "as = [\"owner\", \"anonymous\"]\nrequest = \"GET /books/1\"\ncontrol = [{}, { as = \"stranger\" }]",
    ));
    let actors = |case: &Case| -> Vec<Actor> {
        let controls = case.controls.iter();
        controls.map(|control| control.request.actor).collect()
    };
    assert_eq!(actors(&cases[0]), [Actor::Owner, Actor::Stranger]);
    assert_eq!(actors(&cases[1]), [Actor::Anonymous, Actor::Stranger]);
}

#[rstest]
#[case::no_table(
    "control = 3",
    "7: case `a`: a control is a table, and this is a number (write `control = { request = \"GET /members/{owner_member.id}\" }`)"
)]
#[case::none(
    "control = []",
    "7: case `a`: the list of controls is empty (write a control, or `no_control` with a reason)"
)]
#[case::both(
    "no_control = \"why\"\ncontrol = {}",
    "7: case `a`: `no_control` says why there is no control, but there is one"
)]
#[case::unknown_key(
    "control = { stauts = 200 }",
    "7: control of case `a`: unknown key `stauts` (did you mean `status`?)"
)]
#[case::axes(
    "control = { each = { x = [\"a\"] } }",
    "7: control of case `a`: unknown key `each` (known keys: about, as, body, headers, hex, json, parts, request, status, text, trigger, while)"
)]
#[case::body(
    "control = { body = \"x\" }",
    "7: control of case `a`: `body` can only be `false`, which drops the body of the case (a body is written as `json`, `text`, `hex` or `parts`)"
)]
#[case::body_and_none(
    "control = { body = false, text = \"x\" }",
    "7: control of case `a`: `body = false` drops the body, and there is another"
)]
#[case::two_actors(
    "control = { as = [\"owner\", \"stranger\"] }",
    "7: control of case `a`: `as` of a control is one actor (write a list of controls)"
)]
#[case::nobody(
    "control = { as = [] }",
    "7: control of case `a`: `as` of a control is one actor (write a list of controls)"
)]
#[case::no_actor(
    "control = { as = \"ower\" }",
    "7: control of case `a`: unknown actor `ower` (did you mean `owner`?)"
)]
#[case::no_status(
    "control = { status = [] }",
    "7: control of case `a`: `status` is an empty list, so nothing would be a success"
)]
#[case::no_such_status(
    "control = { status = 20 }",
    "7: control of case `a`: `status` is a number, and has to be an HTTP status or a list of them"
)]
#[case::status_as_text(
    "control = { status = \"ok\" }",
    "7: control of case `a`: `status` is a text, and has to be an HTTP status or a list of them"
)]
fn a_mistake_in_a_control_is_told_once(#[case] lines: &str, #[case] flaw: &str) {
    let text = case_text_without_request(&format!(
        "{lines}\nas = [\"owner\", \"stranger\"]\nrequest = \"GET /books/1\""
    ));
    assert_eq!(collect_load_diagnostics(&text), [flaw]);
}
