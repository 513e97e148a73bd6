//! Measures two ways to do the same thing in turns, in one run, so that the noise of the machine
//! affects both.

use std::time::{Duration, Instant};

/// The results of the rounds of one comparison.
pub struct Comparison {
    pub what: String,
    /// The median time of ours, for one operation.
    pub ours: Duration,
    /// The median time of the other, for one operation.
    pub other: Duration,
    /// The median of the rounds' ratios.
    pub ratio: f64,
}

/// Runs both in turn, in this number of rounds of `operations` each.
pub fn compare(
    what: impl Into<String>,
    rounds: usize,
    operations: u32,
    mut ours: impl FnMut(u32),
    mut other: impl FnMut(u32),
) -> Comparison {
    ours(operations);
    other(operations);
    let mut pairs = Vec::with_capacity(rounds);
    for round in 0..rounds {
        // The second of two finds warmer caches, so the order alternates.
        let pair = if round % 2 == 0 {
            let first = time(&mut ours, operations);
            (first, time(&mut other, operations))
        } else {
            let first = time(&mut other, operations);
            (time(&mut ours, operations), first)
        };
        pairs.push(pair);
    }
    Comparison {
        what: what.into(),
        ours: median(pairs.iter().map(|pair| pair.0)) / operations,
        other: median(pairs.iter().map(|pair| pair.1)) / operations,
        ratio: median(
            pairs
                .iter()
                .map(|(ours, other)| ours.as_secs_f64() / other.as_secs_f64()),
        ),
    }
}

fn time(work: &mut impl FnMut(u32), operations: u32) -> Duration {
    let start = Instant::now();
    work(operations);
    start.elapsed()
}

/// The middle of the values.
pub fn median<T: PartialOrd + Copy>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort_by(|a, b| a.partial_cmp(b).expect("times can be compared"));
    values[values.len() / 2]
}

/// A duration in the unit that a person would use.
pub fn human(duration: Duration) -> String {
    let nanoseconds = duration.as_nanos() as f64;
    match nanoseconds {
        ..1e3 => format!("{nanoseconds:.0} ns"),
        ..1e6 => format!("{:.2} µs", nanoseconds / 1e3),
        ..1e9 => format!("{:.2} ms", nanoseconds / 1e6),
        _ => format!("{:.2} s", nanoseconds / 1e9),
    }
}

/// The CPU time of the children that this process has waited for.
///
/// Linux only: from the fields `cutime` and `cstime` of `/proc/self/stat`, in ticks of 10 ms.
pub fn children_cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("/proc is there on Linux");
    let behind_name = stat
        .rsplit_once(") ")
        .expect("the name is in parentheses")
        .1;
    let fields = behind_name.split(' ').skip(13).take(2);
    let ticks: u64 = fields
        .map(|field| field.parse::<u64>().expect("a number of ticks"))
        .sum();
    Duration::from_millis(ticks * 10)
}
