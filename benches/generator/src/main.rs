//! Does the work of a build script, and prints its CPU milliseconds and its peak memory in KiB.
//!
//! The caller sets `OUT_DIR` and `CARGO_MANIFEST_DIR`, as Cargo does for a build script.

fn main() -> tablewright_build::Result {
    tablewright_build::compile("models.yaml")?;
    println!("measured {} {}", cpu_milliseconds(), peak_kibibytes());
    Ok(())
}

/// The fields `utime` and `stime` of `/proc/self/stat`, which are in ticks of 10 ms.
fn cpu_milliseconds() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let ticks = behind_name
        .split(' ')
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok());
    ticks.sum::<u64>() * 10
}

fn peak_kibibytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1))
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
}
