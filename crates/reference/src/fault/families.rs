//! The members of each family, made from the lists that they have a member for.

use super::answer::{
    BodyFault, ContentTypeFault, ErrorsFault, FrameworkFault, KeyFault, Leak, LeakPlace,
    ReferenceFault, RepeatFault, Stage,
};
use super::breach::FaultKind;
use super::input::{
    AnnouncedFault, CheckedListEntry, Dated, FieldFault, Form, Late, Mishap, Model, Named,
    NoNumber, Nothing, Numbered, PrivacyFault, PrivateList, QueryFault, TokenFault, Top,
    UserAgentFault,
};
use super::lax::Lax;
use super::limit::{AdmissionFault, HeaderFault, RetryFault, SharedScopes};
use super::members::{
    TABLES, accepted_forms, has_check, has_form, has_limit, is_open, needs_owner, needs_token,
    rows, takes_list, writes,
};
use crate::api_error::DocumentedError;
use crate::limiter::LimiterScope;
use crate::model::{FieldTable, ModelField, NullPolicy, ValueForm};
use crate::ops::OperationKind;

/// Every breach, family by family.
pub(super) fn breaches() -> Vec<FaultKind> {
    let mut all = Vec::new();
    of_rows(&mut all);
    of_answers(&mut all);
    of_limits(&mut all);
    of_operations(&mut all);
    of_references(&mut all);
    of_models(&mut all);
    of_requests(&mut all);
    all
}

/// Every pair of two lists.
fn pairs<A: Copy, B: Copy>(
    one: &[A],
    other: &[B],
    make: impl Fn(A, B) -> FaultKind,
) -> Vec<FaultKind> {
    let pair = |a: &A| other.iter().map(|b| make(*a, *b)).collect::<Vec<_>>();
    one.iter().flat_map(pair).collect()
}

fn each<T: Copy>(list: &[T], make: impl Fn(T) -> FaultKind) -> Vec<FaultKind> {
    list.iter().map(|one| make(*one)).collect()
}

/// Rows that are due without any limit being met.
fn is_plain(row: DocumentedError) -> bool {
    row != DocumentedError::TooManyRequests
}

/// Rows that few requests are answered with, so that waiting for each takes little time.
const RARE: &[DocumentedError] = &[
    DocumentedError::InternalError,
    DocumentedError::MessageNotFound,
    DocumentedError::SystemGuildNotFound,
    DocumentedError::SwitchNotFound,
    DocumentedError::FrontersPrivate,
    DocumentedError::TimestampTaken,
    DocumentedError::AutoproxyMemberMissing,
];

fn of_rows(all: &mut Vec<FaultKind>) {
    all.extend(each(DocumentedError::ALL, FaultKind::Status));
    all.extend(each(DocumentedError::ALL, FaultKind::Ok));
    all.extend(each(DocumentedError::ALL, FaultKind::Code));
    all.extend(each(DocumentedError::ALL, FaultKind::Neighbour));
    let worded = DocumentedError::ALL
        .iter()
        .filter(|row| row.has_exact_message());
    all.extend(worded.map(|row| FaultKind::Text(*row)));
    let keys = pairs(KeyFault::ALL, DocumentedError::ALL, FaultKind::Key);
    all.extend(keys.into_iter().filter(is_worth_its_time));
    let elsewhere = DocumentedError::ALL
        .iter()
        .filter(|row| **row != DocumentedError::ModelInvalid);
    all.extend(elsewhere.map(|row| FaultKind::ErrorsElsewhere(*row)));
    let elsewhere = DocumentedError::ALL.iter().filter(|row| is_plain(**row));
    all.extend(elsewhere.map(|row| FaultKind::RetryElsewhere(*row)));
    all.extend(each(DocumentedError::ALL, FaultKind::NullKeys));
    // Who hangs up on everything that is no request is not there at all.
    let told = DocumentedError::ALL
        .iter()
        .filter(|row| is_plain(**row) && **row != DocumentedError::BadRequest);
    all.extend(told.map(|row| FaultKind::HangsUp(*row)));
    all.extend(each(RARE, FaultKind::Slow));
    let named = DocumentedError::ALL
        .iter()
        .filter(|row| row.message_repeats_reference());
    let named: Vec<DocumentedError> = named.copied().collect();
    let references = pairs(ReferenceFault::ALL, &named, FaultKind::Reference);
    all.extend(references.into_iter().filter(can_stand));
}

/// A third of all cases meet a bad request: of the ways to spoil its keys those are left that differ most.
fn is_worth_its_time(breach: &FaultKind) -> bool {
    match breach {
        FaultKind::Key(fault, DocumentedError::BadRequest) => matches!(
            fault,
            KeyFault::CodeMissing
                | KeyFault::CodeText
                | KeyFault::MessageMissing
                | KeyFault::MessageRenamed
                | KeyFault::Wrapped
        ),
        _ => true,
    }
}

/// Text that needs escapes names nothing, so it never names another system's object.
fn can_stand(breach: &FaultKind) -> bool {
    !matches!(
        breach,
        FaultKind::Reference(
            ReferenceFault::Raw,
            DocumentedError::NotYourMemberRef | DocumentedError::NotYourGroupRef
        )
    )
}

fn of_answers(all: &mut Vec<FaultKind>) {
    all.extend(each(BodyFault::ALL, FaultKind::Body));
    all.extend(each(ContentTypeFault::ALL, FaultKind::ContentType));
    let framework = pairs(FrameworkFault::ALL, Stage::ALL, FaultKind::Framework);
    all.extend(
        framework
            .into_iter()
            .filter(|breach| *breach != FaultKind::Framework(FrameworkFault::HangsUp, Stage::Path)),
    );
    all.push(FaultKind::SignIn);
    for row in [
        DocumentedError::InternalError,
        DocumentedError::BadRequest,
        DocumentedError::MemberNotFound,
    ] {
        let leaks = pairs(Leak::ALL, LeakPlace::ALL, |leak, place| {
            FaultKind::Leak(leak, place, row)
        });
        all.extend(leaks.into_iter().filter(shows));
    }
    all.extend(each(RepeatFault::ALL, FaultKind::Repeat));
    all.extend(each(RepeatFault::ALL, FaultKind::EveryFourth));
    all.extend(each(ErrorsFault::ALL, FaultKind::Errors));
    all.extend(each(Dated::ALL, FaultKind::Dated));
}

/// What a header may name, as for a script that a page loads, is no path that is shown; and who needs no token sends none.
///
/// Most refusals are bad requests: one place is enough for them.
fn shows(leak: &FaultKind) -> bool {
    !matches!(
        leak,
        FaultKind::Leak(Leak::UnixPath | Leak::WindowsPath, LeakPlace::Header, _)
            | FaultKind::Leak(Leak::Token, _, DocumentedError::InternalError)
            | FaultKind::Leak(
                _,
                LeakPlace::Key | LeakPlace::Header,
                DocumentedError::BadRequest
            )
    )
}

fn of_limits(all: &mut Vec<FaultKind>) {
    all.extend(each(RetryFault::ALL, FaultKind::Retry));
    all.extend(each(HeaderFault::ALL, FaultKind::Header));
    all.extend(pairs(
        AdmissionFault::ALL,
        LimiterScope::ALL,
        FaultKind::Admission,
    ));
    all.extend(each(SharedScopes::ALL, FaultKind::Shared));
}

fn of_operations(all: &mut Vec<FaultKind>) {
    for kind in OperationKind::ALL {
        for row in rows(*kind) {
            all.extend([
                FaultKind::Mistaken(*kind, *row),
                FaultKind::Crashes(*kind, *row),
                FaultKind::Accepts(*kind, *row),
            ]);
        }
        if is_open(*kind) {
            all.extend([
                FaultKind::Crashes(*kind, DocumentedError::Forbidden),
                FaultKind::Accepts(*kind, DocumentedError::Forbidden),
            ]);
        }
    }
    let kinds = |is: fn(OperationKind) -> bool| {
        OperationKind::ALL
            .iter()
            .copied()
            .filter(move |kind| is(*kind))
    };
    all.extend(each(OperationKind::ALL, FaultKind::Refuses));
    all.extend(kinds(needs_token).map(FaultKind::Unauthenticated));
    all.extend(kinds(needs_owner).map(FaultKind::Unowned));
    for late in Late::ALL {
        let late_kinds = kinds(writes).filter(|kind| has_check(*late, *kind));
        all.extend(late_kinds.map(|kind| FaultKind::Late(*late, kind)));
    }
    let lists: Vec<OperationKind> = kinds(takes_list).collect();
    all.extend(pairs(CheckedListEntry::ALL, &lists, FaultKind::Entries));
    let edits = [
        OperationKind::AddMemberGroups,
        OperationKind::RemoveMemberGroups,
        OperationKind::AddGroupMembers,
        OperationKind::RemoveGroupMembers,
    ];
    // An edit without an effect may be served.
    all.extend(each(&edits, |kind| {
        FaultKind::EmptyList(Mishap::Crash, kind)
    }));
}

fn of_references(all: &mut Vec<FaultKind>) {
    for named in Named::ALL {
        // The one form of a switch, and the one that names the caller's own system, are rows of their own.
        let forms = Form::ALL.iter().copied().filter(|form| match named {
            Named::Switch => *form != Form::Uuid,
            Named::System => *form != Form::Me,
            Named::Member | Named::Group | Named::ListedMember | Named::ListedGroup => true,
        });
        let forms: Vec<Form> = forms.collect();
        // What has control characters in it may be refused before anything is looked for.
        let looked_for = forms.iter().filter(|form| **form != Form::Control);
        all.extend(looked_for.map(|form| FaultKind::Form(*named, *form)));
        all.extend(each(&forms, |form| FaultKind::FormCrash(*named, form)));
        all.extend(each(accepted_forms(*named), |form| {
            FaultKind::Unread(*named, form)
        }));
    }
    for numbered in Numbered::ALL {
        let numbers = pairs(NoNumber::ALL, Mishap::ALL, |form, mishap| {
            FaultKind::Number(*numbered, form, mishap)
        });
        all.extend(numbers.into_iter().filter(is_no_number));
    }
    const PARAMETERS: &[&str] = &["before", "limit", "with_members", "guild_id", "channel_id"];
    let query = pairs(QueryFault::ALL, PARAMETERS, FaultKind::Query);
    // Without a server there is nothing to look up, which is refused all the same.
    let is_needed = |breach: &FaultKind| match breach {
        FaultKind::Query(QueryFault::Crash, _) => false,
        FaultKind::Query(_, parameter) => *parameter == "guild_id",
        _ => false,
    };
    all.extend(query.into_iter().filter(|breach| !is_needed(breach)));
}

/// Numbers with a sign, in another notation or beyond 64 bits are numbers all the same: that nothing is found by them is fair.
fn is_no_number(breach: &FaultKind) -> bool {
    !matches!(
        breach,
        FaultKind::Number(
            _,
            NoNumber::Signed | NoNumber::Fraction | NoNumber::TooLarge,
            Mishap::Served
        )
    )
}

fn of_models(all: &mut Vec<FaultKind>) {
    for (model, table) in TABLES {
        for field in table.fields {
            let faults = FieldFault::ALL.iter().filter(|how| befalls(**how, field));
            all.extend(faults.map(|how| FaultKind::Field(*how, *model, field.key)));
        }
        all.extend(of_privacy(*model, table));
    }
    // Read without a table.
    for (model, key, faults) in [
        (Model::Autoproxy, "autoproxy_mode", WORD),
        (Model::Autoproxy, "autoproxy_member", REFERENCE),
        (Model::Switch, "timestamp", TIME),
    ] {
        all.extend(each(faults, |how| FaultKind::Field(how, model, key)));
    }
    for nothing in Nothing::ALL {
        all.extend(pairs(Mishap::ALL, Model::ALL, |mishap, model| {
            FaultKind::Nothing(*nothing, mishap, model)
        }));
    }
}

const WORD: &[FieldFault] = &[
    FieldFault::Unchecked,
    FieldFault::TypeServed,
    FieldFault::TypeCrash,
    FieldFault::InvalidCrash,
    FieldFault::Renamed,
];
const REFERENCE: &[FieldFault] = &[
    FieldFault::TypeServed,
    FieldFault::TypeCrash,
    FieldFault::InvalidCrash,
    FieldFault::Renamed,
];
const TIME: &[FieldFault] = &[
    FieldFault::Unchecked,
    FieldFault::TypeServed,
    FieldFault::TypeCrash,
    FieldFault::InvalidCrash,
    FieldFault::NullServed,
];

fn befalls(how: FieldFault, field: &ModelField) -> bool {
    let refuses_null = match field.null {
        NullPolicy::Refused => true,
        NullPolicy::Allowed => false,
    };
    match how {
        FieldFault::LimitUp | FieldFault::LimitDown | FieldFault::LimitWrong => {
            has_limit(field.form)
        }
        FieldFault::Unchecked => has_form(field.form),
        // No page says that null is refused where any text will do.
        FieldFault::NullServed => refuses_null && !matches!(field.form, ValueForm::FreeText),
        FieldFault::TypeServed | FieldFault::TypeCrash => true,
        FieldFault::InvalidCrash | FieldFault::Renamed => {
            has_limit(field.form) || has_form(field.form) || refuses_null
        }
    }
}

fn of_privacy(model: Model, table: &FieldTable) -> Vec<FaultKind> {
    const FAULTS: &[FieldFault] = &[
        FieldFault::Unchecked,
        FieldFault::InvalidCrash,
        FieldFault::Renamed,
    ];
    pairs(FAULTS, table.privacy, |how, key| {
        FaultKind::Field(how, model, key)
    })
}

fn of_requests(all: &mut Vec<FaultKind>) {
    let json = pairs(Mishap::ALL, Lax::ALL, FaultKind::Json);
    // A reader is free to ignore a byte order mark (RFC 8259, 8.1), and to replace half of a surrogate pair.
    let allowed =
        [Lax::ByteOrderMark, Lax::LoneSurrogate].map(|lax| FaultKind::Json(Mishap::Served, lax));
    all.extend(json.into_iter().filter(|own| !allowed.contains(own)));
    all.extend(pairs(Mishap::ALL, Top::ALL, FaultKind::Top));
    all.extend(each(UserAgentFault::ALL, FaultKind::UserAgent));
    all.extend(each(AnnouncedFault::ALL, FaultKind::Announced));
    all.extend(each(TokenFault::ALL, FaultKind::Token));
    let with_a_list = |how: PrivacyFault, list: PrivateList| match how {
        PrivacyFault::Emptied => list != PrivateList::Fronters && list != PrivateList::Switch,
        PrivacyFault::NothingSent => list == PrivateList::Fronters,
        PrivacyFault::Ignored | PrivacyFault::LiftedByAnyToken | PrivacyFault::OwnerRefused => true,
    };
    for how in PrivacyFault::ALL {
        let lists = PrivateList::ALL
            .iter()
            .filter(|list| with_a_list(*how, **list));
        all.extend(lists.map(|list| FaultKind::Privacy(*how, *list)));
    }
}
