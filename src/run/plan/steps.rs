//! Steps: what a case does to a target, in the order in which it does it.
//!
//! This is the one description of a case: the plan adds up what its steps cost, the executor takes them, `explain` names them.

use crate::exchange::Actor;
use crate::suite::{Ask, Bindings, Case, Condition, Control, Shape};

/// One thing that a case does to a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CaseStep<'c> {
    /// Makes, reads or draws everything that the case names.
    Provide,
    /// Brings a kept object into the state that the next request needs.
    Hold(&'c Condition),
    /// Sends a control.
    Control {
        /// Its number, counted from 1.
        number: usize,
        /// The control.
        control: &'c Control,
        /// How it is sent.
        sending: ControlSending,
    },
    /// Reads a state that the bad request must not change.
    Read {
        /// Its number, counted from 1.
        number: usize,
        /// The read.
        request: &'c Ask,
        /// On which side of the bad request.
        moment: ReadMoment,
    },
    /// Sends the bad request.
    BadRequest(&'c Ask),
    /// Sends the bad request again.
    Repeat(&'c Ask),
    /// Sends the bad request as often as it takes to meet a limit.
    Burst {
        /// The name of the scope that has the limit.
        scope: &'c str,
        /// The request.
        request: &'c Ask,
        /// Requests of other scopes, which must not be refused meanwhile.
        others: &'c [Ask],
    },
}

/// The way in which a control is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlSending {
    /// Once for all cases that have it.
    Shared,
    /// After a burst, from rest; one that is the burst's own request was sent with it.
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

/// When a step is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepOccasion {
    /// Always.
    Always,
    /// Where the bad request was refused.
    IfRefused,
}

/// A step, and when it is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlannedStep<'c> {
    /// The step.
    pub step: CaseStep<'c>,
    /// When it is taken.
    pub occasion: StepOccasion,
}

/// Lists the steps of a case.
#[must_use]
pub fn list_steps(case: &Case) -> Vec<PlannedStep<'_>> {
    let mut steps = StepList(Vec::new());
    steps.always(CaseStep::Provide);
    match &case.shape {
        Shape::Single => steps.add_single(case),
        Shape::Burst { scope, others } => {
            steps.always(CaseStep::Burst {
                scope,
                request: &case.bad,
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
    fn always(&mut self, step: CaseStep<'c>) {
        self.0.push(PlannedStep {
            step,
            occasion: StepOccasion::Always,
        });
    }

    fn if_refused(&mut self, step: CaseStep<'c>) {
        self.0.push(PlannedStep {
            step,
            occasion: StepOccasion::IfRefused,
        });
    }

    fn add_single(&mut self, case: &'c Case) {
        // A control with conditions of its own would end those of the bad request.
        let (before, after): (Vec<_>, Vec<_>) = (1..)
            .zip(&case.controls)
            .partition(|(_, control)| control.has_own_conditions);
        for (number, control) in before {
            self.add_control(number, control, ControlSending::Shared);
        }
        self.add_conditions(&case.bad);
        for step in reads(case, ReadMoment::Before) {
            self.always(step);
        }
        self.always(CaseStep::BadRequest(&case.bad));
        self.if_refused(CaseStep::Repeat(&case.bad));
        for step in reads(case, ReadMoment::After) {
            self.if_refused(step);
        }
        for (number, control) in after {
            self.add_control(number, control, ControlSending::Shared);
        }
    }

    fn add_control(&mut self, number: usize, control: &'c Control, sending: ControlSending) {
        self.add_conditions(&control.ask);
        self.always(CaseStep::Control {
            number,
            control,
            sending,
        });
    }

    fn add_conditions(&mut self, request: &'c Ask) {
        for condition in &request.conditions {
            self.always(CaseStep::Hold(condition));
        }
    }
}

fn reads(case: &Case, moment: ReadMoment) -> impl Iterator<Item = CaseStep<'_>> {
    let reads = (1..).zip(&case.unchanged);
    reads.map(move |(number, request)| CaseStep::Read {
        number,
        request,
        moment,
    })
}

/// Returns whether a case itself reads this list as this actor before its bad request.
pub(in crate::run) fn reads_list(
    case: &Case,
    list: &str,
    actor: Actor,
    bindings: &dyn Bindings,
) -> bool {
    case.unchanged.iter().any(|read| {
        read.actor == actor && read.target.fill(bindings).is_ok_and(|read| read == list)
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{CaseStep, ControlSending, ReadMoment, StepOccasion, list_steps};
    use crate::contract::{Contract, Edition, Sources};
    use crate::suite::{Sources as SuiteSources, Suites};

    fn describe(step: CaseStep<'_>) -> String {
        match step {
            CaseStep::Provide => "provide".to_owned(),
            CaseStep::Hold(condition) => format!("hold {}", condition.kept),
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
        &["provide", "read 1 before", "bad POST", "repeat POST?", "read 1 after?", "control 1"]
    )]
    #[case::a_control_with_a_condition_of_its_own(
        "privacy/member-list-by-id@anonymous",
        &[
            "provide",
            "hold owner_system",
            "control 2",
            "hold owner_system",
            "bad GET",
            "repeat GET?",
            "hold owner_system",
            "control 1",
            "hold owner_system",
            "control 3",
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
        let contract = Contract::load(&Sources::embedded(), Edition::Errata).unwrap();
        let suites = Suites::load(&SuiteSources::embedded(), &contract).unwrap();
        let case = suites.cases().find(|case| case.name.to_string() == name);
        let steps = list_steps(case.unwrap()).into_iter();
        let steps: Vec<String> = steps
            .map(|planned| {
                let mark = match planned.occasion {
                    StepOccasion::Always => "",
                    StepOccasion::IfRefused => "?",
                };
                format!("{}{mark}", describe(planned.step))
            })
            .collect();
        assert_eq!(steps, expected);
    }
}
