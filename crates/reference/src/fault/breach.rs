//! Every fault that can be injected into this server, with its name.

use std::fmt;

use super::answer::{
    BodyFault, ContentTypeFault, ErrorsFault, FrameworkFault, KeyFault, Leak, LeakPlace,
    ReferenceFault, RepeatFault, Stage,
};
use super::input::{
    AnnouncedFault, CheckedListEntry, Dated, FieldFault, Form, Late, Mishap, Model, Named,
    NoNumber, Nothing, Numbered, PrivacyFault, PrivateList, QueryFault, TokenFault, Top,
    UserAgentFault,
};
use super::lax::Lax;
use super::limit::{AdmissionFault, HeaderFault, RetryFault, SharedScopes};
use crate::api_error::DocumentedError;
use crate::limiter::LimiterScope;
use crate::ops::OperationKind;

/// One deliberate breach. The variants are the families.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum FaultKind {
    /// The row with the status of another.
    Status(DocumentedError),
    /// The row with status 200.
    Ok(DocumentedError),
    /// The row with a code that no row has.
    Code(DocumentedError),
    /// Another row in place of this one, wherever it is due.
    Neighbour(DocumentedError),
    /// The row with words of its own.
    Text(DocumentedError),
    /// The row with its two keys spoilt.
    Key(KeyFault, DocumentedError),
    /// The row with `errors` that it has no business with.
    ErrorsElsewhere(DocumentedError),
    /// The row with `retry_after` that it has no business with.
    RetryElsewhere(DocumentedError),
    /// The row with the keys that it does not have, as null.
    NullKeys(DocumentedError),
    /// The connection is closed in place of the row.
    HangsUp(DocumentedError),
    /// The row, much later.
    Slow(DocumentedError),
    /// A message that names something else than what was sent.
    Reference(ReferenceFault, DocumentedError),
    /// The body of every error answer that the API's own code writes.
    Body(BodyFault),
    /// The content type of every error answer that the API's own code writes.
    ContentType(ContentTypeFault),
    /// The answer of a framework where it refuses by itself.
    Framework(FrameworkFault, Stage),
    /// A page to sign in on, for who has no token.
    SignIn,
    /// The inside of the server, in answers of this row.
    Leak(Leak, LeakPlace, DocumentedError),
    /// A bad request that comes again.
    Repeat(RepeatFault),
    /// Every fourth bad request.
    EveryFourth(RepeatFault),
    /// `errors`, wherever it is due.
    Errors(ErrorsFault),
    /// `retry_after`, wherever it is due.
    Retry(RetryFault),
    /// The rate limit headers.
    Header(HeaderFault),
    /// Whom the limit of a scope lets in.
    Admission(AdmissionFault, LimiterScope),
    /// Which scopes share what is counted.
    Shared(SharedScopes),
    /// This operation answers another row where this one is due.
    Mistaken(OperationKind, DocumentedError),
    /// This operation breaks where this row is due.
    Crashes(OperationKind, DocumentedError),
    /// This operation serves what it should refuse with this row.
    Accepts(OperationKind, DocumentedError),
    /// This operation refuses what is right.
    Refuses(OperationKind),
    /// This operation does not ask for a token.
    Unauthenticated(OperationKind),
    /// This operation does not ask whose it is.
    Unowned(OperationKind),
    /// This operation asks only after it has written.
    Late(Late, OperationKind),
    /// This operation looks at some entries of a list only.
    Entries(CheckedListEntry, OperationKind),
    /// An empty list, where something has to be in it.
    EmptyList(Mishap, OperationKind),
    /// A change without anything to change.
    Nothing(Nothing, Mishap, Model),
    /// A reference of this form that names nothing is called a bad request.
    Form(Named, Form),
    /// A reference of this form that names nothing breaks the server.
    FormCrash(Named, Form),
    /// A reference of this form is not understood.
    Unread(Named, Form),
    /// Something in a path that is no number.
    Number(Numbered, NoNumber, Mishap),
    /// A parameter of the query.
    Query(QueryFault, &'static str),
    /// A field of a model.
    Field(FieldFault, Model, &'static str),
    /// Text that is no JSON but for a lenient reader.
    Json(Mishap, Lax),
    /// JSON of another kind at the top than the operation takes.
    Top(Mishap, Top),
    /// The `User-Agent`.
    UserAgent(UserAgentFault),
    /// The content type of a request.
    Announced(AnnouncedFault),
    /// Whom a token is taken for.
    Token(TokenFault),
    /// The objects that a privacy setting hides from others.
    Privacy(PrivacyFault, PrivateList),
    /// A defect that a server really had.
    Dated(Dated),
}

impl fmt::Display for FaultKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut name = |parts: &[&str]| formatter.write_str(&parts.join("/"));
        match self {
            Self::Status(row) => name(&["status", &row.to_string()]),
            Self::Ok(row) => name(&["status-200", &row.to_string()]),
            Self::Code(row) => name(&["code", &row.to_string()]),
            Self::Neighbour(row) => name(&["neighbour", &row.to_string()]),
            Self::Text(row) => name(&["text", &row.to_string()]),
            Self::Key(key, row) => name(&["key", key.name(), &row.to_string()]),
            Self::ErrorsElsewhere(row) => name(&["errors-elsewhere", &row.to_string()]),
            Self::RetryElsewhere(row) => name(&["retry-after-elsewhere", &row.to_string()]),
            Self::NullKeys(row) => name(&["null-keys", &row.to_string()]),
            Self::HangsUp(row) => name(&["hangs-up", &row.to_string()]),
            Self::Slow(row) => name(&["slow", &row.to_string()]),
            Self::Reference(how, row) => name(&["reference", how.name(), &row.to_string()]),
            Self::Body(how) => name(&["body", how.name()]),
            Self::ContentType(how) => name(&["content-type", how.name()]),
            Self::Framework(how, stage) => name(&["framework", how.name(), stage.name()]),
            Self::SignIn => name(&["sign-in"]),
            Self::Leak(leak, place, row) => {
                name(&["leak", leak.name(), place.name(), &row.to_string()])
            }
            Self::Repeat(how) => name(&["second-time", how.name()]),
            Self::EveryFourth(how) => name(&["every-fourth", how.name()]),
            Self::Errors(how) => name(&["errors", how.name()]),
            Self::Retry(how) => name(&["retry-after", how.name()]),
            Self::Header(how) => name(&["rate-header", how.name()]),
            Self::Admission(how, scope) => name(&["limit", how.name(), scope.name()]),
            Self::Shared(which) => name(&["shared-scopes", which.name()]),
            Self::Mistaken(kind, row) => name(&["mistaken", kind.name(), &row.to_string()]),
            Self::Crashes(kind, row) => name(&["crashes", kind.name(), &row.to_string()]),
            Self::Accepts(kind, row) => name(&["accepts", kind.name(), &row.to_string()]),
            Self::Refuses(kind) => name(&["refuses", kind.name()]),
            Self::Unauthenticated(kind) => name(&["unauthenticated", kind.name()]),
            Self::Unowned(kind) => name(&["unowned", kind.name()]),
            Self::Late(late, kind) => name(&["late", late.name(), kind.name()]),
            Self::Entries(which, kind) => name(&["entries", which.name(), kind.name()]),
            Self::EmptyList(mishap, kind) => name(&["empty-list", mishap.name(), kind.name()]),
            Self::Nothing(what, mishap, model) => {
                name(&["nothing-to-set", what.name(), mishap.name(), model.name()])
            }
            Self::Form(named, form) => name(&["form-mistaken", named.name(), form.name()]),
            Self::FormCrash(named, form) => name(&["form-crash", named.name(), form.name()]),
            Self::Unread(named, form) => name(&["form-unread", named.name(), form.name()]),
            Self::Number(which, form, mishap) => {
                name(&["number", which.name(), form.name(), mishap.name()])
            }
            Self::Query(how, parameter) => name(&["query", how.name(), parameter]),
            Self::Field(how, model, key) => name(&["field", how.name(), model.name(), key]),
            Self::Json(mishap, lax) => name(&["json", lax.name(), mishap.name()]),
            Self::Top(mishap, top) => name(&["top-level", top.name(), mishap.name()]),
            Self::UserAgent(how) => name(&["user-agent", how.name()]),
            Self::Announced(how) => name(&["announced", how.name()]),
            Self::Token(how) => name(&["token", how.name()]),
            Self::Privacy(how, list) => name(&["privacy", how.name(), list.name()]),
            Self::Dated(dated) => name(&["dated", dated.name()]),
        }
    }
}
