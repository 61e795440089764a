//! A contract that follows the documentation.

use crate::contract::{
    DescribedRows, ErrorDetailsModel, ErrorId, ErrorModel, ErrorRow, JsonPointer, Level,
    RateLimitHeaderNames, RateLimitScope, RateLimits, RequirementId, RetryWaitModel, RowOrigin,
    WaitUnit,
};

pub(super) const TABLE: &[(i64, u16, &str)] = &[
    (0, 500, "Internal server error, try again later"),
    (0, 400, "Bad Request (usually invalid JSON)"),
    (0, 401, "Missing or invalid Authorization header"),
    (0, 403, "Your access to the API is blocked"),
    (0, 429, "too many requests"),
    (20001, 404, "System not found."),
    (20002, 404, "Member not found."),
    (20003, 404, "Member '{memberRef}' not found."),
    (20004, 404, "Group not found."),
    (20005, 404, "Group '{groupRef}' not found."),
    (
        20008,
        404,
        "Switch not found, switch associated with different system, or unauthorized to view front history.",
    ),
    (30001, 403, "Unauthorized to view member list"),
    (30006, 403, "Target member is not part of your system."),
    (40001, 400, "Error parsing JSON model"),
    (40003, 400, "Duplicate members in member list."),
];

pub(super) fn build_error_rows() -> Vec<ErrorRow> {
    let row = |(line, (code, status, meaning)): (usize, &(i64, u16, &str))| ErrorRow {
        id: ErrorId::new(*code, *status),
        code: (*code).into(),
        status: (*status).into(),
        meaning: (*meaning).to_owned(),
        origin: RowOrigin::Document,
        page: "errors.md".to_owned(),
        line,
        source: None,
    };
    TABLE.iter().enumerate().map(row).collect()
}

pub(super) fn choose_requirement_level(id: RequirementId) -> Level {
    match id {
        RequirementId::MessageText
        | RequirementId::RefusalUsesErrorModel
        | RequirementId::BodyNoLoneSurrogates
        | RequirementId::ContentNotEncoded
        | RequirementId::AnswerInTime => Level::Should,
        RequirementId::BodyNoOtherKeys
        | RequirementId::ErrorsMessageText
        | RequirementId::RateHeaderLimitDocumented => Level::May,
        _ => Level::Must,
    }
}

pub(super) fn build_error_model() -> ErrorModel {
    let at = |key: &str| JsonPointer::root().join_key(key);
    ErrorModel {
        content_type: ErrorModel::DEFAULT_CONTENT_TYPE.to_owned(),
        code: at("code"),
        message: Some(at("message")),
        details: Some(ErrorDetailsModel {
            at: at("errors"),
            message: "message".to_owned(),
            max_length: "max_length".to_owned(),
            actual_length: "actual_length".to_owned(),
            rows: vec![ErrorId::new(40001, 400)],
        }),
        wait: Some(RetryWaitModel {
            at: at("retry_after"),
            unit: WaitUnit::Milliseconds,
        }),
        rate_limit_rows: vec![ErrorId::new(0, 429)],
        described_rows: DescribedRows::These(
            [500, 400, 401, 403, 429]
                .map(|status| ErrorId::new(0, status))
                .into_iter()
                .chain([ErrorId::new(40001, 400)])
                .collect(),
        ),
    }
}

pub(super) fn build_rate_limits() -> RateLimits {
    let scope = |name: &str, methods: &[&str], path_prefix: &str, limit| RateLimitScope {
        name: name.to_owned(),
        methods: methods.iter().map(|method| (*method).to_owned()).collect(),
        path_prefix: path_prefix.to_owned(),
        limit,
    };
    RateLimits {
        window_ms: 1000,
        headers: RateLimitHeaderNames {
            limit: "x-ratelimit-limit".to_owned(),
            remaining: "x-ratelimit-remaining".to_owned(),
            reset: "x-ratelimit-reset".to_owned(),
            scope: "x-ratelimit-scope".to_owned(),
        },
        scopes: vec![
            scope("message", &["GET"], "/messages/", 10),
            scope("generic_get", &["GET"], "", 10),
            scope("generic_update", &["POST", "PATCH", "DELETE"], "", 3),
        ],
    }
}
