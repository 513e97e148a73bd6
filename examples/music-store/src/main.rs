//! The shop of the Chinook sample database: eleven tables, a few thousand rows, and some queries.
//!
//! `music-store` keeps it in memory; `music-store shop.db` keeps it in a file and uses it again the
//! next time. The first column of the output is the time of the step, which differs from run to
//! run; the rows are always the same.

mod models {
    tablewright::include_models!();
}
mod stock;

use std::time::Instant;

use models::{Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType};
use models::{Playlist, PlaylistTrack, Track};
use tablewright::rust_decimal::Decimal;
use tablewright::{Result, Sqlite};

fn main() -> Result<()> {
    let mut db = match std::env::args().nth(1) {
        Some(path) => Sqlite::open(path)?,
        None => Sqlite::memory()?,
    };
    timed("create the tables that are missing", || {
        models::create_all(&db)
    })?;
    if !Artist::all().exists(&db)? {
        timed("fill them in one transaction", || stock::fill(&mut db))?;
    }
    counts(&db)?;
    lookups(&db)?;
    turnover(&db)
}

/// `count` and `exists` read no rows.
fn counts(db: &Sqlite) -> Result<()> {
    let counts = timed("count every table", || {
        Ok([
            ("artists", Artist::all().count(db)?),
            ("albums", Album::all().count(db)?),
            ("tracks", Track::all().count(db)?),
            ("genres", Genre::all().count(db)?),
            ("media types", MediaType::all().count(db)?),
            ("playlists", Playlist::all().count(db)?),
            ("tracks on playlists", PlaylistTrack::all().count(db)?),
            ("employees", Employee::all().count(db)?),
            ("customers", Customer::all().count(db)?),
            ("invoices", Invoice::all().count(db)?),
            ("invoice lines", InvoiceLine::all().count(db)?),
        ])
    })?;
    for (what, count) in counts {
        println!("{count:>18} {what}");
    }
    Ok(())
}

/// Every key has its function, whose parameters have the types of the key.
fn lookups(db: &Sqlite) -> Result<()> {
    let track = timed("find a track by id", || Track::find(700).one(db))?;
    println!(
        "{:>18} {}, {} ms, {}",
        "", track.name, track.milliseconds, track.unit_price
    );

    let customer = timed("find a customer by email, which is unique", || {
        Customer::find_by_email("customer7@example.com").one(db)
    })?;
    println!(
        "{:>18} {} {}, {:?}",
        "", customer.first_name, customer.last_name, customer.country
    );

    // The key of `PlaylistTrack` is the playlist and the track.
    let listed = timed("look a track up on a playlist", || {
        PlaylistTrack::find(1, 1).exists(db)
    })?;
    println!(
        "{:>18} track 1 is {} playlist 1",
        "",
        if listed { "on" } else { "not on" }
    );

    timed("find each of the tracks by id, one by one", || {
        for id in 1..=i32::try_from(Track::all().count(db)?).unwrap_or(i32::MAX) {
            Track::find(id).one(db)?;
        }
        Ok(())
    })
}

/// Decimals are exact: the totals of the invoices are the sums of their lines to the cent.
fn turnover(db: &Sqlite) -> Result<()> {
    let invoices = timed("read all invoices", || Invoice::all().all(db))?;
    let lines = timed("read all invoice lines", || InvoiceLine::all().all(db))?;

    let invoiced: Decimal = invoices.iter().map(|invoice| invoice.total).sum();
    let sold: Decimal = lines
        .iter()
        .map(|line| line.unit_price * Decimal::from(line.quantity))
        .sum();
    assert_eq!(invoiced, sold);

    let first = invoices.iter().map(|invoice| invoice.invoice_date).min();
    let last = invoices.iter().map(|invoice| invoice.invoice_date).max();
    if let (Some(first), Some(last)) = (first, last) {
        println!(
            "{:>18} {invoiced} from {} to {}",
            "",
            first.date(),
            last.date()
        );
    }
    Ok(())
}

/// Runs a step and prints how long it took.
fn timed<T>(what: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let result = step()?;
    println!(
        "{:>10.3} ms  {what}",
        start.elapsed().as_secs_f64() * 1000.0
    );
    Ok(result)
}
