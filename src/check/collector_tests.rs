use rstest::rstest;

use super::ViolationCollector;
use crate::check::{BodySchemaBreach, BodySchemaRule, RequirementLevels, Violation};
use crate::contract::{JsonPointer, Level, RequirementId};

fn levels() -> RequirementLevels {
    [
        (RequirementId::RowExpected, Level::Must),
        (RequirementId::MessageText, Level::Should),
    ]
    .into_iter()
    .collect()
}

fn pointer(text: &str) -> JsonPointer {
    text.to_owned().try_into().unwrap()
}

/// Returns a breach of this requirement at this place. The number distinguishes it from others.
fn breach(requirement: RequirementId, at: &str, number: u64) -> BodySchemaBreach {
    BodySchemaBreach {
        requirement,
        at: pointer(at),
        rule: BodySchemaRule::NotBlank,
        wanted: None,
        actual: Some(number.into()),
    }
}

#[test]
fn a_requirement_that_is_not_listed_is_not_judged() {
    let levels = levels();
    let mut collector = ViolationCollector::new(&levels);
    collector.add(breach(RequirementId::NoToken, "", 1));
    assert_eq!(collector.into_violations(), []);
}

#[test]
fn one_place_breaks_a_requirement_once() {
    let levels = levels();
    let mut collector = ViolationCollector::new(&levels);
    let first = breach(RequirementId::RowExpected, "/a", 1);
    collector.add(first.clone());
    collector.add(breach(RequirementId::RowExpected, "/a", 2));
    let found: Vec<_> = collector
        .into_violations()
        .into_iter()
        .map(|own| own.breach)
        .collect();
    assert_eq!(found, [first.into()]);
}

#[test]
fn a_cap_lowers_a_level_and_never_raises_it() {
    let levels = levels();
    let mut collector = ViolationCollector::new(&levels);
    collector.add_with_max_level(Level::Should, breach(RequirementId::RowExpected, "", 1));
    collector.add_with_max_level(Level::Must, breach(RequirementId::MessageText, "", 1));
    let found: Vec<_> = collector
        .into_violations()
        .iter()
        .map(|own| own.level)
        .collect();
    assert_eq!(found, [Level::Should, Level::Should]);
}

#[test]
fn the_order_is_that_of_the_requirements() {
    let levels = levels();
    let mut collector = ViolationCollector::new(&levels);
    collector.add(breach(RequirementId::MessageText, "", 1));
    collector.add(breach(RequirementId::RowExpected, "", 1));
    let order: Vec<_> = collector
        .into_violations()
        .iter()
        .map(Violation::requirement_id)
        .collect();
    assert_eq!(
        order,
        [RequirementId::RowExpected, RequirementId::MessageText]
    );
}

#[test]
fn a_lesser_breach_does_not_hide_a_graver_one() {
    let levels = levels();
    let mut collector = ViolationCollector::new(&levels);
    let causes = [RequirementId::MessageText];
    collector.add(breach(RequirementId::MessageText, "", 1));
    assert!(!collector.is_explained_by(&causes, RequirementId::RowExpected));
    assert!(collector.is_explained_by(&causes, RequirementId::MessageText));
}

#[rstest]
#[case::it_and_inside(RequirementId::RowExpected, "/errors", true)]
#[case::it_but_elsewhere(RequirementId::RowExpected, "/message", false)]
#[case::inside_but_another(RequirementId::MessageText, "/errors", false)]
fn a_value_is_known_to_break_what_it_breaks_and_no_more(
    #[case] requirement: RequirementId,
    #[case] at: &str,
    #[case] expected: bool,
) {
    let levels = levels();
    let mut collector = ViolationCollector::new(&levels);
    collector.add(breach(RequirementId::RowExpected, "/errors/name", 1));
    assert_eq!(
        collector.has_violation_within(requirement, &pointer(at)),
        expected
    );
}
