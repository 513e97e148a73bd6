//! A subscriber for these tests, which records everything.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, set_global_default};
use tracing::{Event, Level, Metadata, Subscriber};

/// A span or an event.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The name of a span, or the message of an event.
    pub name: String,
    pub level: Level,
    pub is_event: bool,
    /// The span around it, by its number.
    pub within: Option<usize>,
    pub fields: BTreeMap<String, String>,
    /// Whether the span was closed.
    pub is_closed: bool,
}

impl Seen {
    /// A field; empty if it is not set.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

/// The recorded spans and events, and the number of those that were taken before, because the
/// numbers of spans continue.
static SEEN: Mutex<(u64, Vec<Seen>)> = Mutex::new((1, Vec::new()));
static TURN: Mutex<()> = Mutex::new(());

thread_local! {
    static ENTERED: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// One test listens at a time, because a subscriber is the process's.
pub fn listen() -> MutexGuard<'static, ()> {
    static ONCE: Once = Once::new();
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    ONCE.call_once(|| set_global_default(Listener).expect("there is no other subscriber"));
    turn
}

/// The spans and events since the last call.
pub fn take() -> Vec<Seen> {
    let (first, seen) = &mut *seen();
    *first += seen.len() as u64;
    std::mem::take(seen)
}

/// The spans and events since the last [`take`].
pub fn look() -> Vec<Seen> {
    seen().1.clone()
}

fn seen() -> MutexGuard<'static, (u64, Vec<Seen>)> {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Changes a span, unless it was taken before.
fn change(id: &Id, change: impl FnOnce(&mut Seen)) {
    let (first, seen) = &mut *seen();
    let position = id.into_u64().checked_sub(*first);
    if let Some(seen) = position.and_then(|position| seen.get_mut(position as usize)) {
        change(seen);
    }
}

struct Listener;

impl Listener {
    fn add(metadata: &Metadata<'_>, is_event: bool, visit: impl FnOnce(&mut Fields)) -> u64 {
        let mut fields = Fields::default();
        visit(&mut fields);
        let message = fields.0.remove("message");
        let entered = ENTERED.with_borrow(|entered| entered.last().copied());
        let (first, seen) = &mut *seen();
        let within = entered.and_then(|id| id.checked_sub(*first));
        seen.push(Seen {
            name: message.unwrap_or_else(|| metadata.name().to_owned()),
            level: *metadata.level(),
            is_event,
            within: within.map(|position| position as usize),
            fields: fields.0,
            is_closed: false,
        });
        *first + seen.len() as u64 - 1
    }
}

impl Subscriber for Listener {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        match metadata.target() {
            "tablewright" => Interest::always(),
            _ => Interest::never(),
        }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "tablewright"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        Id::from_u64(Listener::add(span.metadata(), false, |fields| {
            span.record(fields);
        }))
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        change(span, |seen| seen.fields.extend(fields.0));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        Listener::add(event.metadata(), true, |fields| event.record(fields));
    }

    fn enter(&self, span: &Id) {
        ENTERED.with_borrow_mut(|entered| entered.push(span.into_u64()));
    }

    fn exit(&self, span: &Id) {
        let last = ENTERED.with_borrow_mut(Vec::pop);
        assert_eq!(last, Some(span.into_u64()), "spans are left in order");
    }

    fn try_close(&self, span: Id) -> bool {
        change(&span, |seen| seen.is_closed = true);
        true
    }
}

#[derive(Default)]
struct Fields(BTreeMap<String, String>);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}
