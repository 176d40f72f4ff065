//! Whether this program was started without a standard output, as the shell's `>&-` starts it.
//!
//! Before `main`, Rust's runtime opens `/dev/null` in the place of a closed standard stream, so that no file opened
//! later is taken for it. What is printed is then lost without an error, and nothing that runs after that can tell it
//! from a `/dev/null` that somebody asked for. So this looks earlier: in a function that the loader calls before the
//! runtime starts.

/// Whether standard output was closed when the program was started. Always `false` where programs have no such streams.
#[must_use]
pub fn was_closed() -> bool {
    #[cfg(unix)]
    return look::CLOSED.load(std::sync::atomic::Ordering::Relaxed);
    #[cfg(not(unix))]
    false
}

#[cfg(unix)]
mod look {
    use std::sync::atomic::{AtomicBool, Ordering};

    pub(super) static CLOSED: AtomicBool = AtomicBool::new(false);

    /// Calls only the kernel and sets a flag: nothing here needs the runtime, which has not started.
    extern "C" fn look() {
        let closed = rustix::io::fcntl_getfd(rustix::stdio::stdout()) == Err(rustix::io::Errno::BADF);
        CLOSED.store(closed, Ordering::Relaxed);
    }

    #[used]
    #[expect(
        unsafe_code,
        reason = "a function in this section runs before the runtime hides what it looks for"
    )]
    #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__mod_init_func"))]
    #[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
    static BEFORE_MAIN: extern "C" fn() = look;
}
