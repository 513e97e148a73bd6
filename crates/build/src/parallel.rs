//! Independent work on several threads, with the results in order.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

/// The least number of items for a thread of its own.
const LEAST: usize = 32;

/// Maps the items to strings; each thread first creates its own state.
pub fn map<T: Sync, S>(
    items: &[T],
    state: impl Fn() -> S + Sync,
    map: impl Fn(&S, &T) -> String + Sync,
) -> Vec<String> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    map_on(threads.min(items.len() / LEAST).max(1), items, state, map)
}

fn map_on<T: Sync, S>(
    threads: usize,
    items: &[T],
    state: impl Fn() -> S + Sync,
    map: impl Fn(&S, &T) -> String + Sync,
) -> Vec<String> {
    let run = |part: &[T]| -> Vec<String> {
        let state = state();
        part.iter().map(|item| map(&state, item)).collect()
    };
    if threads <= 1 {
        return run(items);
    }
    let parts = items.chunks(items.len().div_ceil(threads));
    thread::scope(|scope| {
        let running: Vec<_> = parts.map(|part| scope.spawn(|| run(part))).collect();
        let results = running.into_iter().map(|thread| thread.join());
        results
            .flat_map(|result| result.unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::map_on;

    #[test]
    fn the_number_of_threads_does_not_show() {
        let items: Vec<u32> = (0..101).collect();
        let on = |threads| {
            map_on(
                threads,
                &items,
                || 1,
                |state, item| (state + item).to_string(),
            )
        };
        assert_eq!(on(1), on(2));
        assert_eq!(on(1), on(7));
        assert_eq!(on(1), on(101));
    }
}
