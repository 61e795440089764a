//! The settings of a target, and how two sources of them are merged.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::certificates::ClientCertificateSetting;
use super::setting_source::SourcedSetting;
use super::skips::SkipRule;
use super::value_source::ValueSource;
use crate::contract::authored::Span;
use crate::outcome::{EvidencePolicy, FailOn};
use crate::suite::ErrorTrigger;
use crate::target::{BaseUrl, CaseHeader, UserAgent};

/// The settings of a target from one source, or merged from several.
///
/// They may hold secrets, so the type has no `Debug`.
#[derive(Clone, Default)]
pub(in crate::cli) struct TargetSettings {
    /// Base URL of the target.
    pub(in crate::cli) url: Option<BaseUrl>,
    pub(in crate::cli) token: Option<SourcedSetting<ValueSource>>,
    pub(in crate::cli) stranger_token: Option<SourcedSetting<ValueSource>>,
    pub(in crate::cli) limits: Option<SourcedSetting<RateLimitsSetting>>,
    pub(in crate::cli) headers: Vec<HeaderSetting>,
    /// The header that carries the name of the case.
    pub(in crate::cli) case_header: Option<SourcedSetting<CaseHeader>>,
    /// Paths of PEM files.
    pub(in crate::cli) ca_certs: Vec<SourcedSetting<PathBuf>>,
    pub(in crate::cli) client_certificate: ClientCertificateSetting,
    pub(in crate::cli) proxy: Option<ProxySetting>,
    pub(in crate::cli) timeouts: TimeoutSettings,
    /// The longest response body, in bytes.
    pub(in crate::cli) max_body: Option<usize>,
    pub(in crate::cli) user_agent: Option<UserAgent>,
    /// Hosts that serve real users, in lower case.
    pub(in crate::cli) production_hosts: Vec<String>,
    pub(in crate::cli) gate: GateSettings,
    /// The cases that are not tried; the source of a rule is the place of its pattern.
    pub(in crate::cli) skips: Vec<SourcedSetting<SkipRule>>,
    /// Path of the file of known failures.
    pub(in crate::cli) baseline: Option<PathBuf>,
    /// Name of the profile (the set of snapshots).
    pub(in crate::cli) profile: Option<String>,
    pub(in crate::cli) values: BTreeMap<String, SourcedSetting<String>>,
    pub(in crate::cli) triggers: BTreeMap<String, SourcedSetting<ErrorTrigger>>,
}

/// A header that is sent with every request, its name and its value each with their source.
#[derive(Clone)]
pub(in crate::cli) struct HeaderSetting {
    pub(in crate::cli) name: SourcedSetting<String>,
    pub(in crate::cli) value: SourcedSetting<ValueSource>,
}

/// The rate limits that a run stays under.
#[derive(Clone)]
pub(in crate::cli) enum RateLimitsSetting {
    /// A text in the syntax of `--limits`.
    Text(String),
    /// Scopes with their spans, and the number of requests that each allows.
    Scopes(Vec<(String, Span, u32)>),
}

/// The proxy of connections to the target.
#[derive(Clone)]
pub(in crate::cli) enum ProxySetting {
    /// No proxy.
    Direct,
    /// The proxy at the URL in this value, which may contain a password.
    Through(SourcedSetting<ValueSource>),
}

/// The timeouts of an exchange.
#[derive(Clone, Copy, Default)]
pub(in crate::cli) struct TimeoutSettings {
    pub(in crate::cli) connect: Option<Duration>,
    pub(in crate::cli) first_byte: Option<Duration>,
    pub(in crate::cli) response: Option<Duration>,
}

/// The gate of a run, and the evidence that it demands.
#[derive(Clone, Debug, Default)]
pub struct GateSettings {
    /// The findings that fail the run; empty if no source names any.
    pub(in crate::cli) fail_on: Vec<FailOn>,
    pub(in crate::cli) min_rows: Option<usize>,
    pub(in crate::cli) evidence: Option<EvidencePolicy>,
}

impl GateSettings {
    /// Returns these settings, with missing ones filled in from `weaker`.
    #[must_use]
    pub(super) fn with_fallback(self, weaker: Self) -> Self {
        Self {
            fail_on: if self.fail_on.is_empty() {
                weaker.fail_on
            } else {
                self.fail_on
            },
            min_rows: self.min_rows.or(weaker.min_rows),
            evidence: self.evidence.or(weaker.evidence),
        }
    }
}

impl TimeoutSettings {
    fn with_fallback(self, weaker: Self) -> Self {
        Self {
            connect: self.connect.or(weaker.connect),
            first_byte: self.first_byte.or(weaker.first_byte),
            response: self.response.or(weaker.response),
        }
    }
}

impl TargetSettings {
    /// Returns these settings, with missing ones filled in from `weaker`.
    ///
    /// Headers and named values are merged key by key; lists of certificates, of production hosts and of skips are concatenated.
    #[must_use]
    pub(in crate::cli) fn with_fallback(self, weaker: Self) -> Self {
        Self {
            url: self.url.or(weaker.url),
            token: self.token.or(weaker.token),
            stranger_token: self.stranger_token.or(weaker.stranger_token),
            limits: self.limits.or(weaker.limits),
            headers: merge_headers(self.headers, weaker.headers),
            case_header: self.case_header.or(weaker.case_header),
            ca_certs: concat_lists(weaker.ca_certs, self.ca_certs),
            client_certificate: self
                .client_certificate
                .with_fallback(weaker.client_certificate),
            proxy: self.proxy.or(weaker.proxy),
            timeouts: self.timeouts.with_fallback(weaker.timeouts),
            max_body: self.max_body.or(weaker.max_body),
            user_agent: self.user_agent.or(weaker.user_agent),
            production_hosts: concat_lists(weaker.production_hosts, self.production_hosts),
            gate: self.gate.with_fallback(weaker.gate),
            skips: concat_lists(weaker.skips, self.skips),
            baseline: self.baseline.or(weaker.baseline),
            profile: self.profile.or(weaker.profile),
            values: merge_maps(self.values, weaker.values),
            triggers: merge_maps(self.triggers, weaker.triggers),
        }
    }
}

fn concat_lists<T>(mut first: Vec<T>, second: Vec<T>) -> Vec<T> {
    first.extend(second);
    first
}

fn merge_maps<T>(
    stronger: BTreeMap<String, T>,
    mut weaker: BTreeMap<String, T>,
) -> BTreeMap<String, T> {
    weaker.extend(stronger);
    weaker
}

/// Merges two lists of headers; a stronger header replaces a weaker one of the same name, in any case.
pub(super) fn merge_headers(
    stronger: Vec<HeaderSetting>,
    mut weaker: Vec<HeaderSetting>,
) -> Vec<HeaderSetting> {
    let name = |header: &HeaderSetting| header.name.value.to_ascii_lowercase();
    weaker.retain(|own| !stronger.iter().any(|other| name(other) == name(own)));
    concat_lists(weaker, stronger)
}
