//! Signals: process 1 of a container has no default handlers.

use tokio::sync::watch;

/// Listens for Ctrl-C and SIGTERM, on the current runtime.
///
/// # Errors
///
/// If the operating system refuses.
#[cfg(unix)]
pub(crate) fn listen() -> std::io::Result<watch::Receiver<Option<u8>>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (sender, stop) = watch::channel(None);
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::spawn(async move {
        let number = tokio::select! {
            _ = interrupt.recv() => SignalKind::interrupt(),
            _ = terminate.recv() => SignalKind::terminate(),
        };
        sender.send(u8::try_from(number.as_raw_value()).ok()).ok();
        // Keeps the channel open: closing it would look like a signal.
        std::future::pending::<()>().await;
    });
    Ok(stop)
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
