//! The rule about controls, tried on made-up ones.

use rstest::rstest;

use crate::suites::controls::too_far;
use crate::suites::shipped::of_made_up;

fn judged(case: &str) -> Vec<String> {
    let case = format!("[[case]]\nid = \"a\"\nabout = \"A\"\n{case}\n");
    of_made_up(&case, too_far)
}

#[rstest]
#[case::actor(
    "as = \"anonymous\"\nrequest = \"POST /members\"\njson = { name = \"a\" }\nexpect = \"0/401\"\ncontrol = { as = \"owner\" }"
)]
#[case::target(
    "request = \"GET /members/{unknown.uuid}\"\nexpect = \"20002\"\ncontrol = { request = \"GET /members/{owner_member.id}\" }"
)]
#[case::header(
    "request = \"GET /systems/@me\"\nheaders = { User-Agent = false }\nexpect = \"0/400\"\ncontrol = { headers = {} }"
)]
#[case::body(
    "request = \"PATCH /systems/@me\"\ntext = \"{\"\nexpect = \"0/400\"\ncontrol = { json = { name = \"a\" } }"
)]
#[case::like_of_a_thing_that_is_destroyed(
    "as = \"anonymous\"\nrequest = \"DELETE /members/{owner_member.id}\"\nexpect = \"0/401\"\ncontrol = { as = \"owner\", request = \"DELETE /members/{doomed_member.id}\", status = 204 }"
)]
#[case::content_type_and_another_body_of_its_kind(
    "request = \"PATCH /systems/@me\"\nheaders = { Content-Type = \"text/plain\" }\njson = { name = \"a\" }\ndefect = \"content-type\"\nexpect = \"refusal\"\ncontrol = { headers = {}, json = { name = \"b\" } }"
)]
#[case::several_keys_that_are_all_at_fault(
    "request = \"PATCH /systems/@me\"\njson = { tag = \"{repeat a 80}\", color = \"x\" }\nexpect = \"40001\"\nerrors = { tag = {}, color = {} }\ncontrol = { json = { tag = \"a\", color = \"000000\" } }"
)]
#[case::method_and_the_body_that_it_needs(
    "request = \"GET /members\"\nexpect = \"refusal\"\ncontrol = { request = \"POST /members\", json = { name = \"a\" } }"
)]
fn one_edit_is_one(#[case] case: &str) {
    assert_eq!(judged(case), Vec::<String>::new());
}

#[rstest]
#[case::none(
    "request = \"GET /systems/@me\"\nexpect = \"0/400\"\ncontrol = {}",
    "control 1 differs in 0: "
)]
#[case::actor_and_target(
    "as = \"anonymous\"\nrequest = \"GET /members/{unknown.uuid}\"\nexpect = \"20002\"\ncontrol = { as = \"owner\", request = \"GET /members/{owner_member.id}\" }",
    "control 1 differs in 2: actor anonymous -> owner; target /members/unknown-uuid -> /members/owner_member-id"
)]
#[case::another_thing_that_is_not_destroyed(
    "as = \"anonymous\"\nrequest = \"PATCH /members/{owner_member.id}\"\njson = { name = \"a\" }\nexpect = \"0/401\"\ncontrol = { as = \"owner\", request = \"PATCH /members/{second_member.id}\" }",
    "control 1 differs in 2: actor anonymous -> owner; target /members/owner_member-id -> /members/second_member-id"
)]
#[case::header_and_body(
    "request = \"PATCH /systems/@me\"\nheaders = { Content-Type = \"text/plain\" }\ntext = \"{\"\nexpect = \"0/400\"\ncontrol = { headers = {}, json = { name = \"a\" } }",
    "control 1 differs in 2: headers content-type; body as a whole"
)]
#[case::fault_and_a_key_that_was_fine(
    "request = \"PATCH /systems/@me\"\njson = { tag = \"a\", color = \"x\" }\nexpect = \"40001\"\nerrors = { color = {} }\ncontrol = { json = { color = \"000000\" } }",
    "control 1 differs in 2: body /tag; body /color"
)]
#[case::body_of_another_kind(
    "as = \"anonymous\"\nrequest = \"PATCH /systems/@me\"\njson = [1]\nexpect = \"0/401\"\ncontrol = { as = \"owner\", json = { name = \"a\" } }",
    "control 1 differs in 2: actor anonymous -> owner; body as a whole"
)]
#[case::conditions_and_target(
    "request = \"GET /systems/{unknown.uuid}/members\"\nwhile.owner_system = { privacy = { member_list_privacy = \"private\" } }\nexpect = \"20001\"\ncontrol = { request = \"GET /systems/{owner_system.uuid}/members\", while = {} }",
    "control 1 differs in 2: target /systems/unknown-uuid/members -> /systems/owner_system-uuid/members; conditions"
)]
fn two_edits_are_too_many(#[case] case: &str, #[case] what: &str) {
    assert_eq!(judged(case), [what]);
}
