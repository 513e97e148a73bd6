//! The stock of the shop. Every value is computed from a counter, so each run writes the same rows.

use tablewright::jiff::ToSpan;
use tablewright::jiff::civil::{DateTime, date};
use tablewright::rust_decimal::Decimal;
use tablewright::{Connection, Result, Sqlite, Transaction};

use crate::models::{
    Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType, NewAlbum, NewArtist,
    NewCustomer, NewEmployee, NewGenre, NewInvoice, NewInvoiceLine, NewMediaType, NewPlaylist,
    NewPlaylistTrack, NewTrack, Playlist, PlaylistTrack, Track,
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

/// Writes everything or, if a row is refused, nothing: dropping `tx` rolls back.
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
    let file = MediaType::insert(NewMediaType {})
        .set(MediaType::NAME, "MPEG audio file")
        .one(tx)?;
    let genres = GENRES.map(|name| Genre::insert(NewGenre {}).set(Genre::NAME, name));
    let genres = Genre::insert_all(genres).all(tx)?;
    let mut tracks = Vec::new();
    for artist in 0..ARTISTS {
        let row = Artist::insert(NewArtist {})
            .set(Artist::NAME, format!("Artist {}", artist + 1))
            .one(tx)?;
        for album in 0..ALBUMS_OF_AN_ARTIST {
            let album = Album::insert(NewAlbum {
                title: format!("Album {}", album + 1).into(),
                artist_id: row.id,
            })
            .one(tx)?;
            for number in 0..TRACKS_OF_AN_ALBUM {
                // Every track has these fields; the compiler names the ones that are missing.
                let new = NewTrack {
                    name: format!("Track {} of {}", number + 1, album.title).into(),
                    media_type_id: file.id,
                    milliseconds: length(tracks.len()),
                    unit_price: price(tracks.len()),
                };
                let track = Track::insert(new)
                    .set(Track::ALBUM_ID, album.id)
                    .set(Track::GENRE_ID, genres[artist % genres.len()].id);
                tracks.push(track.one(tx)?);
            }
        }
    }
    Ok(tracks)
}

/// Every playlist has every twelfth track, each beginning with another one.
fn playlists(tx: &Tx, tracks: &[Track]) -> Result<()> {
    for first in 0..PLAYLISTS {
        let playlist = Playlist::insert(NewPlaylist {})
            .set(Playlist::NAME, format!("Playlist {}", first + 1))
            .one(tx)?;
        // Many rows in one statement.
        let listed = tracks.iter().skip(first).step_by(PLAYLISTS);
        let listed = listed.map(|track| NewPlaylistTrack {
            playlist_id: playlist.id,
            track_id: track.id,
        });
        PlaylistTrack::insert_all(listed).execute(tx)?;
    }
    Ok(())
}

/// A manager, two employees who report to her, and their customers.
fn people(tx: &Tx) -> Result<Vec<Customer>> {
    let hired = date(2009, 1, 1).at(9, 0, 0, 0);
    let employee = |last_name: &'static str, first_name: &'static str| {
        Employee::insert(NewEmployee {
            last_name: last_name.into(),
            first_name: first_name.into(),
        })
        .set(Employee::HIRE_DATE, hired)
    };
    let manager = employee("Park", "Nora")
        .set(Employee::TITLE, "Sales Manager")
        .one(tx)?;
    let mut agents = Vec::new();
    for first_name in ["Jane", "Steve"] {
        let agent = employee("Agent", first_name)
            .set(Employee::TITLE, "Sales Agent")
            .set(Employee::REPORTS_TO_ID, manager.id);
        agents.push(agent.one(tx)?);
    }
    let customers = (1..=CUSTOMERS).map(|number| {
        Customer::insert(NewCustomer {
            first_name: "Customer".into(),
            last_name: format!("Number {number}").into(),
            email: format!("customer{number}@example.com").into(),
        })
        .set(Customer::COUNTRY, COUNTRIES[number % COUNTRIES.len()])
        .set(Customer::SUPPORT_REP_ID, agents[number % agents.len()].id)
    });
    Customer::insert_all(customers).all(tx)
}

/// Invoices with their lines; the total of an invoice is known before it is written.
fn sales(tx: &Tx, customers: &[Customer], tracks: &[Track]) -> Result<()> {
    let opening = date(2009, 1, 1).at(10, 0, 0, 0);
    for number in 0..CUSTOMERS * INVOICES_OF_A_CUSTOMER {
        let customer = &customers[number % customers.len()];
        let bought: Vec<&Track> = (0..LINES_OF_AN_INVOICE)
            .map(|line| &tracks[(number * 31 + line * 7) % tracks.len()])
            .collect();
        let invoice = Invoice::insert(NewInvoice {
            customer_id: customer.id,
            invoice_date: days_after(opening, number),
            total: bought.iter().map(|track| track.unit_price).sum(),
        })
        .set_some(Invoice::BILLING_COUNTRY, customer.country.as_deref())
        .one(tx)?;
        let lines = bought.into_iter().map(|track| NewInvoiceLine {
            invoice_id: invoice.id,
            track_id: track.id,
            unit_price: track.unit_price,
            quantity: 1,
        });
        InvoiceLine::insert_all(lines).execute(tx)?;
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
