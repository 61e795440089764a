//! Runs that end at moments that differ in kind.

use std::process::{Child, Output};

use rstest::rstest;

use super::bed::{Bed, ends_with};
use super::moments::{clean_up_after, interrupt};

/// A case whose control creates a member, the only thing that is created.
const CREATION: &[&str] = &["run", "members/post-broken-json"];

/// Cases for which a setting is changed, and nothing created.
const SETTING: &[&str] = &["run", "privacy/member-list-by-id@*"];

/// A case that needs three members, and switches of them.
const SWITCHES: &[&str] = &["run", "switches/members-identical-list"];

/// Many cases, which need members, groups and switches.
const MANY: &[&str] = &["run", "20003"];

/// A case that sends several changes at once.
const BURST: &[&str] = &["run", "rate_limits/updates-beyond-the-limit"];

/// How many runs may miss a moment: some last a few milliseconds.
const ATTEMPTS: usize = 10;

/// When a run is ended.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// As many requests have arrived that begin like this.
    Arrived(usize, &'static str),
    /// The journal has a record of this kind.
    Recorded(&'static str),
    /// Something on the server has changed, which its answer is about to tell.
    Changed,
    /// Everything is again as it was, which the last answer is about to tell.
    Undone,
}

impl Moment {
    /// Returns a check that the moment of a run that is about to start has come.
    fn watch(self, bed: &Bed) -> Box<dyn FnMut(&Bed) -> bool> {
        let before = bed.state();
        match self {
            Self::Arrived(count, start) => {
                let earlier = bed.count(start);
                Box::new(move |bed| bed.count(start) >= earlier + count)
            }
            Self::Recorded(record) => Box::new(move |bed| is_in_a_journal(bed, record)),
            Self::Changed => Box::new(move |bed| bed.state() != before),
            Self::Undone => {
                let mut was_changed = false;
                Box::new(move |bed| {
                    let is_changed = bed.state() != before;
                    was_changed |= is_changed;
                    was_changed && !is_changed
                })
            }
        }
    }

    /// Names the folder of the journals.
    fn name(self, end: &str, args: &[&str]) -> String {
        let telling = format!("{end} {args:?} {self:?}");
        telling
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect()
    }
}

fn is_in_a_journal(bed: &Bed, record: &str) -> bool {
    let start = format!("{{\"record\":\"{record}\"");
    let journals = bed.left_journals();
    journals
        .iter()
        .any(|path| std::fs::read_to_string(path).is_ok_and(|text| text.contains(&start)))
}

/// Starts a command and ends it at the moment; returns `None` if it came to its own end before.
#[track_caller]
fn try_to_end_at(
    bed: &Bed,
    args: &[&str],
    moment: Moment,
    end: impl Fn(&mut Child),
    status: Option<i32>,
) -> Option<Output> {
    let has_come = moment.watch(bed);
    let mut child = bed.badreq(args).spawn().expect("the command starts");
    if bed.wait_until(&mut child, has_come) {
        end(&mut child);
    }
    let ended = child.wait_with_output().expect("it ends");
    if ended.status.code() == status {
        return Some(ended);
    }
    ends_with(&ended, 0);
    None
}

/// Starts commands until one ends with this status because it was ended at the moment; fails where none does.
#[track_caller]
fn end_at(
    bed: &Bed,
    args: &[&str],
    moment: Moment,
    end: impl Fn(&mut Child),
    status: Option<i32>,
) -> Output {
    (0..ATTEMPTS)
        .find_map(|_| try_to_end_at(bed, args, moment, &end, status))
        .unwrap_or_else(|| panic!("no command was ended at {moment:?}"))
}

fn kill(child: &mut Child) {
    child.kill().expect("it can be killed");
}

#[rstest]
#[case::before_the_journal(CREATION, Moment::Arrived(1, "GET /v2/ "))]
#[case::before_any_change(CREATION, Moment::Recorded("identity"))]
#[case::after_an_intent(CREATION, Moment::Recorded("intended"))]
#[case::after_a_creation_whose_response_is_lost(CREATION, Moment::Changed)]
#[case::after_a_creation_that_is_known(SWITCHES, Moment::Recorded("made"))]
#[case::while_fixtures_are_made_of_others(
    SWITCHES,
    Moment::Arrived(1, "POST /v2/systems/@me/switches ")
)]
#[case::before_a_setting_is_changed(SETTING, Moment::Recorded("changing"))]
#[case::after_a_change_whose_response_is_lost(SETTING, Moment::Changed)]
#[case::in_mid_run(MANY, Moment::Arrived(40, "POST "))]
#[case::in_a_burst(BURST, Moment::Arrived(3, "PATCH /v2/members/"))]
#[case::while_undoing(SWITCHES, Moment::Arrived(2, "DELETE "))]
#[case::after_the_last_undo(CREATION, Moment::Undone)]
fn a_run_that_is_killed_at_this_moment_is_cleaned_up(
    #[case] args: &[&str],
    #[case] moment: Moment,
) {
    let bed = Bed::late(&moment.name("killed", args));
    let before = bed.state();
    let killed = end_at(&bed, args, moment, kill, None);
    clean_up_after(&bed, &before, &killed, &format!("{moment:?}"));
}

#[rstest]
#[case::before_the_journal(CREATION, Moment::Arrived(1, "GET /v2/ "))]
#[case::after_a_change(SETTING, Moment::Changed)]
#[case::in_a_burst(BURST, Moment::Arrived(3, "PATCH /v2/members/"))]
#[case::while_undoing(SWITCHES, Moment::Arrived(2, "DELETE "))]
fn a_run_that_is_interrupted_at_this_moment_leaves_the_server_as_it_was(
    #[case] args: &[&str],
    #[case] moment: Moment,
) {
    let bed = Bed::late(&moment.name("interrupted", args));
    let before = bed.state();
    end_at(&bed, args, moment, |child| interrupt(child), Some(130));
    assert_eq!(bed.state(), before, "{moment:?}");
    assert!(bed.left_journals().is_empty(), "{moment:?}");
}

#[test]
fn what_a_killed_cleanup_left_is_removed_by_the_next() {
    let bed = Bed::late("killed-cleanup");
    let before = bed.state();
    let in_use = Moment::Arrived(1, "PATCH /v2/systems/@me/switches/");
    let undoing = Moment::Arrived(2, "DELETE ");
    let killed = (0..ATTEMPTS).find_map(|_| {
        end_at(&bed, SWITCHES, in_use, kill, None);
        let killed = try_to_end_at(&bed, &["cleanup"], undoing, kill, None)?;
        (bed.state() != before).then_some(killed)
    });
    let killed = killed.expect("a cleanup can be killed while it removes things");
    clean_up_after(&bed, &before, &killed, "a killed cleanup");
}
