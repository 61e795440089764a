//! The tests of this package beside those of its modules and those that try every fault and every variant: a folder a subject.

mod command;
mod faults;
mod tester;
mod variants;
