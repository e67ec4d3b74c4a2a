//! Two requests a hook, sent together: `app.info`, which is refused inside a batch, and one batch with
//! everything else.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures_util::future::join_all;
use serde::{Serialize, Serializer};

use crate::hook::Hook;
use crate::knowledge::rights::Right;
use crate::portal::facts::{Call, Facts, Listed, Proof};
use crate::portal::failure::{Body, Failure, Status};
use crate::scope::{MethodName, Scope};
use crate::text::redactor::Redactor;

use super::answer;
use super::codes::is_redirect;
use super::proof;
use super::queue::Queue;
use super::retry::{Next, Schedule};
use super::watch::{Ending, Observer, Request, Step, Way};
use super::wire::{Reading, Reply, Wire};

/// Commands in one batch (Bitrix24 `rest` module, `rest_provider.php`).
const MAX_COMMANDS: usize = 50;

/// The commands for every hook, each with our key.
const FIXED: [(&str, &str); 3] = [("profile", "profile"), ("scope", "scope"), ("full", "scope?full=1")];

/// What is asked beside that.
#[derive(Clone, Copy, Debug, Default)]
pub struct Questions<'a> {
    /// Whether the hook can call these.
    pub methods: &'a [MethodName],
    /// Whether its owner has these.
    pub rights: &'a [Right],
}

/// A command of a batch: our key, and the call as the portal wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Command {
    key: String,
    call: String,
    /// Which right it proves.
    right: Option<Right>,
}

/// The answers.
#[derive(Default)]
struct Results {
    /// By key, of the commands that prove no right.
    texts: BTreeMap<String, Result<String, Failure>>,
    /// Of an answer that proves a right nothing is kept but that it does.
    proofs: BTreeMap<Right, Result<Proof, Failure>>,
}

impl Results {
    /// Takes the answer to a command, and returns why there is none.
    fn take(&mut self, command: &Command, answer: Result<String, Failure>) -> Option<Failure> {
        let Some(right) = command.right else {
            let failure = answer.as_ref().err().cloned();
            self.texts.insert(command.key.clone(), answer);
            return failure;
        };
        let proof = proof::read(right, answer);
        let failure = proof.as_ref().err().cloned();
        self.proofs.insert(right, proof);
        failure
    }
}

/// Probes one hook. Failures are part of the facts.
pub(crate) async fn probe(
    queue: &Queue<'_>,
    schedule: &Schedule,
    hook: &Hook,
    questions: Questions<'_>,
    redactor: &Redactor,
    observer: &dyn Observer,
) -> Facts {
    let asker = Asker { queue, schedule, hook, redactor, observer };
    let commands = commands(questions);
    let batches = commands.chunks(MAX_COMMANDS).enumerate();
    let batches = batches.map(|(index, chunk)| asker.ask("batch", index + 1, chunk.to_vec()));
    let (mut answered, batches) = tokio::join!(asker.ask("app.info", 0, alone()), join_all(batches));
    for batch in batches {
        answered.attempts = answered.attempts.max(batch.attempts);
        answered.cut_short = answered.cut_short.max(batch.cut_short);
        answered.elapsed = answered.elapsed.max(batch.elapsed);
        answered.results.texts.extend(batch.results.texts);
        answered.results.proofs.extend(batch.results.proofs);
    }
    let mut facts = gather(answered.results, questions.methods, redactor);
    facts.attempts = answered.attempts;
    facts.cut_short = answered.cut_short;
    facts.elapsed = answered.elapsed;
    facts.attempt_limit = queue.wire.request_timeout;
    facts
}

/// Requests that one hook takes with so many methods and rights together, without retries.
#[must_use]
pub(crate) fn requests(questions: usize) -> usize {
    1 + (FIXED.len() + questions).div_ceil(MAX_COMMANDS)
}

/// The facts in two answers, to one batch with everything and to `app.info`: `probe` without a network, and
/// without retries.
#[must_use]
pub fn facts(
    batch: Result<Reply, Failure>,
    app_info: Result<Reply, Failure>,
    questions: Questions<'_>,
    redactor: &Redactor,
) -> Facts {
    let mut results = Results::default();
    for (method, reply, commands) in [("batch", batch, commands(questions)), ("app.info", app_info, alone())]
    {
        let read = read(method, reply, &commands, redactor);
        for (command, answer) in commands.into_iter().zip(read) {
            results.take(&command, answer);
        }
    }
    Facts { attempts: 1, ..gather(results, questions.methods, redactor) }
}

/// `app.info` is not a command of a batch.
fn alone() -> Vec<Command> {
    vec![Command { key: "app.info".to_owned(), call: String::new(), right: None }]
}

fn commands(questions: Questions<'_>) -> Vec<Command> {
    let fixed = FIXED.map(|(key, call)| Command { key: key.to_owned(), call: call.to_owned(), right: None });
    let methods = questions.methods.iter().map(|method| Command {
        key: key_of(method),
        call: format!("method.get?name={}", method.as_str()), // `[a-z0-9_.]` needs no encoding
        right: None,
    });
    let rights = questions.rights.iter().map(|right| Command {
        key: format!("right {right}"),
        call: right.call(),
        right: Some(*right),
    });
    fixed.into_iter().chain(methods).chain(rights).collect()
}

/// Never a number: PHP would make a list of them.
fn key_of(method: &MethodName) -> String {
    format!("method {}", method.as_str())
}

/// The context of one hook's calls.
struct Asker<'a> {
    queue: &'a Queue<'a>,
    schedule: &'a Schedule,
    hook: &'a Hook,
    redactor: &'a Redactor,
    observer: &'a dyn Observer,
}

struct Answered {
    attempts: u32,
    elapsed: Duration,
    cut_short: Option<Duration>,
    results: Results,
}

/// What one attempt left to do.
#[derive(Default)]
struct Sorted {
    again: Vec<Command>,
    /// Before the next attempt.
    pause: Option<Duration>,
    /// A pause that is not taken.
    cut_short: Option<Duration>,
    /// The first failure, and how many there are.
    failure: Option<(Failure, usize)>,
}

impl Sorted {
    fn next(&self) -> Option<Next> {
        self.failure.as_ref()?;
        let too_long = || self.cut_short.map_or(Next::Stop, Next::TooLong);
        Some(self.pause.map_or_else(too_long, Next::After))
    }
}

impl Asker<'_> {
    /// Calls `method` until every command has a result or a final failure. Only failed commands are repeated. `call` is
    /// the number among the hook's calls.
    async fn ask(&self, method: &'static str, call: usize, commands: Vec<Command>) -> Answered {
        let address = self.hook.address(method);
        let most = self.schedule.max_attempts;
        let (mut pending, mut results) = (commands, Results::default());
        let (mut cut_short, mut start) = (None, None);
        for attempt in 1.. {
            let request = Request { method, call, attempt, most };
            let turn = self.queue.turn().await;
            let begin = Wire::now();
            let start = *start.get_or_insert(begin);
            let (reply, way) = match turn {
                Ok(turn) => {
                    self.observer.see(request, Step::Sent);
                    turn.post(&address, body(method, &pending), reading(&pending)).await
                }
                Err(failure) => (Err(failure), Way::default()),
            };
            let (took, status, commands) = (begin.elapsed(), status(&reply), pending.len());
            let sorted = self.sort(request, reply, pending, &mut results);
            let failure = sorted.failure.as_ref().map(|(failure, count)| (failure, *count));
            let next = sorted.next();
            self.observer
                .see(request, Step::Ended(Ending { way: &way, status, failure, commands, took, next }));
            cut_short = cut_short.max(sorted.cut_short);
            pending = sorted.again;
            match sorted.pause {
                Some(pause) => self.queue.wire.pause(pause).await,
                None => return Answered { attempts: attempt, elapsed: start.elapsed(), cut_short, results },
            }
        }
        unreachable!("attempts are counted without end")
    }

    /// Takes what a reply says of each command.
    fn sort(
        &self,
        request: Request,
        reply: Result<Reply, Failure>,
        commands: Vec<Command>,
        results: &mut Results,
    ) -> Sorted {
        let asked = reply.as_ref().ok().and_then(|reply| reply.retry_after);
        let (left, chance) = (self.queue.wire.left(), Wire::chance());
        let mut sorted = Sorted::default();
        let read = read(request.method, reply, &commands, self.redactor);
        for (command, result) in commands.into_iter().zip(read) {
            let Some(failure) = results.take(&command, result) else { continue };
            match self.schedule.next(request.attempt, &failure, asked, left, chance) {
                Next::After(wait) => {
                    sorted.pause = sorted.pause.max(Some(wait));
                    sorted.again.push(command);
                }
                Next::TooLong(wait) => sorted.cut_short = sorted.cut_short.max(Some(wait)),
                Next::Stop => {}
            }
            sorted.failure.get_or_insert((failure, 0)).1 += 1;
        }
        sorted
    }
}

/// Of whatever came as an answer.
fn status(reply: &Result<Reply, Failure>) -> Option<u16> {
    match reply {
        Ok(reply) => Some(reply.status.code),
        Err(Failure::Body(_, status)) => Some(status.code),
        Err(_) => None,
    }
}

/// One result a command, in their order.
fn read(
    method: &str,
    reply: Result<Reply, Failure>,
    commands: &[Command],
    redactor: &Redactor,
) -> Vec<Result<String, Failure>> {
    let result = reply.and_then(|reply| {
        if is_redirect(reply.status.code) {
            return Err(Failure::Redirected(reply.target));
        }
        answer::result(&reply.status, &reply.body, redactor)
    });
    match result {
        Err(failure) => vec![Err(failure); commands.len()],
        Ok(result) if method == "batch" => {
            let keys = commands.iter().map(|command| command.key.as_str()).collect::<Vec<_>>();
            answer::batch(&result, &keys, redactor)
        }
        Ok(result) => vec![Ok(result)],
    }
}

/// What proves a right may be long, and is not to be kept.
fn reading(commands: &[Command]) -> Reading {
    if commands.iter().any(|command| command.right.is_some()) { Reading::Outline } else { Reading::Whole }
}

fn body(method: &str, commands: &[Command]) -> String {
    if method != "batch" {
        return "{}".to_owned();
    }
    let batch = Batch { halt: 0, cmd: Commands(commands) };
    serde_json::to_string(&batch).expect("texts and numbers are JSON")
}

/// `halt` is truthy in PHP's sense: `"false"` would be on.
#[derive(Serialize)]
struct Batch<'a> {
    halt: u8,
    cmd: Commands<'a>,
}

/// Keeps the order of the commands: a portal that loses the keys answers with a list in this order.
struct Commands<'a>(&'a [Command]);

impl Serialize for Commands<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|command| (&command.key, &command.call)))
    }
}

fn gather(results: Results, methods: &[MethodName], redactor: &Redactor) -> Facts {
    let Results { mut texts, proofs } = results;
    let mut facts = Facts { rights: proofs, ..Facts::default() };
    let mut take = |key: &str| texts.remove(key).unwrap_or(Err(Failure::Unanswered));

    let (profile, scope, full, info) = (take("profile"), take("scope"), take("full"), take("app.info"));
    match (&profile, &scope) {
        // The same failure of all commands is the batch's.
        (Err(one), Err(other)) if one == other => facts.failures.push((Call::Batch, one.clone())),
        _ => {
            let failed = [(Call::Profile, &profile), (Call::Scope, &scope)];
            let failed =
                failed.into_iter().filter_map(|(call, result)| Some((call, result.as_ref().err()?.clone())));
            facts.failures.extend(failed);
        }
    }
    if let Err(failure) = &info {
        facts.failures.push((Call::AppInfo, failure.clone()));
    }
    (facts.app_info, facts.license) = match info {
        Ok(json) => answer::app_info(&json, redactor),
        // It may name what nobody has read.
        Err(Failure::Body(Body::TooLong, Status { code: 200, .. })) => (Listed::Unreadable, None),
        Err(failure) => (unlisted(&failure), None),
    };
    facts.owner = profile.map_or_else(|_| facts.owner, |json| answer::owner(&json, redactor));
    facts.scope = match scope {
        Ok(json) => answer::listed(&json),
        Err(failure) => unlisted(&failure),
    };
    for listed in [&mut facts.scope, &mut facts.app_info] {
        if let Listed::Codes(codes) = listed {
            facts.capitals.extend(codes.iter().filter(|scope| scope.folded().is_some()).cloned());
            *codes = folded(std::mem::take(codes));
        }
    }
    facts.known = full.ok().and_then(|json| answer::scopes(&json)).map(folded);
    for method in methods {
        let answer = take(&key_of(method));
        let read = answer.and_then(|json| answer::availability(&json).ok_or(Failure::Unanswered));
        facts.methods.insert(method.clone(), read);
    }
    facts
}

/// What a call without a result says of scopes: nothing where it failed, but its answer may have come and hide any.
fn unlisted(failure: &Failure) -> Listed {
    match failure {
        Failure::Unclear => Listed::Unreadable,
        _ => Listed::Nothing,
    }
}

/// As a policy writes them.
fn folded(scopes: BTreeSet<Scope>) -> BTreeSet<Scope> {
    scopes.into_iter().map(|scope| scope.folded().unwrap_or(scope)).collect()
}
