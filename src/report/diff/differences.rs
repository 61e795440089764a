//! The places at which two bodies differ.

use serde_json::Value;

use crate::outcome::{ExpectedJson, ExpectedValueMark, JsonPointer};

/// The reference token of a JSON pointer for the position after the last item of a list.
const PAST_THE_END: &str = "-";

/// Returns a mark for each place at which the second body differs from the first, with the value of the first.
pub(super) fn find_differences(first: &Value, second: &Value) -> Vec<ExpectedValueMark> {
    let mut marks = Vec::new();
    collect_differences(Some(first), Some(second), JsonPointer::root(), &mut marks);
    marks
}

fn collect_differences(
    first: Option<&Value>,
    second: Option<&Value>,
    pointer: JsonPointer,
    marks: &mut Vec<ExpectedValueMark>,
) {
    let below = |key: &str| pointer.join_key(key);
    match (first, second) {
        (Some(Value::Object(one)), Some(Value::Object(other))) => {
            let new = other.keys().filter(|key| !one.contains_key(*key));
            for key in one.keys().chain(new) {
                collect_differences(one.get(key), other.get(key), below(key), marks);
            }
        }
        (Some(Value::Array(one)), Some(Value::Array(other))) => {
            // A removed or inserted item must not make all items after it differ.
            let same = |(one, other): &(&Value, &Value)| one == other;
            let tail = one.iter().rev().zip(other.iter().rev());
            let tail = tail.take_while(same).count();
            let (gone, new) = (one.len() - tail, other.len() - tail);
            for index in 0..gone.max(new) {
                let place = if index < new {
                    index.to_string()
                } else {
                    PAST_THE_END.to_owned()
                };
                let first = one.get(index).filter(|_| index < gone);
                let second = other.get(index).filter(|_| index < new);
                collect_differences(first, second, below(&place), marks);
            }
        }
        (first, second) if first == second => {}
        (first, _) => marks.push(ExpectedValueMark {
            pointer,
            expected: first
                .cloned()
                .map_or(ExpectedJson::Absent, ExpectedJson::Value),
        }),
    }
}
