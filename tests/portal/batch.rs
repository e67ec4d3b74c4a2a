//! Many calls in one.

use serde_json::{Value, json};

use super::answer::command;
use super::behaviour::Refusal;
use super::params::Params;
use super::php;
use super::script::Script;

/// How many commands of a batch run.
const LIMIT: usize = 50;

/// The answer to a batch. It never fails as a whole: every failure is an entry of `result_error`.
pub(super) fn run(script: &Script, params: &Params) -> Value {
    let halt = params.any_case("halt").is_some_and(php::truthy);
    let (mut results, mut errors, mut totals, mut times) = (vec![], vec![], vec![], vec![]);
    let commands = params.commands.iter().filter_map(|(key, command)| Some((key, command.as_str()?)));
    for (at, (key, line)) in commands.enumerate() {
        let (called, query) = line.split_once('?').unwrap_or((line, ""));
        let outcome = if at < LIMIT {
            command(script, &called.to_ascii_lowercase(), &Params::from_query(query))
        } else {
            Some(Err(Refusal::new(400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded")))
        };
        match outcome {
            Some(Ok(success)) => {
                results.push((key.clone(), success.result));
                times.push((key.clone(), php::time(script.int_time)));
                totals.extend(success.total.map(|total| (key.clone(), json!(total))));
            }
            Some(Err(refusal)) => {
                errors.push((key.clone(), refusal.envelope()));
                if halt {
                    break;
                }
            }
            None => {}
        }
    }
    let member = |pairs: Vec<(String, Value)>| {
        if script.nameless { pairs.into_iter().map(|(_, value)| value).collect() } else { php::array(pairs) }
    };
    json!({
        "result": member(results),
        "result_error": member(errors),
        "result_total": member(totals),
        "result_next": [],
        "result_time": member(times),
    })
}
