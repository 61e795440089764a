//! The rows of the error table: status codes, codes and messages.

pub(crate) type Refusal = (u16, &'static str, &'static str);

pub(crate) const MISSING_TOKEN: Refusal = (401, "M_MISSING_TOKEN", "Missing access token");
pub(crate) const UNKNOWN_TOKEN: Refusal = (401, "M_UNKNOWN_TOKEN", "Unknown access token");
pub(crate) const FORBIDDEN: Refusal = (403, "M_FORBIDDEN", "You are not allowed to do this");
pub(crate) const NOT_FOUND: Refusal = (404, "M_NOT_FOUND", "Not found");
pub(crate) const UNRECOGNIZED: Refusal = (404, "M_UNRECOGNIZED", "Unknown endpoint");
pub(crate) const WRONG_METHOD: Refusal = (405, "M_UNRECOGNIZED", "Unknown method");
pub(crate) const RESERVED_TYPE: Refusal = (405, "M_BAD_JSON", "The server sets this itself");
pub(crate) const ALIAS_TAKEN: Refusal = (409, "M_UNKNOWN", "The room alias exists already");
pub(crate) const TOO_LARGE: Refusal = (413, "M_TOO_LARGE", "The event is too large");
pub(crate) const RATE_EXCEEDED: Refusal = (429, "M_LIMIT_EXCEEDED", "Too many requests");
pub(crate) const NOT_JSON: Refusal = (400, "M_NOT_JSON", "The body is not JSON");
pub(crate) const BAD_JSON: Refusal = (400, "M_BAD_JSON", "A key is missing or has a wrong value");
pub(crate) const MISSING_PARAM: Refusal = (400, "M_MISSING_PARAM", "A parameter is missing");
pub(crate) const INVALID_PARAM: Refusal = (400, "M_INVALID_PARAM", "A parameter is invalid");
pub(crate) const USER_IN_USE: Refusal = (400, "M_USER_IN_USE", "The user name is taken");
pub(crate) const BAD_USERNAME: Refusal = (400, "M_INVALID_USERNAME", "Invalid user name");
pub(crate) const RESERVED_NAME: Refusal = (400, "M_EXCLUSIVE", "The user name is reserved");
pub(crate) const ROOM_IN_USE: Refusal = (400, "M_ROOM_IN_USE", "The room alias is taken");
pub(crate) const BAD_ROOM_STATE: Refusal = (400, "M_INVALID_ROOM_STATE", "You cannot set it");
pub(crate) const BAD_VERSION: Refusal = (400, "M_UNSUPPORTED_ROOM_VERSION", "Unknown version");
pub(crate) const BAD_ALIAS: Refusal = (400, "M_BAD_ALIAS", "The alias is that of another room");
pub(crate) const SAME_REACTION: Refusal = (400, "M_DUPLICATE_ANNOTATION", "Reacted already");
