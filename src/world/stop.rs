//! Signals: process 1 of a container has no default handlers.

use tokio::sync::watch;

/// Listens for Ctrl-C, SIGTERM and SIGHUP, on the current runtime. Some self-hosted runners end a job by the last
/// (actions/runner #1309); whoever starts the program with `nohup` wants it to go on.
///
/// # Errors
///
/// If the operating system refuses.
#[cfg(unix)]
pub(crate) fn listen() -> std::io::Result<watch::Receiver<Option<u8>>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (sender, stop) = watch::channel(None);
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let ignored = is_hangup_ignored();
    let mut hangup = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        let number = tokio::select! {
            _ = interrupt.recv() => SignalKind::interrupt(),
            _ = terminate.recv() => SignalKind::terminate(),
            _ = hangup.recv(), if !ignored => SignalKind::hangup(),
        };
        sender.send(u8::try_from(number.as_raw_value()).ok()).ok();
        // Keeps the channel open: closing it would look like a signal.
        std::future::pending::<()>().await;
    });
    Ok(stop)
}

/// By the mask of ignored signals, whose lowest bit is SIGHUP's (`proc_pid_status(5)`). Elsewhere than on Linux nobody says.
#[cfg(unix)]
fn is_hangup_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

/// Listens for Ctrl-C, on the current runtime.
///
/// # Errors
///
/// Never here.
#[cfg(not(unix))]
pub(crate) fn listen() -> std::io::Result<watch::Receiver<Option<u8>>> {
    const INTERRUPT: u8 = 2;
    let (sender, stop) = watch::channel(None);
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            sender.send(Some(INTERRUPT)).ok();
        }
        std::future::pending::<()>().await;
    });
    Ok(stop)
}
