//! The generic requirements: what HTTP, JSON and the error model ask of every API.

use serde::Deserialize;

use super::authored::TomlFileReader;
use super::{
    Diagnostics, ErrorModel, Level, RateLimits, Requirement, RequirementBasis, RequirementId,
    SourceFile,
};

const GENERIC_REQUIREMENTS: &str = include_str!("generic_requirements.toml");

/// A generic requirement and the part of a contract without which it does not apply.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GenericRequirement {
    id: RequirementId,
    when: NeededPart,
    level: Level,
    basis: RequirementBasis,
    sentence: String,
    source: String,
}

/// The part of a contract that a generic requirement is about.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum NeededPart {
    Always,
    Message,
    Details,
    Wait,
    Limits,
}

impl NeededPart {
    fn is_part_of(self, model: &ErrorModel, limits: Option<&RateLimits>) -> bool {
        match self {
            Self::Always => true,
            Self::Message => model.message.is_some(),
            Self::Details => model.details.is_some(),
            Self::Wait => model.wait.is_some(),
            Self::Limits => limits.is_some(),
        }
    }
}

/// Lists the generic requirements that apply to an API with this error model and these limits.
pub(super) fn list_generic_requirements(
    model: &ErrorModel,
    limits: Option<&RateLimits>,
) -> Result<Vec<Requirement>, Diagnostics> {
    let page = SourceFile::new("generic_requirements.toml", GENERIC_REQUIREMENTS);
    let mut file = TomlFileReader::new(page);
    let entries = file
        .parse("")
        .map(|mut toml| toml.read_entries::<GenericRequirement>("requirement"));
    let entries = file.into_result(entries)?;
    Ok(entries
        .into_iter()
        .map(|entry| entry.value)
        .filter(|own| own.when.is_part_of(model, limits))
        .map(|own| Requirement {
            id: own.id,
            level: own.level,
            basis: own.basis,
            sentence: own.sentence,
            source: own.source,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ErrorModel, RequirementId, list_generic_requirements};
    use crate::contract::{Contract, ContractFiles, Edition};

    fn list_ids(model: &str) -> BTreeSet<RequirementId> {
        let model: ErrorModel = serde_json::from_str(model).unwrap();
        let listed = list_generic_requirements(&model, None).unwrap();
        listed.iter().map(|own| own.id).collect()
    }

    #[test]
    fn what_a_contract_does_not_name_is_not_required() {
        let bare = list_ids(r#"{"code": "/code"}"#);
        assert!(bare.contains(&RequirementId::PairDocumented));
        assert!(!bare.contains(&RequirementId::BodyMessageString));
        assert!(!bare.contains(&RequirementId::RetryAfterPresent));
        let worded = list_ids(r#"{"code": "/code", "message": "/message"}"#);
        assert!(worded.contains(&RequirementId::BodyMessageString));
    }

    #[test]
    fn every_requirement_that_is_not_particular_to_one_api_is_generic() {
        let contract = Contract::parse(&ContractFiles::embedded(), Edition::Errata).unwrap();
        let generic = list_generic_requirements(&contract.model, contract.limits.as_ref()).unwrap();
        let generic: BTreeSet<RequirementId> = generic.iter().map(|own| own.id).collect();
        let all: BTreeSet<RequirementId> = RequirementId::ALL.iter().copied().collect();
        let particular = [
            // An API may add keys to its error bodies.
            RequirementId::BodyNoOtherKeys,
            RequirementId::ErrorsMessageText,
        ];
        assert_eq!(&all - &generic, particular.into());
    }
}
