//! The steps of a case, in the order in which they are taken.
//!
//! This is the only description of a case's steps: the plan adds up their costs, the executor takes them, `explain` lists them.

use crate::exchange::Actor;
use crate::suite::{
    Case, CaseSendMode, Control, RequestTemplate, RequiredObjectState, TemplateBindings,
};

/// One step of a case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CaseStep<'c> {
    /// The preparation of the fixtures that the case names.
    PrepareFixtures,
    /// The change of a restored object to the state that the next request needs.
    EstablishCondition(&'c RequiredObjectState),
    /// A control.
    Control {
        /// Its number, counted from 1.
        number: usize,
        /// The control.
        control: &'c Control,
        /// The way in which it is sent.
        sending: ControlSending,
    },
    /// A read of state that the bad request must not change.
    Read {
        /// Its number, counted from 1.
        number: usize,
        /// The read.
        request: &'c RequestTemplate,
        /// The side of the bad request on which it is read.
        moment: ReadMoment,
    },
    /// The bad request.
    BadRequest(&'c RequestTemplate),
    /// A repetition of the bad request.
    Repeat(&'c RequestTemplate),
    /// A burst: the bad request, sent as often as it takes to exceed a rate limit.
    Burst {
        /// The name of the scope that has the limit.
        scope: &'c str,
        /// The request.
        request: &'c RequestTemplate,
        /// Requests of other scopes, which must not be refused during the burst.
        others: &'c [RequestTemplate],
    },
}

/// The way in which a control is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlSending {
    /// Sent once for all cases that have the control.
    Shared,
    /// Sent after a burst and a window of silence. A control equal to the burst's request is taken from the burst.
    AfterBurst,
}

/// The side of the bad request on which a state is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadMoment {
    /// Before it.
    Before,
    /// After it.
    After,
}

/// The condition under which a step is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepCondition {
    /// No condition.
    Always,
    /// The bad request was refused, and no other case repeats one of the same operation that got the same row.
    IfRefusedAndNotRepeated,
}

/// A step with the condition under which it is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlannedStep<'c> {
    /// The step.
    pub step: CaseStep<'c>,
    /// The condition under which it is taken.
    pub occasion: StepCondition,
}

/// Lists the steps of a case.
#[must_use]
pub fn list_steps(case: &Case) -> Vec<PlannedStep<'_>> {
    let mut steps = StepList(Vec::new());
    steps.push_unconditional_step(CaseStep::PrepareFixtures);
    match &case.send_mode {
        CaseSendMode::Single => steps.add_single_request_steps(case),
        CaseSendMode::Burst {
            scope,
            other_scope_requests: others,
        } => {
            steps.push_unconditional_step(CaseStep::Burst {
                scope,
                request: &case.bad_request,
                others,
            });
            for (number, control) in (1..).zip(&case.controls) {
                steps.add_control(number, control, ControlSending::AfterBurst);
            }
        }
    }
    steps.0
}

struct StepList<'c>(Vec<PlannedStep<'c>>);

impl<'c> StepList<'c> {
    fn push_unconditional_step(&mut self, step: CaseStep<'c>) {
        self.0.push(PlannedStep {
            step,
            occasion: StepCondition::Always,
        });
    }

    fn push_request_repetition(&mut self, request: &'c RequestTemplate) {
        self.0.push(PlannedStep {
            step: CaseStep::Repeat(request),
            occasion: StepCondition::IfRefusedAndNotRepeated,
        });
    }

    fn add_single_request_steps(&mut self, case: &'c Case) {
        // A control with conditions of its own would end those of the bad request.
        let (before, after): (Vec<_>, Vec<_>) = (1..)
            .zip(&case.controls)
            .partition(|(_, control)| control.has_own_conditions);
        for (number, control) in before {
            self.add_control(number, control, ControlSending::Shared);
        }
        self.add_conditions(&case.bad_request);
        for step in state_read_steps(case, ReadMoment::Before) {
            self.push_unconditional_step(step);
        }
        self.push_unconditional_step(CaseStep::BadRequest(&case.bad_request));
        self.push_request_repetition(&case.bad_request);
        for step in state_read_steps(case, ReadMoment::After) {
            self.push_unconditional_step(step);
        }
        for (number, control) in after {
            self.add_control(number, control, ControlSending::Shared);
        }
    }

    fn add_control(&mut self, number: usize, control: &'c Control, sending: ControlSending) {
        self.add_conditions(&control.request);
        self.push_unconditional_step(CaseStep::Control {
            number,
            control,
            sending,
        });
    }

    fn add_conditions(&mut self, request: &'c RequestTemplate) {
        for condition in &request.conditions {
            self.push_unconditional_step(CaseStep::EstablishCondition(condition));
        }
    }
}

fn state_read_steps(case: &Case, moment: ReadMoment) -> impl Iterator<Item = CaseStep<'_>> {
    let reads = (1..).zip(&case.unchanged_reads);
    reads.map(move |(number, request)| CaseStep::Read {
        number,
        request,
        moment,
    })
}

/// Reports whether a case itself reads this list as this actor before its bad request.
pub(in crate::run) fn is_list_read_by_case(
    case: &Case,
    list: &str,
    actor: Actor,
    bindings: &dyn TemplateBindings,
) -> bool {
    case.unchanged_reads.iter().any(|read| {
        read.actor == actor
            && read
                .target
                .render_text(bindings)
                .is_ok_and(|read| read == list)
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{CaseStep, ControlSending, ReadMoment, StepCondition, list_steps};
    use crate::contract::{Contract, ContractFiles, Edition};
    use crate::suite::{SuiteSet, SuiteSources};

    fn describe(step: CaseStep<'_>) -> String {
        match step {
            CaseStep::PrepareFixtures => "provide".to_owned(),
            CaseStep::EstablishCondition(condition) => format!("hold {}", condition.object),
            CaseStep::Control {
                number, sending, ..
            } => match sending {
                ControlSending::Shared => format!("control {number}"),
                ControlSending::AfterBurst => format!("control {number} after the burst"),
            },
            CaseStep::Read { number, moment, .. } => match moment {
                ReadMoment::Before => format!("read {number} before"),
                ReadMoment::After => format!("read {number} after"),
            },
            CaseStep::BadRequest(request) => format!("bad {}", request.method),
            CaseStep::Repeat(request) => format!("repeat {}", request.method),
            CaseStep::Burst { scope, others, .. } => format!("burst {scope}, {}", others.len()),
        }
    }

    #[rstest]
    #[case::one_request(
        "members/post-empty-body",
        &["provide", "read 1 before", "bad POST", "repeat POST? once", "read 1 after", "control 1"]
    )]
    #[case::a_control_with_a_condition_of_its_own(
        "privacy/member-list-by-id@anonymous",
        &[
            "provide",
            "hold owner_system",
            "control 2",
            "hold owner_system",
            "bad GET",
            "repeat GET? once",
            "hold owner_system",
            "control 1",
        ]
    )]
    #[case::a_burst(
        "rate_limits/message-look-ups-beyond-the-limit",
        &["provide", "burst message, 1", "control 1 after the burst"]
    )]
    fn the_steps_of_a_case_come_in_the_order_in_which_they_are_taken(
        #[case] name: &str,
        #[case] expected: &[&str],
    ) {
        let contract = Contract::parse(&ContractFiles::embedded(), Edition::Errata).unwrap();
        let suites = SuiteSet::parse(&SuiteSources::embedded(), &contract).unwrap();
        let case = suites.cases().find(|case| case.name.to_string() == name);
        let steps = list_steps(case.unwrap()).into_iter();
        let steps: Vec<String> = steps
            .map(|planned| {
                let mark = match planned.occasion {
                    StepCondition::Always => "",
                    StepCondition::IfRefusedAndNotRepeated => "? once",
                };
                format!("{}{mark}", describe(planned.step))
            })
            .collect();
        assert_eq!(steps, expected);
    }
}
