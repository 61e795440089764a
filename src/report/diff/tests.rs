use rstest::rstest;
use serde_json::{Value, json};

use super::{BodyDiff, ExpectedJson, ExpectedValueMark};
use crate::report::shared::display_options::LineWidth;
use crate::report::shared::style::strip_terminal_codes;

fn mark(pointer: &str, wanted: ExpectedJson) -> ExpectedValueMark {
    ExpectedValueMark {
        pointer: pointer.to_owned().try_into().expect("it is a pointer"),
        expected: wanted,
    }
}

fn expected_description(words: &str) -> ExpectedJson {
    ExpectedJson::Description(words.to_owned())
}

fn render(diff: Option<BodyDiff>) -> String {
    render_diff_at_width(LineWidth::Unbounded, diff)
}

fn render_diff_at_width(width: LineWidth, diff: Option<BodyDiff>) -> String {
    let mut out = Vec::new();
    let diff = diff.expect("there is a difference");
    diff.write(&mut out, "", width)
        .expect("a vector takes everything");
    strip_terminal_codes(&String::from_utf8_lossy(&out))
}

#[test]
fn a_value_that_breaks_stands_under_what_belongs_there() {
    let body = json!({"code": 8, "message": "Gone.", "errors": {}});
    let marks = [mark("/code", ExpectedJson::Value(json!(7)))];
    assert_eq!(
        render(BodyDiff::from_marks(&body, &marks)),
        "  {
-   \"code\": 7,
+   \"code\": 8,
    \"message\": \"Gone.\",
    \"errors\": {}
  }
"
    );
}

#[test]
fn two_texts_that_look_alike_are_shown_as_different() {
    let body = json!({"message": "Not\u{a0}found.", "name": "a\u{a0}b"});
    let marks = [mark("/message", ExpectedJson::Value(json!("Not found.")))];
    assert_eq!(
        render(BodyDiff::from_marks(&body, &marks)),
        "  {
-   \"message\": \"Not found.\",
+   \"message\": \"Not\\u{a0}found.\",
                   ^ U+00A0 NO-BREAK SPACE in place of a space
    \"name\": \"a\u{a0}b\"
  }
"
    );
}

#[rstest]
#[case::on_one_line(LineWidth::Columns(40), true)]
#[case::wrapped(LineWidth::Columns(20), false)]
fn the_first_difference_of_two_texts_is_pointed_at(
    #[case] width: LineWidth,
    #[case] is_shown: bool,
) {
    let body = json!({"message": "日本 is lost."});
    let marks = [mark(
        "/message",
        ExpectedJson::Value(json!("日本 is gone.")),
    )];
    let caret = if is_shown {
        "                        ^\n"
    } else {
        ""
    };
    assert_eq!(
        render_diff_at_width(width, BodyDiff::from_marks(&body, &marks)),
        format!(
            "  {{
-   \"message\": \"日本 is gone.\"
+   \"message\": \"日本 is lost.\"
{caret}  }}
"
        )
    );
}

#[test]
fn texts_that_differ_late_are_shown_from_shortly_before_the_difference() {
    let text = |end: &str| json!({"message": "one ".repeat(100) + end});
    let begin = "one ".repeat(10);
    assert_eq!(
        render(BodyDiff::between(&text("a"), &text("b"))),
        format!(
            "  {{
-   \"message\": \"…{begin}a\"
+   \"message\": \"…{begin}b\"
{}^
  }}
",
            " ".repeat(4 + 12 + 41)
        )
    );
}

#[test]
fn what_is_told_in_words_has_no_quotes() {
    let body = json!({"code": "7"});
    let marks = [mark("/code", expected_description("an integer"))];
    assert_eq!(
        render(BodyDiff::from_marks(&body, &marks)),
        "  {
-   \"code\": an integer
+   \"code\": \"7\"
  }
"
    );
}

#[test]
fn what_should_not_be_there_only_came() {
    let body = json!({"code": 7, "retry_after": 5});
    let marks = [mark("/retry_after", ExpectedJson::Absent)];
    assert_eq!(
        render(BodyDiff::from_marks(&body, &marks)),
        "  {
    \"code\": 7,
+   \"retry_after\": 5
  }
"
    );
}

#[test]
fn what_is_not_there_is_missing_at_the_end_of_what_should_hold_it() {
    let body = json!({"errors": {"name": [{"message": "x"}]}});
    let marks = [
        mark("/errors/name/0/max_length", ExpectedJson::Value(json!(100))),
        mark("/a~1b/c", expected_description("text")),
    ];
    assert_eq!(
        render(BodyDiff::from_marks(&body, &marks)),
        "  {
    \"errors\": {
      \"name\": [
        {
          \"message\": \"x\"
-         \"max_length\": 100
        }
      ]
    }
-   \"a/b/c\": text
  }
"
    );
}

#[rstest]
#[case::no_place(&[])]
#[case::a_place_that_is_rightly_empty(&[mark("/errors", ExpectedJson::Absent)])]
fn a_body_that_nothing_breaks_has_no_diff(#[case] marks: &[ExpectedValueMark]) {
    assert_eq!(BodyDiff::from_marks(&json!({"code": 7}), marks), None);
}

#[test]
fn of_a_long_body_only_what_stands_near_a_breach_is_shown() {
    let mut errors = serde_json::Map::new();
    for number in 0..30 {
        errors.insert(format!("key{number}"), json!(number));
    }
    let body = json!({"errors": errors, "code": 8});
    let marks = [mark("/errors/key15", ExpectedJson::Value(json!("x")))];
    assert_eq!(
        render(BodyDiff::from_marks(&body, &marks)),
        "  {
    \"errors\": {
      … 13 more lines
      \"key13\": 13,
      \"key14\": 14,
-     \"key15\": \"x\",
+     \"key15\": 15,
      \"key16\": 16,
      \"key17\": 17,
      … 12 more lines
    },
    \"code\": 8
  }
"
    );
}

#[test]
fn a_long_value_is_cut_and_counted() {
    let list: Vec<usize> = (0..50).collect();
    let body = json!({"errors": list, "name": "a".repeat(300)});
    let marks = [mark("/errors", ExpectedJson::Absent)];
    let text = render(BodyDiff::from_marks(&body, &marks));
    assert!(
        text.contains("+     10,\n+     … 40 more lines\n    \"name\""),
        "{text}"
    );
    assert!(text.contains("    \"name\": \"a{300}\"\n"), "{text}");
}

#[test]
fn what_a_target_says_cannot_steer_the_terminal() {
    let body = json!({"\u{1b}[2J": "\u{9b}1m\u{202e}\n", "code": 8});
    let marks = [mark("/code", expected_description("a \u{1b}[31mcode"))];
    assert_eq!(
        render(BodyDiff::from_marks(&body, &marks)),
        r#"  {
    "\u001b[2J": "\u{9b}1m\u{202e}\n",
-   "code": a \u{1b}[31mcode
+   "code": 8
  }
"#
    );
}

#[test]
fn of_two_bodies_only_the_members_that_differ_are_shown() {
    let before = json!({
        "id": "abc", "name": "one", "color": null, "tags": ["a"], "privacy": {"a": 1, "b": 2, "c": 3, "d": 4}, "gone": true,
    });
    let after = json!({
        "id": "abc", "name": "two", "color": null, "tags": ["a"], "privacy": {"a": 1, "b": 2, "c": 3, "d": 5}, "new": [1],
    });
    assert_eq!(
        render(BodyDiff::between(&before, &after)),
        "  {
    \"id\": \"abc\",
-   \"name\": \"one\",
+   \"name\": \"two\",
    … 4 more lines
    \"privacy\": {
      … 3 more lines
-     \"d\": 4
+     \"d\": 5
    },
+   \"new\": [
+     1
+   ]
-   \"gone\": true
  }
"
    );
}

#[rstest]
#[case::in_front(json!(["x", "a", "b"]), json!(["a", "b"]), "  [\n    … 2 more lines\n-   \"x\"\n  ]\n")]
#[case::between(json!(["a", "b"]), json!(["a", "x", "b"]), "  [\n    \"a\",\n+   \"x\",\n    \"b\"\n  ]\n")]
fn an_item_that_is_gone_or_new_makes_no_difference_of_the_others(
    #[case] before: Value,
    #[case] after: Value,
    #[case] lines: &str,
) {
    assert_eq!(render(BodyDiff::between(&before, &after)), lines);
}

#[test]
fn equal_bodies_have_no_diff() {
    let body = json!({"a": [1, {"b": null}]});
    assert_eq!(BodyDiff::between(&body, &body), None);
}
