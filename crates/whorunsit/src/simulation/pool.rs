//! Threads: services handed whole to them, or the columns of one service.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Works on several samples at once, as far as there are threads.
pub(super) fn on_threads<'s, E: Copy + Send, T: Send, const N: usize>(
    samples: [(&'s Vec<f64>, E); N],
    threads: usize,
    work: impl Fn((&'s [f64], E)) -> T + Sync,
) -> [T; N] {
    let samples = samples.map(|(samples, exact)| (samples.as_slice(), exact));
    // For few, starting a thread takes longer than the work; WebAssembly has none, and leaves their code out.
    if cfg!(target_family = "wasm") || threads <= 1 || samples.iter().all(|(all, _)| all.len() < 10_000) {
        return samples.map(work);
    }
    let work = &work;
    std::thread::scope(|scope| {
        let workers = samples.map(|samples| scope.spawn(move || work(samples)));
        workers.map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// How far ahead of what is taken threads work: so much is in memory.
const AHEAD: usize = 2;

/// Does some pieces of work, each on one thread, and takes the results on this one, in their order, whoever was ready first.
///
/// `work` tells how much of its piece is done, and is told whether to go on; `tick` is called several times a second with how much
/// is done of all, and says so.
pub(super) fn in_order<R: Send, E>(
    (pieces, threads): (usize, usize),
    work: impl Fn(usize, &mut dyn FnMut(usize) -> bool) -> R + Sync,
    tick: &mut dyn FnMut(usize) -> bool,
    mut take: impl FnMut(usize, R) -> Result<(), E>,
) -> Result<(), E> {
    let (next, done, halted) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let (taken, moved) = (Mutex::new(0_usize), Condvar::new());
    let (sender, receiver) = sync_channel(threads);
    let (work, next, done, halted, taken, moved) = (&work, &next, &done, &halted, &taken, &moved);
    // Under the lock under which workers look before they wait: none of them misses it.
    let halt = || {
        let held = taken.lock().unwrap_or_else(PoisonError::into_inner);
        halted.store(true, Ordering::Relaxed);
        drop(held);
        moved.notify_all();
    };
    let halt = &halt;
    let worker = |sender: std::sync::mpsc::SyncSender<(usize, R)>| {
        let _alarm = Alarm(halt);
        loop {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= pieces {
                return;
            }
            let mut before = taken.lock().unwrap_or_else(PoisonError::into_inner);
            while piece >= *before + AHEAD * threads && !halted.load(Ordering::Relaxed) {
                before = moved.wait(before).unwrap_or_else(PoisonError::into_inner);
            }
            drop(before);
            let mut of_piece = 0;
            let mut goes_on = |now: usize| {
                done.fetch_add(now.saturating_sub(of_piece), Ordering::Relaxed);
                of_piece = now.max(of_piece);
                !halted.load(Ordering::Relaxed)
            };
            let result = work(piece, &mut goes_on);
            if halted.load(Ordering::Relaxed) || sender.send((piece, result)).is_err() {
                return;
            }
        }
    };
    let worker = &worker;
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let sender = sender.clone();
            scope.spawn(move || worker(sender));
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut wanted = 0;
        let mut finish = || {
            while wanted < pieces {
                match receiver.recv_timeout(Duration::from_millis(50)) {
                    Ok((piece, result)) => {
                        waiting.insert(piece, result);
                    }
                    Err(RecvTimeoutError::Timeout) if !halted.load(Ordering::Relaxed) => {}
                    // One of them panicked, which the scope tells.
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Ok(()),
                }
                while let Some(result) = waiting.remove(&wanted) {
                    take(wanted, result)?;
                    wanted += 1;
                    *taken.lock().unwrap_or_else(PoisonError::into_inner) = wanted;
                    moved.notify_all();
                }
                if !tick(done.load(Ordering::Relaxed)) {
                    return Ok(());
                }
            }
            Ok(())
        };
        let result = finish();
        // Workers end with what they have.
        halt();
        // Whoever waits to send is told that nobody takes it any more.
        drop(receiver);
        result
    })
}

/// Stops the others when a worker panics: they would wait for what it was at.
struct Alarm<'h, F: Fn()>(&'h F);

impl<F: Fn()> Drop for Alarm<'_, F> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            (self.0)();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_for_what_was_stopped() {
        for stop_at in 0..300 {
            let mut ticks = 0;
            let quick = |piece: usize, _: &mut dyn FnMut(usize) -> bool| piece;
            let mut tick = |_: usize| {
                ticks += 1;
                ticks <= stop_at % 40
            };
            assert_eq!(in_order((200, 4), quick, &mut tick, |_, _| Ok::<(), ()>(())), Ok(()));
        }
        let fails = |piece: usize, _: &mut dyn FnMut(usize) -> bool| assert_ne!(piece, 5);
        let failing = || in_order((200, 4), fails, &mut |_| true, |_, ()| Ok::<(), ()>(()));
        assert!(std::panic::catch_unwind(failing).is_err());
    }

    #[test]
    fn results_are_taken_in_order_and_errors_end_it() {
        let mut all = Vec::new();
        let work = |piece: usize, goes_on: &mut dyn FnMut(usize) -> bool| {
            std::thread::sleep(Duration::from_micros(((piece * 37) % 11) as u64 * 100));
            assert!(goes_on(1) && goes_on(2));
            piece * piece
        };
        let mut most = 0;
        let taken = in_order(
            (50, 3),
            work,
            &mut |done| {
                most = done;
                true
            },
            |piece, square| {
                all.push((piece, square));
                Ok::<(), ()>(())
            },
        );
        assert_eq!(taken, Ok(()));
        assert!(all.iter().enumerate().all(|(number, pair)| *pair == (number, number * number)));
        assert_eq!((all.len(), most), (50, 100));
        let quick = |piece: usize, _: &mut dyn FnMut(usize) -> bool| piece;
        let failed =
            in_order((50, 3), quick, &mut |_| true, |piece, _| if piece == 7 { Err(piece) } else { Ok(()) });
        assert_eq!(failed, Err(7));
    }
}
