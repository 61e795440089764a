//! Mutations of the details of a model error.

use serde_json::{Map, Value, json};

use super::body_edit::{edit_object, rename_key, replace_entry};
use super::case_mutation::{MutatedSteps, replace_responses};
use super::recorded_case::RecordedCase;
use crate::check::JudgeContext;
use crate::contract::{ErrorDetailsModel, ErrorId, RequirementId};
use crate::exchange::Response;

/// A wrong form of the details of a model error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ErrorDetailsMutation {
    /// No details.
    Missing,
    /// A list in place of the map.
    List,
    /// An empty list for a key.
    EmptyList,
    /// An error object without a message.
    NoMessage,
    /// An error object with a number as its message.
    MessageAsNumber,
    /// Lengths as strings.
    LengthsAsText,
    /// Lengths that are one too many.
    OtherLengths,
    /// Lengths where no text is too long.
    MisplacedLengths,
    /// A key by another name.
    RenamedKey,
    /// A further key.
    OtherKey,
    /// Another message in an error object.
    OtherMessage,
}

impl ErrorDetailsMutation {
    /// Every mutation.
    pub(super) const ALL: &'static [Self] = &[
        Self::Missing,
        Self::List,
        Self::EmptyList,
        Self::NoMessage,
        Self::MessageAsNumber,
        Self::LengthsAsText,
        Self::OtherLengths,
        Self::MisplacedLengths,
        Self::RenamedKey,
        Self::OtherKey,
        Self::OtherMessage,
    ];

    /// Returns the name.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "no-details",
            Self::List => "details-as-list",
            Self::EmptyList => "empty-details",
            Self::NoMessage => "no-detail-message",
            Self::MessageAsNumber => "detail-message-as-number",
            Self::LengthsAsText => "lengths-as-text",
            Self::OtherLengths => "other-lengths",
            Self::MisplacedLengths => "misplaced-lengths",
            Self::RenamedKey => "renamed-key",
            Self::OtherKey => "further-key",
            Self::OtherMessage => "other-detail-message",
        }
    }

    /// Describes what such a server does.
    pub(super) const fn describe(self) -> &'static str {
        match self {
            Self::Missing => "leaves out the details",
            Self::List => "writes the details as a list",
            Self::EmptyList => "gives an empty list for a key",
            Self::NoMessage => "leaves out the message of an error object",
            Self::MessageAsNumber => "writes a number as the message of an error object",
            Self::LengthsAsText => "writes lengths as strings",
            Self::OtherLengths => "states lengths that are one too many",
            Self::MisplacedLengths => "states lengths where no text is too long",
            Self::RenamedKey => "reports a key by another name",
            Self::OtherKey => "reports a further key",
            Self::OtherMessage => "sends another message in an error object",
        }
    }

    /// Returns the requirement that such a server breaks.
    pub(super) const fn broken_requirement(self) -> RequirementId {
        match self {
            Self::Missing => RequirementId::ErrorsPresent,
            Self::List | Self::EmptyList => RequirementId::ErrorsMapOfLists,
            Self::NoMessage | Self::MessageAsNumber => RequirementId::ErrorObjectMessage,
            Self::LengthsAsText => RequirementId::ErrorObjectLengths,
            Self::OtherLengths => RequirementId::ErrorsLengthsTrue,
            Self::MisplacedLengths => RequirementId::ErrorsLengthsOnlyWhenTooLong,
            Self::RenamedKey | Self::OtherKey => RequirementId::ErrorsKeys,
            Self::OtherMessage => RequirementId::ErrorsMessageText,
        }
    }

    /// Applies the mutation to the responses of a row that the case provokes; `None` if it has nothing to change.
    pub(super) fn mutate_case_steps<'c>(
        self,
        rules: &JudgeContext<'_>,
        case: &'c RecordedCase<'_>,
        row: ErrorId,
    ) -> Option<MutatedSteps<'c>> {
        replace_responses(case.steps(), |place, step| {
            let is_of_row = case.is_provoked_response_of_row(place, step, row);
            let response = is_of_row.then_some(&step.exchange.response)?;
            self.mutate_response(rules.model.details.as_ref()?, response)
        })
    }

    /// Applies the mutation to the details of every key.
    pub(super) fn mutate_response(
        self,
        model: &ErrorDetailsModel,
        response: &Response,
    ) -> Option<Response> {
        edit_object(response, |body| {
            if self == Self::Missing {
                return model.at.remove_from(body).map(drop);
            }
            let errors = body.pointer_mut(model.at.as_str())?;
            match self {
                Self::List => {
                    *errors = json!([errors.take()]);
                    return Some(());
                }
                Self::Missing
                | Self::EmptyList
                | Self::NoMessage
                | Self::MessageAsNumber
                | Self::LengthsAsText
                | Self::OtherLengths
                | Self::MisplacedLengths
                | Self::RenamedKey
                | Self::OtherKey
                | Self::OtherMessage => {}
            }
            self.mutate_map(model, errors.as_object_mut()?)
        })
    }

    fn mutate_map(self, model: &ErrorDetailsModel, errors: &mut Map<String, Value>) -> Option<()> {
        let first = errors.keys().next()?.clone();
        match self {
            Self::RenamedKey => rename_key(errors, &first, &format!("{first}_renamed")),
            Self::OtherKey => {
                let detail = json!([{ model.message.clone(): "no" }]);
                errors.insert("badreq_other".to_owned(), detail);
                Some(())
            }
            Self::EmptyList => {
                errors.insert(first, json!([]));
                Some(())
            }
            Self::NoMessage
            | Self::MessageAsNumber
            | Self::LengthsAsText
            | Self::OtherLengths
            | Self::MisplacedLengths
            | Self::OtherMessage => {
                let objects = errors
                    .values_mut()
                    .filter_map(Value::as_array_mut)
                    .flatten()
                    .filter_map(Value::as_object_mut);
                let changed = objects.filter_map(|object| self.mutate_error_object(model, object));
                (changed.count() > 0).then_some(())
            }
            Self::Missing | Self::List => None,
        }
    }

    fn mutate_error_object(
        self,
        model: &ErrorDetailsModel,
        object: &mut Map<String, Value>,
    ) -> Option<()> {
        let message = model.message.as_str();
        let lengths = [model.max_length.as_str(), model.actual_length.as_str()];
        match self {
            Self::NoMessage => object.shift_remove(message).map(drop),
            Self::MessageAsNumber => replace_entry(object, message, 7),
            Self::OtherMessage => replace_entry(object, message, "This is wrong."),
            Self::LengthsAsText => {
                edit_numbers(object, &lengths, |number| number.to_string().into())
            }
            Self::OtherLengths => edit_numbers(object, &lengths, |number| (number + 1).into()),
            Self::MisplacedLengths => {
                let has_none = lengths.iter().all(|key| !object.contains_key(*key));
                has_none.then(|| {
                    for key in lengths {
                        object.insert(key.to_owned(), 10.into());
                    }
                })
            }
            Self::Missing | Self::List | Self::EmptyList | Self::RenamedKey | Self::OtherKey => {
                None
            }
        }
    }
}

/// Replaces the numbers of those keys that are there.
fn edit_numbers(
    object: &mut Map<String, Value>,
    keys: &[&str],
    edit: impl Fn(i64) -> Value,
) -> Option<()> {
    let mut is_changed = false;
    for key in keys {
        if let Some(value) = object.get_mut(*key)
            && let Some(number) = value.as_i64()
        {
            *value = edit(number);
            is_changed = true;
        }
    }
    is_changed.then_some(())
}
