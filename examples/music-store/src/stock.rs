//! What the shop has. Every value is computed from a counter, so each run writes the same rows.

use tablewright::jiff::ToSpan;
use tablewright::jiff::civil::{DateTime, date};
use tablewright::rust_decimal::Decimal;
use tablewright::{Connection, Result, Sqlite, Transaction};

use crate::models::{
    Customer, NewAlbum, NewArtist, NewCustomer, NewEmployee, NewGenre, NewInvoice, NewInvoiceLine,
    NewMediaType, NewPlaylist, NewPlaylistTrack, NewTrack, Track,
};

const ARTISTS: usize = 50;
const ALBUMS_OF_AN_ARTIST: usize = 3;
const TRACKS_OF_AN_ALBUM: usize = 10;
const CUSTOMERS: usize = 60;
const INVOICES_OF_A_CUSTOMER: usize = 7;
const LINES_OF_AN_INVOICE: usize = 5;
const PLAYLISTS: usize = 12;

const GENRES: [&str; 5] = ["Rock", "Jazz", "Classical", "Blues", "Reggae"];
const COUNTRIES: [&str; 4] = ["Norway", "Brazil", "Canada", "India"];

/// A blocking transaction on SQLite.
type Tx<'a> = Transaction<'a, Sqlite>;

/// Writes everything or, when a row is refused, nothing: dropping `tx` rolls back.
pub fn fill(db: &mut Sqlite) -> Result<()> {
    let tx = db.begin()?;
    let tracks = catalogue(&tx)?;
    playlists(&tx, &tracks)?;
    let customers = people(&tx)?;
    sales(&tx, &customers, &tracks)?;
    tx.commit()
}

/// Artists, their albums and the tracks on them.
fn catalogue(tx: &Tx) -> Result<Vec<Track>> {
    let file = NewMediaType::new().name("MPEG audio file").insert(tx)?;
    let mut genres = Vec::new();
    for name in GENRES {
        genres.push(NewGenre::new().name(name).insert(tx)?);
    }
    let mut tracks = Vec::new();
    for artist in 0..ARTISTS {
        let row = NewArtist::new()
            .name(format!("Artist {}", artist + 1))
            .insert(tx)?;
        for album in 0..ALBUMS_OF_AN_ARTIST {
            let album = NewAlbum::new(format!("Album {}", album + 1), row.id).insert(tx)?;
            for number in 0..TRACKS_OF_AN_ALBUM {
                // What every track has is an argument, in the order of the file; the rest is set.
                let name = format!("Track {} of {}", number + 1, album.title);
                let new = NewTrack::new(name, file.id, length(tracks.len()), price(tracks.len()));
                let genre = &genres[artist % genres.len()];
                tracks.push(new.album_id(album.id).genre_id(genre.id).insert(tx)?);
            }
        }
    }
    Ok(tracks)
}

/// Every playlist has every twelfth track, each beginning with another one.
fn playlists(tx: &Tx, tracks: &[Track]) -> Result<()> {
    for first in 0..PLAYLISTS {
        let playlist = NewPlaylist::new()
            .name(format!("Playlist {}", first + 1))
            .insert(tx)?;
        for track in tracks.iter().skip(first).step_by(PLAYLISTS) {
            NewPlaylistTrack::new(playlist.id, track.id).insert(tx)?;
        }
    }
    Ok(())
}

/// A manager, two who report to her, and the customers that these look after.
fn people(tx: &Tx) -> Result<Vec<Customer>> {
    let hired = date(2009, 1, 1).at(9, 0, 0, 0);
    let manager = NewEmployee::new("Park", "Nora")
        .title("Sales Manager")
        .hire_date(hired);
    let manager = manager.insert(tx)?;
    let mut agents = Vec::new();
    for first_name in ["Jane", "Steve"] {
        let agent = NewEmployee::new("Agent", first_name)
            .title("Sales Agent")
            .hire_date(hired);
        agents.push(agent.reports_to_id(manager.id).insert(tx)?);
    }
    let mut customers = Vec::new();
    for number in 1..=CUSTOMERS {
        let email = format!("customer{number}@example.com");
        let customer = NewCustomer::new("Customer", format!("Number {number}"), email)
            .country(COUNTRIES[number % COUNTRIES.len()])
            .support_rep_id(agents[number % agents.len()].id);
        customers.push(customer.insert(tx)?);
    }
    Ok(customers)
}

/// Invoices with their lines; the total of an invoice is known before it is written.
fn sales(tx: &Tx, customers: &[Customer], tracks: &[Track]) -> Result<()> {
    let opening = date(2009, 1, 1).at(10, 0, 0, 0);
    for number in 0..CUSTOMERS * INVOICES_OF_A_CUSTOMER {
        let customer = &customers[number % customers.len()];
        let bought: Vec<&Track> = (0..LINES_OF_AN_INVOICE)
            .map(|line| &tracks[(number * 31 + line * 7) % tracks.len()])
            .collect();
        let total: Decimal = bought.iter().map(|track| track.unit_price).sum();
        let invoice = NewInvoice::new(customer.id, days_after(opening, number), total)
            .billing_country(customer.country.clone())
            .insert(tx)?;
        for track in bought {
            NewInvoiceLine::new(invoice.id, track.id, track.unit_price, 1).insert(tx)?;
        }
    }
    Ok(())
}

/// Two to seven minutes.
fn length(number: usize) -> i32 {
    120_000 + (number as i32 * 7919) % 300_000
}

/// 0.99, and 1.99 for every tenth track.
fn price(number: usize) -> Decimal {
    if number % 10 == 9 {
        Decimal::new(199, 2)
    } else {
        Decimal::new(99, 2)
    }
}

fn days_after(start: DateTime, days: usize) -> DateTime {
    start.saturating_add((days as i64).days())
}
