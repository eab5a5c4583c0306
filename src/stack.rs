//! Room for work that goes deep: recursion over what a user wrote, within its own bounds.

use std::thread;

/// The stack of the thread that does it.
const DEEP: usize = 128 << 20;

/// Does the work on a thread with a large stack, and waits for it.
///
/// # Panics
///
/// When no thread can be started, or the work panics.
pub fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let working = thread::Builder::new()
            .stack_size(DEEP)
            .spawn_scoped(scope, work)
            .expect("a thread can be started");
        working.join().expect("the work does not panic")
    })
}
