use rstest::rstest;
use serde_json::{Value, json};

use super::{Template, TemplateBindings, UnboundName};

/// The values for the templates of these tests.
struct BookBindings;

impl TemplateBindings for BookBindings {
    fn resolve_name(&self, name: &str) -> Option<Value> {
        match name {
            "book.id" => Some(json!("aBcdef")),
            "book.short" => Some(json!("abc")),
            "book.five" => Some(json!("abcde")),
            "book.pages" => Some(json!(474)),
            "book.accents" => Some(json!("éàüö")),
            "book.alias" => Some(json!("#a/b:c.example")),
            _ => None,
        }
    }
}

fn parse_template(text: &str) -> Template {
    text.parse().expect("it is a template")
}

#[rstest]
#[case::no_place("/books", "/books")]
#[case::empty("", "")]
#[case::one_place("/books/{book.id}/pages", "/books/aBcdef/pages")]
#[case::two_places("{book.id}-{book.short}", "aBcdef-abc")]
#[case::a_number("/pages/{book.pages}", "/pages/474")]
#[case::upper("{book.id | upper}", "ABCDEF")]
#[case::lower("{book.id | lower}", "abcdef")]
#[case::dash("{book.id|dash}", "aBc-def")]
#[case::dash_of_what_is_too_short_for_one("{book.short | dash}", "abc")]
#[case::dash_of_what_has_not_six_letters("{book.five | dash}", "abcde")]
#[case::dash_within_a_letter_of_several_bytes("{book.accents | dash}", "éàüö")]
#[case::path("/{book.alias | path}", "/%23a%2Fb%3Ac.example")]
#[case::path_of_what_needs_no_encoding("{book.id | path}", "aBcdef")]
#[case::path_of_a_letter_of_several_bytes("{repeat é 1 | path}", "%C3%A9")]
#[case::filters_in_order("{book.id | upper | dash}", "ABC-DEF")]
#[case::repeat("<{repeat ab 3}>", "<ababab>")]
#[case::repeat_nothing("<{repeat ab 0}>", "<>")]
#[case::repeat_a_letter_of_several_bytes("{repeat é 2}", "éé")]
#[case::doubled_braces("{{{book.short}}}", "{abc}")]
#[case::braces_around_nothing("a {{}} b", "a {} b")]
#[case::literals_within_text("is {null}, {true}, {false}", "is null, true, false")]
fn a_template_becomes_text(#[case] text: &str, #[case] filled: &str) {
    assert_eq!(
        parse_template(text).render_text(&BookBindings),
        Ok(filled.to_owned())
    );
}

#[rstest]
#[case::number("{book.pages}", json!(474))]
#[case::null("{null}", json!(null))]
#[case::boolean("{true}", json!(true))]
#[case::number_as_text("{book.pages | text}", json!("474"))]
#[case::literal_as_text("{null | text}", json!("null"))]
#[case::number_beside_text(" {book.pages}", json!(" 474"))]
#[case::two_numbers("{book.pages}{book.pages}", json!("474474"))]
#[case::text("{book.id}", json!("aBcdef"))]
fn a_template_that_is_one_place_keeps_the_type_of_its_value(
    #[case] text: &str,
    #[case] filled: Value,
) {
    assert_eq!(parse_template(text).render_value(&BookBindings), Ok(filled));
}

#[test]
fn a_name_without_a_value_is_named() {
    let unbound = parse_template("/books/{book.id}/{shelf.id}").render_text(&BookBindings);
    assert_eq!(unbound, Err(UnboundName("shelf.id".to_owned())));
    assert_eq!(
        UnboundName("shelf.id".to_owned()).to_string(),
        "the name `shelf.id` has no value"
    );
}

#[rstest]
#[case::no_end(
    "/books/{id",
    "`{id` has no closing brace: write `{{` for the brace itself"
)]
#[case::no_beginning("a } b", "a lone `}` in `a } b`: write `}}` for the brace itself")]
#[case::nothing_inside(
    "{}",
    "`{}` is not a template: write `{owner_member.id}`, `{repeat a 101}`, `{null}`, or `{{` for the brace itself"
)]
#[case::capitals(
    "{Book.id}",
    "`{Book.id}` is not a template: write `{owner_member.id}`, `{repeat a 101}`, `{null}`, or `{{` for the brace itself"
)]
#[case::empty_step(
    "{book..id}",
    "`{book..id}` is not a template: write `{owner_member.id}`, `{repeat a 101}`, `{null}`, or `{{` for the brace itself"
)]
#[case::filter(
    "{book.id | uper}",
    "`uper` is not a filter: there are `upper`, `lower`, `dash`, `path` and `text`"
)]
#[case::no_count(
    "{repeat a many}",
    "`many` in `{repeat a many}` is not a count: write `{repeat a 101}`"
)]
#[case::negative_count(
    "{repeat a -1}",
    "`-1` in `{repeat a -1}` is not a count: write `{repeat a 101}`"
)]
fn a_text_that_is_no_template_says_what_to_write(#[case] text: &str, #[case] message: &str) {
    let error = text.parse::<Template>().expect_err("it is no template");
    assert_eq!(error.to_string(), message);
}

#[test]
fn a_template_tells_its_names_and_its_outline() {
    let template = parse_template("/books/{book.id | upper}/{repeat a 3}/{null}/{shelf.id}?q={{}}");
    assert_eq!(
        template.names().collect::<Vec<_>>(),
        ["book.id", "shelf.id"]
    );
    assert_eq!(template.to_sample_text(), "/books/x/x/x/x?q={}");
}

#[test]
fn a_literal_is_never_read_as_a_template() {
    let literal = Template::from_literal("{book.id}");
    assert_eq!(literal.names().count(), 0);
    assert_eq!(
        literal.render_text(&BookBindings),
        Ok("{book.id}".to_owned())
    );
}
