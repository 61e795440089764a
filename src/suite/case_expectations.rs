//! The expectations of a case with every value filled in.

use super::case::{Case, CaseSendMode};
use super::template::{TemplateBindings, UnboundName};
use crate::check::{CaseExpectations, ResponseExpectation};
use crate::contract::RateLimits;

impl Case {
    /// Returns the expectations for everything that the case sends. The scope of a burst is one of these limits.
    ///
    /// # Errors
    /// Returns [`UnboundName`] if a name has no value.
    pub fn render_expectations<'a>(
        &'a self,
        limits: Option<&'a RateLimits>,
        bindings: &dyn TemplateBindings,
    ) -> Result<CaseExpectations<'a>, UnboundName> {
        let controls = self.controls.iter();
        Ok(CaseExpectations {
            bad_request: self.render_response_expectation(bindings)?,
            control_statuses: controls
                .map(|own| own.success_statuses.as_slice())
                .collect(),
            burst_scope: match &self.send_mode {
                CaseSendMode::Single => None,
                CaseSendMode::Burst { scope, .. } => {
                    limits.and_then(|limits| limits.find_scope(scope))
                }
            },
        })
    }

    /// Returns the expected response to the bad request.
    fn render_response_expectation(
        &self,
        bindings: &dyn TemplateBindings,
    ) -> Result<ResponseExpectation, UnboundName> {
        let expected = &self.expectation;
        let values = expected.placeholder_values.iter();
        Ok(ResponseExpectation {
            outcome: expected.outcome.clone(),
            level: expected.level,
            placeholders: values
                .map(|(name, template)| Ok((name.clone(), template.render_text(bindings)?)))
                .collect::<Result<_, UnboundName>>()?,
            field_errors: expected.errors.clone(),
        })
    }
}
