//! The requirements: each listed once, in a sentence of its own, with a source that is there.

use std::collections::BTreeSet;

use badreq::contract::{ContractFiles, Edition, Level, RequirementBasis, RequirementId};

use crate::contract::load;

#[test]
fn every_requirement_id_is_listed_exactly_once() {
    let requirements = load(Edition::Errata).requirements;
    for id in RequirementId::ALL {
        let count = requirements
            .as_slice()
            .iter()
            .filter(|one| one.id == *id)
            .count();
        assert_eq!(count, 1, "{id}");
    }
    assert_eq!(requirements.as_slice().len(), RequirementId::ALL.len());
}

#[test]
fn requirements_stand_in_the_order_of_their_ids() {
    let requirements = load(Edition::Errata).requirements;
    let ids: Vec<RequirementId> = requirements.as_slice().iter().map(|one| one.id).collect();
    assert_eq!(ids, RequirementId::ALL);
}

#[test]
fn each_is_one_short_sentence_that_leaves_its_level_to_the_level() {
    for one in load(Edition::Errata).requirements.as_slice() {
        let sentence = &one.sentence;
        let words: Vec<String> = sentence
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
            .collect();
        assert!(sentence.ends_with('.'), "{}: no full stop", one.id);
        assert!(!sentence.contains(". "), "{}: two sentences", one.id);
        assert!(sentence.len() <= 130, "{}: too long", one.id);
        for word in ["must", "should", "may", "shall", "todo", "tbd"] {
            assert!(!words.iter().any(|own| own == word), "{}: {word}", one.id);
        }
    }
}

#[test]
fn no_two_requirements_say_the_same() {
    let requirements = load(Edition::Errata).requirements;
    let sentences: BTreeSet<&str> = requirements
        .as_slice()
        .iter()
        .map(|one| one.sentence.as_str())
        .collect();
    assert_eq!(sentences.len(), requirements.as_slice().len());
}

#[test]
fn only_these_requirements_are_less_than_a_must() {
    let requirements = load(Edition::Errata).requirements;
    let softer: Vec<(RequirementId, Level)> = requirements
        .as_slice()
        .iter()
        .filter(|one| one.level != Level::Must)
        .map(|one| (one.id, one.level))
        .collect();
    let expected = [
        (RequirementId::RefusalUsesErrorModel, Level::Should),
        (RequirementId::ContentNotEncoded, Level::Should),
        (RequirementId::BodyKeysUnique, Level::Should),
        (RequirementId::BodyNoLoneSurrogates, Level::Should),
        (RequirementId::BodyNoOtherKeys, Level::May),
        (RequirementId::MessageText, Level::Should),
        (RequirementId::ErrorsMessageText, Level::May),
        (RequirementId::RateHeadersPresent, Level::Should),
        (RequirementId::RateHeaderLimitDocumented, Level::May),
        (RequirementId::NoInternals, Level::Should),
        (RequirementId::NoToken, Level::Should),
        (RequirementId::NotForSharedCaches, Level::May),
        (RequirementId::AnswerInTime, Level::Should),
    ];
    assert_eq!(softer, expected);
}

#[test]
fn only_these_requirements_stand_on_no_page() {
    let requirements = load(Edition::Errata).requirements;
    let practice: Vec<RequirementId> = requirements
        .as_slice()
        .iter()
        .filter(|one| one.basis == RequirementBasis::Practice)
        .map(|one| one.id)
        .collect();
    let expected = [
        RequirementId::ErrorsMessageText,
        RequirementId::NoInternals,
        RequirementId::NoToken,
        RequirementId::NotForSharedCaches,
        RequirementId::AnswerInTime,
    ];
    assert_eq!(practice, expected);
}

/// The anchor of a Markdown heading.
fn anchor(heading: &str) -> String {
    heading
        .trim_start_matches('#')
        .trim()
        .to_lowercase()
        .replace(' ', "-")
}

#[test]
fn every_source_within_the_repository_is_a_heading_that_is_there() {
    let sources = ContractFiles::embedded();
    let pages = [sources.document, sources.errata].map(|page| page.expect("it is there"));
    for one in load(Edition::Errata).requirements.as_slice() {
        if one.source.starts_with("https://") {
            continue;
        }
        let (name, wanted) = one.source.split_once('#').expect("page and anchor");
        let page = pages.iter().find(|page| page.name == name);
        let page = page.unwrap_or_else(|| panic!("{}: no page {name}", one.id));
        let mut headings = page.text.lines().filter(|line| line.starts_with('#'));
        assert!(
            headings.any(|heading| anchor(heading) == wanted),
            "{}: {wanted}",
            one.id
        );
    }
}
