//! A progress bar on a terminal, for long operations.
//!
//! It appears only after a while, so that short operations do not flicker, and leaves nothing
//! behind.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The time before the bar of an operation appears.
const DELAY: Duration = Duration::from_millis(500);

/// The time between two drawings of the bar without other events.
const TICK: Duration = Duration::from_millis(250);

/// The bar of a migration or of a statement.
pub struct Bar {
    bar: ProgressBar,
    /// The thread that shows the bar waits until this is dropped.
    runs: Sender<()>,
    appears: JoinHandle<()>,
}

impl Bar {
    /// The bar of an operation with a name and a number of statements, on the standard error.
    pub fn begin(name: &str, statements: usize) -> Bar {
        Bar::on(ProgressDrawTarget::stderr, name, statements)
    }

    fn on(
        target: impl FnOnce() -> ProgressDrawTarget + Send + 'static,
        name: &str,
        statements: usize,
    ) -> Bar {
        let hidden = ProgressDrawTarget::hidden();
        let bar = ProgressBar::with_draw_target(Some(statements as u64), hidden);
        if let Ok(style) = ProgressStyle::with_template(
            "[{bar:20}] statement {pos} of {len}, {elapsed}  {wide_msg}",
        ) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(name.to_owned());
        let (runs, ends) = mpsc::channel();
        let shown = bar.clone();
        let appears = thread::spawn(move || {
            if ends.recv_timeout(DELAY) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(target());
                shown.enable_steady_tick(TICK);
            }
        });
        Bar { bar, runs, appears }
    }

    /// Sets the number of the current statement, from 1.
    pub fn set_position(&self, number: usize) {
        self.bar.set_position(number as u64);
    }

    /// Removes the bar, if it has appeared.
    pub fn end(self) {
        drop(self.runs);
        // The thread does not panic, and does not show the bar afterwards.
        let _ = self.appears.join();
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};
    use std::thread::sleep;
    use std::time::Duration;

    use indicatif::{ProgressDrawTarget, TermLike};

    use super::{Bar, DELAY};

    /// A terminal that keeps its current line.
    #[derive(Clone, Debug, Default)]
    struct Screen(Arc<Mutex<Shown>>);

    #[derive(Debug, Default)]
    struct Shown {
        line: String,
        writes: usize,
        most: String,
    }

    impl Screen {
        fn bar(&self) -> Bar {
            let screen = self.clone();
            let target = || ProgressDrawTarget::term_like(Box::new(screen));
            Bar::on(target, "20260101000000_a", 3)
        }
    }

    impl TermLike for Screen {
        fn width(&self) -> u16 {
            100
        }

        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn write_line(&self, text: &str) -> io::Result<()> {
            self.write_str(text)
        }

        fn write_str(&self, text: &str) -> io::Result<()> {
            let mut shown = self.0.lock().unwrap();
            shown.writes += 1;
            shown.line.push_str(text);
            if shown.line.len() > shown.most.len() {
                shown.most = shown.line.clone();
            }
            Ok(())
        }

        fn clear_line(&self) -> io::Result<()> {
            self.0.lock().unwrap().line.clear();
            Ok(())
        }

        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_is_quick_has_no_bar() {
        let screen = Screen::default();
        for _ in 0..20 {
            let bar = screen.bar();
            bar.set_position(1);
            bar.end();
        }
        assert_eq!(screen.0.lock().unwrap().writes, 0);
    }

    #[test]
    fn what_takes_long_has_a_bar_that_goes_away() {
        let screen = Screen::default();
        let bar = screen.bar();
        bar.set_position(2);
        sleep(DELAY + Duration::from_millis(700));
        bar.end();
        let shown = screen.0.lock().unwrap();
        assert!(shown.most.contains("statement 2 of 3"), "{shown:?}");
        assert!(shown.most.contains("20260101000000_a"), "{shown:?}");
        assert_eq!(shown.line, "", "nothing is left");
    }
}
