//! Long work: how far it is on a terminal, and Ctrl-C, which stops it.

use std::fmt::Write;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use signal_hook::consts::SIGINT;
use signal_hook::flag;
use whorunsit::Progress;

use crate::stop::{INTERRUPTED, Stop};

/// What is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(300);

/// Listens to Ctrl-C from its making on.
pub(crate) struct Watch {
    stop: Arc<AtomicBool>,
    /// Nothing is at work that would have to stop.
    idle: Arc<AtomicBool>,
}

impl Watch {
    pub(crate) fn new() -> io::Result<Self> {
        let watch = Self { stop: Arc::default(), idle: Arc::new(AtomicBool::new(true)) };
        // A second Ctrl-C ends the program at once, and so does the first while input is read or a result is printed.
        for at_once in [&watch.stop, &watch.idle] {
            flag::register_conditional_shutdown(SIGINT, INTERRUPTED.into(), Arc::clone(at_once))?;
        }
        flag::register(SIGINT, Arc::clone(&watch.stop))?;
        Ok(watch)
    }

    /// Works with the flag that stops it and with what is to be told how far it is. What was stopped has no result.
    pub(crate) fn over<T>(
        self,
        work: impl FnOnce(&AtomicBool, &mut dyn FnMut(Progress) -> bool) -> T,
    ) -> Result<T, Stop> {
        let (begun, mut bar) = (Instant::now(), None);
        self.idle.store(false, Ordering::SeqCst);
        let result = work(&self.stop, &mut |progress| {
            if begun.elapsed() >= PATIENCE {
                show(bar.get_or_insert_with(drawn), progress);
            }
            true
        });
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
        self.idle.store(true, Ordering::SeqCst);
        if self.stop.load(Ordering::SeqCst) { Err(Stop::Interrupted) } else { Ok(result) }
    }
}

/// A bar on standard error, which nobody sees unless it is a terminal that can draw it. It has no colours.
fn drawn() -> ProgressBar {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let target = if dumb { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(None, target);
    match ProgressStyle::with_template("Simulating [{bar:30}] {percent:>3} %{left}; Ctrl-C stops") {
        Ok(style) => bar.with_style(style.progress_chars("=> ").with_key("left", left)),
        Err(_) => bar,
    }
}

/// How long it will take, once that can be told.
fn left(state: &ProgressState, out: &mut dyn Write) {
    if state.eta().as_secs() > 0 {
        // What cannot be drawn is missing from a bar that is gone soon.
        let _ = write!(out, ", {} left", HumanDuration(state.eta()));
    }
}

fn show(bar: &ProgressBar, progress: Progress) {
    let count = |trials| u64::try_from(trials).unwrap_or(u64::MAX);
    bar.set_length(count(progress.total));
    bar.set_position(count(progress.done));
}
