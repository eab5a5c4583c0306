//! A sign of life on standard error while a run takes longer than one waits without one.

use std::{
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread::{self, JoinHandle},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget};

use super::terminal::Terminal;

/// How long nothing is shown.
const PATIENCE: Duration = Duration::from_millis(500);

const TICK: Duration = Duration::from_millis(100);

/// Shown from half a second on, and gone when dropped.
pub(super) struct Progress {
    bar: ProgressBar,
    waiter: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    pub(super) fn start(terminal: &Terminal) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let waiter = terminal.shows_progress().then(|| {
            let (done, is_done) = mpsc::channel();
            let bar = bar.clone();
            let waiter = thread::spawn(move || {
                if is_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(TICK);
                }
            });
            (done, waiter)
        });
        Self { bar, waiter }
    }

    /// Says how many files have been read.
    pub(super) fn read(&self, files: usize) {
        // A message costs more than reading a small file.
        const STEP: usize = 64;
        if files.is_multiple_of(STEP) {
            self.bar.set_message(format!("reading files: {files}"));
        }
    }

    /// Says that all files have been read.
    pub(super) fn link(&self) {
        self.bar.set_message("following values");
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, waiter)) = self.waiter.take() {
            drop(done);
            // A waiter that panicked has drawn nothing that would have to go.
            let _ = waiter.join();
        }
        self.bar.finish_and_clear();
    }
}
