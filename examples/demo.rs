//! The whole gate, three times, against a portal simulated on this machine: alive, with a scope
//! missing, and busy at first. Real TLS, real process, no network.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the demo stands outside of the doors"
)]

use std::error::Error;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs};

#[path = "../tests/portal/mod.rs"]
mod portal;

use portal::{Fault, Portal};

const POLICY: &str = "\
# What this repository's deploy needs of its webhook
required:
  - crm
  - scope: im
    why: deploy notifications
allow-extra: [user_brief, task]
portal: localhost
";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    // The demo starts itself again as the gate, so that each run is a process of its own.
    if env::args_os().nth(1).is_some_and(|word| word == "gate") {
        return Ok(ExitCode::from(b24_ping::run([env::args_os().next().unwrap_or_default()])));
    }
    let folder = env::temp_dir().join("b24-ping-demo");
    fs::create_dir_all(&folder)?;
    let alive = Portal::alive().start();
    println!("The policy says what a webhook must and may hold. That of this demo:\n");
    POLICY.replace("localhost", &alive.host()).lines().for_each(|line| println!("  {line}"));

    act(&folder, "1-alive", "1 of 3: the portal answers and grants what the policy asks for", &alive)?;

    let missing = Portal::alive().grants(&["crm", "task"]).start();
    act(&folder, "2-missing-scope", "2 of 3: somebody unticked `im`; a deploy would stop here", &missing)?;

    let busy = Portal::alive().first(3, Fault::busy()).start();
    act(&folder, "3-busy", "3 of 3: the portal is busy at first, and recovers while the gate waits", &busy)?;

    println!("\n── To look at ──\n");
    println!("  {}  the step summaries, as GitHub shows them: 2-missing-scope.md first", folder.display());
    println!("  README.md  the quick start with your own portal");
    Ok(ExitCode::SUCCESS)
}

fn act(folder: &Path, name: &str, title: &str, portal: &Portal) -> Result<(), Box<dyn Error>> {
    let policy = folder.join("b24-scopes.yml");
    let summary = folder.join(format!("{name}.md"));
    fs::write(&policy, POLICY.replace("localhost", &portal.host()))?;
    fs::write(&summary, "")?;
    println!("\n── {title} ──\n");
    let status = Command::new(env::current_exe()?)
        .arg("gate")
        .env_clear()
        .env("B24_HOOK", portal.hook())
        .env("B24_CA_FILE", portal.ca_file())
        .env("B24_SCOPES_FILE", &policy)
        .env("B24_RETRY_DELAY", "100ms")
        .env("GITHUB_STEP_SUMMARY", &summary)
        .status()?;
    println!("\nexit code {}", status.code().unwrap_or_default());
    Ok(())
}
