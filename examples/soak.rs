//! The gate over and over in one process, against portals that are well, ill and gone. Counts wrong verdicts, and
//! watches that memory and open files do not grow:
//!
//! ```console
//! $ cargo run --release --example soak 20000
//! ```
//!
//! Exits with 1 when a verdict was wrong, when a secret stood in a report, or when something grew.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the soak stands outside of the doors"
)]

use std::error::Error;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs};

#[path = "../tests/portal/mod.rs"]
mod portal;

use portal::{Cert, Fault, Portal, Role, Script};
use serde_json::{Value, json};

const RUNS: usize = 20_000;

/// So much may the last tenth of the runs need more than the first, in KiB: what an allocator keeps back.
const GROWTH: u64 = 2048;

const POLICY: &str = "required: [crm]\nrights: [crm.deal, crm.type.1032]\nextra: ignore\n";

/// What the portals are like, and the verdict on each.
fn cases() -> Vec<(&'static str, Script, u8, &'static str)> {
    let alive = Portal::alive;
    vec![
        ("alive", alive(), 0, "ok"),
        ("missing", alive().grants(&["im"]), 1, "scope-missing"),
        ("no right", alive().role(Role::WithoutCrm), 1, "right-missing"),
        ("long fields", alive().fields(500), 0, "ok"),
        (
            "refused",
            alive().refuses("INVALID_CREDENTIALS", "Invalid request credentials", 401),
            1,
            "hook-refused",
        ),
        ("dead owner", alive().owner_json(json!([])), 1, "identity"),
        ("moved", alive().always(Fault::redirect(302, "https://elsewhere.example/")), 1, "portal-moved"),
        ("page", alive().always(Fault::html(200)), 1, "not-a-portal"),
        ("deep", alive().always(Fault::deep(200_000)), 1, "not-a-portal"),
        ("bomb", alive().always(Fault::gzip_bomb()), 3, "server-error"),
        ("busy", alive().always(Fault::busy()), 3, "rate-limited"),
        ("broken", alive().always(Fault::html(502)), 3, "server-error"),
        ("reset", alive().always(Fault::ResetAfterRequest), 3, "network"),
        ("cut", alive().always(Fault::TruncatedBody), 3, "server-error"),
        ("silent", alive().always(Fault::NoAnswer), 3, "timeout"),
        ("expired", alive().certificate(Cert::Expired), 3, "tls"),
        ("asks who", alive().certificate(Cert::Mutual), 3, "tls"),
        ("own root", alive().certificate(Cert::OwnRoot), 0, "ok"),
        ("crashed", alive().always(Fault::error(400, "ERROR_CORE", "x")), 3, "server-error"),
    ]
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let words = env::args().skip(1).collect::<Vec<_>>();
    if let [word, folder, runs] = words.as_slice()
        && word == "gate"
    {
        return soak(Path::new(folder), runs.parse()?);
    }
    let runs = words.first().map_or(Ok(RUNS), |runs| runs.parse())?;
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("policy.yml"), POLICY)?;
    let (mut rows, mut portals) = (Vec::new(), Vec::new());
    for (index, (name, script, code, reason)) in cases().into_iter().enumerate() {
        let portal = script.start();
        fs::write(folder.path().join(index.to_string()), portal.hook())?;
        let (ca, secret) = (portal.ca_file().display(), portal.secret());
        rows.push(format!("{name}\t{ca}\t{secret}\t{code}\t{reason}\n"));
        portals.push(portal);
    }
    fs::write(folder.path().join("cases.tsv"), rows.concat())?;
    // The portals keep a book of all that they are asked, so they live in another process than what is watched.
    let status = Command::new(env::current_exe()?)
        .arg("gate")
        .args([folder.path().as_os_str(), runs.to_string().as_ref()])
        .env_clear()
        .stdout(Stdio::null())
        .status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reports go to standard error, since the gate's own words are on standard output.
fn soak(folder: &Path, runs: usize) -> Result<ExitCode, Box<dyn Error>> {
    let text = fs::read_to_string(folder.join("cases.tsv"))?;
    let cases = text.lines().map(|line| line.split('\t').collect::<Vec<_>>()).collect::<Vec<_>>();
    let tenth = (runs / 10).max(1);
    let (mut wrong, mut dice) = (0_usize, 1_u64);
    // The most of memory in KiB and the fewest open files, in the first tenth of the runs and in the last. A thread
    // that looked up a name may end, and close its files, after its run.
    let (mut first, mut last) = ((0, usize::MAX), (0, usize::MAX));
    for run in 1..=runs {
        // Marsaglia's xorshift: any order will do, as long as it is the same each time.
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        let index = usize::try_from(dice % cases.len() as u64)?;
        if let Err(why) = once(folder, index, &cases[index]) {
            wrong += 1;
            eprintln!("run {run}, {}: {why}", cases[index][0]);
        }
        let now = (memory()?, fs::read_dir("/proc/self/fd")?.count());
        let tenths = [(run <= tenth).then_some(&mut first), (run > runs - tenth).then_some(&mut last)];
        for seen in tenths.into_iter().flatten() {
            *seen = (now.0.max(seen.0), now.1.min(seen.1));
        }
        if run % tenth == 0 {
            eprintln!("{run:>6} runs, {wrong} wrong, {} KiB, {} open files", now.0, now.1);
        }
    }
    let grown = last.0 > first.0 + GROWTH || last.1 > first.1;
    eprintln!(
        "at most {} KiB and at least {} files in the first tenth, {} KiB and {} files in the last{}",
        first.0,
        first.1,
        last.0,
        last.1,
        if grown { ": it grew" } else { "" }
    );
    Ok(if wrong == 0 && !grown { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One run, and what is wrong with its verdict.
fn once(folder: &Path, index: usize, case: &[&str]) -> Result<(), Box<dyn Error>> {
    let &[_, ca, secret, code, reason] = case else { return Err("a broken table".into()) };
    let path = |name: &str| folder.join(name).display().to_string();
    let report = path("report.json");
    let inputs = [
        ("--hook-file", path(&index.to_string())),
        ("--scopes-file", path("policy.yml")),
        ("--ca-file", ca.to_owned()),
        ("--json-file", report.clone()),
        ("--retry-delay", "1ms".to_owned()),
        ("--max-attempts", "2".to_owned()),
        ("--request-timeout", if reason == "timeout" { "20ms" } else { "10s" }.to_owned()),
    ];
    let args = inputs.iter().flat_map(|(name, value)| [(*name).to_owned(), value.clone()]);
    let ended = b24_ping::run(["b24-ping".to_owned()].into_iter().chain(args).map(Into::into));
    let report = fs::read_to_string(report)?;
    let told: Value = serde_json::from_str(&report)?;
    if report.contains(secret) {
        return Err("the report holds the secret".into());
    }
    if ended.to_string() != code || told["reason"] != reason {
        return Err(
            format!("ended with {ended} and {}, expected were {code} and {reason}", told["reason"]).into()
        );
    }
    Ok(())
}

/// What the process holds in memory, in KiB (proc(5)).
fn memory() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
