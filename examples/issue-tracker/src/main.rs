//! `DATABASE_URL=sqlite:tracker.db ADDRESS=127.0.0.1:3000 issue-tracker`; both have these defaults.

use std::error::Error;
use std::process::ExitCode;
use std::{env, io};

use issue_tracker::{app, models, telemetry};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> ExitCode {
    let spans = telemetry::init();
    let result = serve().await;
    spans.shutdown().ok(); // writes the remaining spans
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("issue-tracker: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let url = env::var("DATABASE_URL").unwrap_or_else(|_| "sqlite:tracker.db".to_owned());
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());

    let db = tablewright::connect(&url).await?;
    models::migrate(&db).await?; // safe at every start, also of several services at once

    let stop = told_to_stop()?;
    let listener = TcpListener::bind(&address)
        .await
        .map_err(|error| format!("{address}: {error}"))?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app(db))
        .with_graceful_shutdown(stop) // after running requests
        .await?;
    Ok(())
}

/// Ctrl-C, or the SIGTERM of a service manager. Signals count from this call on, not only from the
/// first look at the future: before it they end the program in the middle of its work.
#[cfg(unix)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ctrl-C.
#[cfg(windows)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
