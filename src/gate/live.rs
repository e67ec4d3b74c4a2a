//! The live checks: runtime, client, and one probe for each hook.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::runtime::Builder;

use crate::hook::Hook;
use crate::ledger::{Ledger, Origin, Problem};
use crate::portal::{Questions, Queue, Setting, Stop, Wire, probe, proxy, reporting, trust};
use crate::report::{HookReport, Room};
use crate::start::Start;
use crate::start::settings::Settings;
use crate::verdict::{self, callable};
use crate::world::Environment;
use crate::world::{self, Progress};

use super::Gate;
use super::watch::{OfHook, Watch};

const MAX_PEM: u64 = 4 << 20;

/// Interval of progress lines in a log.
const REPORT_EVERY: Duration = Duration::from_secs(10);

/// Requests that one hook has open at once: `app.info` and a batch.
const REQUESTS: usize = 2;

/// The most DNS look-ups at once.
const MAX_LOOKUPS: usize = 64;

/// Stack of a look-up thread, in bytes: several times what `getaddrinfo` needs. The usual 2 MiB each would
/// exhaust a small container.
const LOOKUP_STACK: usize = 512 << 10;

pub(super) struct Reach {
    roots: trust::Roots,
    proxy: Option<proxy::Proxy>,
}

/// Reads roots and proxy.
pub(super) fn reach(settings: &Settings, env: &Environment, ledger: &mut Ledger) -> Reach {
    let files = [
        (settings.ca_file.as_deref(), Origin::input("ca-file")),
        (env.text("SSL_CERT_FILE"), Origin::setting("SSL_CERT_FILE")),
    ];
    let mut roots = trust::Roots::built_in();
    for (path, origin) in files {
        let Some(path) = path else { continue };
        let added =
            world::read(path, MAX_PEM).and_then(|pem| roots.add_pem(&pem).map_err(|why| why.to_string()));
        if let Err(why) = added {
            let what = text!("the file of trusted certificates cannot be used: {}", why);
            ledger.problem(origin, what, "set it to a PEM file with the authority's certificate");
        }
    }
    let proxy = proxy::from_environment(env).unwrap_or_else(|(name, why)| {
        ledger.problem(
            Origin::setting(name),
            text!("the proxy cannot be used: {}", why.to_string()),
            "correct the variable, or unset it",
        );
        None
    });
    Reach { roots, proxy }
}

/// What the portals said.
pub(super) struct Asked {
    pub hooks: Vec<HookReport>,
    /// Which of the gate's doubts any of them settles.
    pub settled: BTreeSet<usize>,
    /// What ended the run.
    pub signal: Option<u8>,
}

/// Probes every hook.
pub(super) fn ask(gate: &Gate, reach: Reach) -> Result<Asked, Problem> {
    let cannot = |what: &'static str| {
        let advice = "check its limits on open files and memory";
        Problem::new(Origin::setting("this machine"), what, advice)
    };
    let at_once = REQUESTS * gate.start.settings.jobs;
    // Threads for DNS look-ups, two a hook: a slow one must not delay the others.
    let runtime = Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(at_once.min(MAX_LOOKUPS))
        .thread_stack_size(LOOKUP_STACK)
        .build();
    let runtime = runtime.map_err(|_| cannot("the network cannot be used"))?;
    let asked = runtime.block_on(async {
        let stop = world::listen().map_err(|_| cannot("signals cannot be listened to"))?;
        let Settings { request_timeout, timeout, .. } = gate.start.settings;
        let Reach { roots, proxy } = reach;
        let wire = Wire::new(Setting { roots, proxy, request_timeout, timeout, at_once, stop: stop.clone() });
        let wire = wire.map_err(|_| cannot("the TLS client cannot be built"))?;
        let (hooks, settled): (Vec<_>, Vec<_>) = try_all(gate, &wire).await.into_iter().unzip();
        Ok(Asked { hooks, settled: settled.into_iter().flatten().collect(), signal: signal(&stop) })
    });
    // A pending look-up would keep the process alive; its thread cannot be ended.
    runtime.shutdown_background();
    asked
}

fn signal(stop: &Stop) -> Option<u8> {
    *stop.borrow()
}

/// In the order given. A hook that waits for its turn holds nothing that another needs, so a portal that is
/// slow, or has many hooks, delays nobody.
async fn try_all(gate: &Gate, wire: &Wire) -> Vec<(HookReport, BTreeSet<usize>)> {
    let progress = Progress::start(&gate.start.env, gate.hooks.len());
    let mut queues = BTreeMap::new();
    for hook in &gate.hooks {
        queues.entry(hook.host()).or_insert_with(|| Queue::new(wire));
    }
    let Start { redactor, verbose, .. } = &gate.start;
    let (verbose, several) = (*verbose, gate.hooks.len() > 1);
    let watch = Watch { progress: &progress, redactor, verbose, several, waits: RefCell::default() };
    let tried = gate.hooks.iter().map(|hook| {
        let (observer, queue) = (OfHook { watch: &watch, hook }, &queues[hook.host()]);
        async move {
            let report = try_one(gate, queue, hook, &observer).await;
            observer.done();
            report
        }
    });
    reporting(join_all(tried), REPORT_EVERY, || progress.report()).await
}

async fn try_one(
    gate: &Gate,
    queue: &Queue<'_>,
    hook: &Hook,
    observer: &OfHook<'_>,
) -> (HookReport, BTreeSet<usize>) {
    let (methods, rights) = gate.questions(hook);
    let questions = Questions { methods: &methods, rights: &rights };
    let Start { settings, redactor, .. } = &gate.start;
    let facts = probe(queue, &settings.schedule, hook, questions, redactor, observer).await;
    let doubts = (0..).zip(&gate.doubts);
    let settled = doubts.filter(|(_, doubt)| doubt.is_settled(&facts)).map(|(at, _)| at).collect();
    let (label, demands) = (hook.label(), gate.demands(hook));
    let mut verdict = verdict::judge(&label, &demands, &facts);
    if let Some(scan) = &gate.scan {
        verdict.rulings.extend(callable::rulings(&demands, scan, &facts));
    }
    let report = HookReport::new(&label, &demands, facts, verdict).within(Room::of(gate.hooks.len()));
    (HookReport { number: Some(hook.number()), ..report }, settled)
}
