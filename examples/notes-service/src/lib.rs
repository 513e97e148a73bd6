//! Notes in notebooks, as a JSON API and a page, on whichever database a URL names.

pub mod models {
    tablewright::include_models!();
}
mod page;
mod problem;

use axum::extract::{DefaultBodyLimit, Form, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{delete, get};
use axum::{Json, Router};
use serde::Deserialize;
use tablewright::{Database, Error, Insert};

use models::{NewNote, NewNotebook, Note, Notebook};
use problem::{Body, Problem};

/// The longest body that a request may have, in bytes.
const MAX_BODY: usize = 64 * 1024;

/// The service on a database that has its tables.
pub fn app(db: Database) -> Router {
    Router::new()
        .route("/", get(show_page).post(submit_form))
        .route("/notes", get(list_notes).post(create_note))
        .route(
            "/notes/{id}",
            get(show_note).put(replace_note).delete(delete_note),
        )
        .route("/notebooks", get(list_notebooks).post(create_notebook))
        .route("/notebooks/{name}", delete(delete_notebook))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(db)
}

/// A note as a client sends it.
#[derive(Deserialize)]
struct NoteInput {
    title: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    pinned: bool,
    notebook_id: Option<i64>,
}

impl NoteInput {
    /// The note as a new row, which borrows its texts.
    fn insert(&self) -> Insert<'_, Note> {
        Note::insert(NewNote {
            title: self.title.as_str().into(),
            body: self.body.as_str().into(),
        })
        .set(Note::PINNED, self.pinned)
        .set(Note::NOTEBOOK_ID, self.notebook_id)
    }
}

async fn list_notes(State(db): State<Database>) -> Result<Json<Vec<Note>>, Problem> {
    Ok(Json(Note::all().all(&db).await?))
}

async fn create_note(
    State(db): State<Database>,
    Body(input): Body<NoteInput>,
) -> Result<impl IntoResponse, Problem> {
    let note = input.insert().one(&db).await?;
    let location = [(header::LOCATION, format!("/notes/{}", note.id))];
    Ok((StatusCode::CREATED, location, Json(note)))
}

async fn show_note(State(db): State<Database>, Path(id): Path<i64>) -> Result<Json<Note>, Problem> {
    Ok(Json(Note::find(id).one(&db).await?))
}

/// `one` of an update returns the row as it is now; without such a note it fails with `NotFound`.
async fn replace_note(
    State(db): State<Database>,
    Path(id): Path<i64>,
    Body(input): Body<NoteInput>,
) -> Result<Json<Note>, Problem> {
    let note = Note::update(id)
        .set(Note::TITLE, input.title)
        .set(Note::BODY, input.body)
        .set(Note::PINNED, input.pinned)
        .set(Note::NOTEBOOK_ID, input.notebook_id)
        .one(&db)
        .await?;
    Ok(Json(note))
}

async fn delete_note(
    State(db): State<Database>,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    match Note::find(id).delete().execute(&db).await? {
        0 => Err(Error::NotFound("notes").into()),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

/// A notebook as a client sends it, with its first notes.
#[derive(Deserialize)]
struct NotebookInput {
    name: String,
    #[serde(default)]
    notes: Vec<NoteInput>,
}

async fn list_notebooks(State(db): State<Database>) -> Result<Json<Vec<Notebook>>, Problem> {
    Ok(Json(Notebook::all().all(&db).await?))
}

/// All or nothing: if a note is refused, `retry` rolls the transaction back. If two transactions wait
/// for each other, the database ends one of them, and `retry` runs it again.
async fn create_notebook(
    State(db): State<Database>,
    Body(input): Body<NotebookInput>,
) -> Result<impl IntoResponse, Problem> {
    let notebook = tablewright::retry(&db, async |tx| {
        let new = NewNotebook {
            name: input.name.as_str().into(),
        };
        let notebook = Notebook::insert(new).one(&tx).await?;
        let notes = input.notes.iter();
        let notes = notes.map(|note| note.insert().set(Note::NOTEBOOK_ID, notebook.id));
        Note::insert_all(notes).execute(&tx).await?;
        Ok(notebook)
    })
    .await?;
    Ok((StatusCode::CREATED, Json(notebook)))
}

/// Its notes go with it: `on_delete: cascade`.
async fn delete_notebook(
    State(db): State<Database>,
    Path(name): Path<String>,
) -> Result<StatusCode, Problem> {
    let notebook = Notebook::find_by_name(&name);
    match notebook.delete().execute(&db).await? {
        0 => Err(Error::NotFound("notebooks").into()),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

async fn show_page(State(db): State<Database>) -> Result<Html<String>, Problem> {
    Ok(page::render(Note::all().all(&db).await?, None))
}

/// The page again: by a redirect, so that loading it again sends nothing twice, or with what was
/// wrong.
async fn submit_form(
    State(db): State<Database>,
    Form(input): Form<NoteInput>,
) -> Result<Response, Problem> {
    match input.insert().execute(&db).await {
        Ok(()) => Ok(Redirect::to("/").into_response()),
        Err(error) => {
            let problem = Problem::from(error);
            let notes = Note::all().all(&db).await?;
            Ok((problem.status, page::render(notes, Some(&problem.message))).into_response())
        }
    }
}
