//! `badreq explain`.

use rstest::rstest;

use super::command::call;

#[test]
fn a_row_is_told_with_its_place_an_answer_its_cases_and_what_to_do() {
    let ended = call(&["explain", "20006"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(
        ended.out.starts_with(
            "row 20006: status 404, code 20006\n  Message not found.\n  documented in schemas/errors.md:41\n"
        ),
        "{}",
        ended.out
    );
    for told in [
        "  404 {\"message\":\"Message not found.\",\"code\":20006}\n",
        "  messages/unknown@anonymous: The path names a message that does not exist\n",
        "badreq run 20006\n",
        "badreq explain messages/unknown@anonymous\n",
    ] {
        assert!(ended.out.contains(told), "{told}: {}", ended.out);
    }
}

#[rstest]
#[case::a_rate_limit(
    "0/429",
    "429 {\"message\":\"429: too many requests\",\"code\":0,\"retry_after\":500}"
)]
#[case::a_model("40001", "\"errors\":{")]
#[case::words_in_braces(
    "20003",
    "In place of the braces, the message repeats what was requested."
)]
#[case::an_erratum("0/403", "(an erratum, not in `--edition document`)")]
fn the_example_of_a_row_has_what_is_particular_to_it(#[case] row: &str, #[case] told: &str) {
    let ended = call(&["explain", row]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(ended.out.contains(told), "{}", ended.out);
}

#[test]
fn a_requirement_is_told_with_its_sentence_its_weight_and_its_cases() {
    let ended = call(&["explain", "retry-after-true"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(
        ended.out.starts_with("requirement retry-after-true ("),
        "{}",
        ended.out
    );
    for told in [
        "checked in 3 cases, in rate_limits (3)\n",
        "  rate_limits/reads-beyond-the-limit: ",
    ] {
        assert!(ended.out.contains(told), "{told}: {}", ended.out);
    }
    let everywhere = call(&["explain", "body-utf8"]);
    assert!(
        everywhere.out.contains("checked in every case"),
        "{}",
        everywhere.out
    );
}

#[test]
fn a_case_is_told_with_its_request_what_must_come_back_its_twin_and_what_it_needs() {
    let ended = call(&["explain", "messages/unknown"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    for told in [
        "case messages/unknown@anonymous\n  The path names a message that does not exist\n",
        "  also sent as messages/unknown@owner, messages/unknown@stranger\n",
        "'{target}/messages/{unknown.message_id}'\n",
        "  404 {\"message\":\"Message not found.\",\"code\":20006}\n",
        "  GET /messages/{value.message_id} without a token succeeds with 200\n",
        "  `--value message_id=VALUE`\n",
        "badreq run messages/unknown@anonymous\n",
    ] {
        assert!(ended.out.contains(told), "{told}: {}", ended.out);
    }
}

#[test]
fn a_case_about_the_owners_things_needs_the_owners_token_though_nobody_asks_with_it() {
    let ended = call(&["explain", "errors_of_the_server/internal-error"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    let (_, needs) = ended
        .out
        .split_once("\nneeds\n")
        .expect("it is told what it needs");
    let expected =
        "  the owner's token, as `BADREQ_TOKEN`\n  `--trigger internal-error=HEADER-OR-PATH`\n\n";
    assert!(needs.starts_with(expected), "{needs}");
}

#[test]
fn a_burst_is_told_as_one_and_its_hook_as_what_only_some_targets_need() {
    let ended = call(&["explain", "rate_limits/reads-beyond-the-limit"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    for told in [
        "  sent until the limit of generic_get is reached\n",
        "  `--trigger rate-limit=HEADER-OR-PATH`, if the target's rate limits are off\n",
    ] {
        assert!(ended.out.contains(told), "{told}: {}", ended.out);
    }
}

#[rstest]
#[case::a_status("401", "did you mean `0/401`?")]
#[case::a_status_of_many("403", "the rows with this status are ")]
#[case::a_requirement("body-code-interger", "did you mean `body-code-integer`?")]
#[case::a_case("messages/unknwon", "did you mean `messages/unknown`?")]
#[case::a_case_without_its_suite("zero", "did you mean `messages/zero`?")]
#[case::a_suite(
    "messages",
    "it is a suite, and `badreq list messages` lists its cases"
)]
#[case::nothing_like_it("x", "write a row (`0/400`), a requirement")]
fn what_is_called_otherwise_is_refused_with_what_was_probably_meant(
    #[case] word: &str,
    #[case] hint: &str,
) {
    let ended = call(&["explain", word]);
    assert_eq!(ended.status, 2, "{}", ended.out);
    assert_eq!(ended.out, "");
    assert!(ended.err.contains(hint), "{}", ended.err);
}
