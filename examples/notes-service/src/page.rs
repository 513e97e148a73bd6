//! The page. Whatever came from outside is escaped.

use std::cmp::Reverse;

use axum::response::Html;

use crate::models::Note;

/// A form, and below it the notes: first those that are pinned, then the newest.
pub fn render(mut notes: Vec<Note>, mistake: Option<&str>) -> Html<String> {
    let mistake = mistake.map_or_else(String::new, |mistake| {
        format!("<p role=\"alert\">{}</p>\n", escape(mistake))
    });
    notes.sort_by_key(|note| (!note.pinned, Reverse(note.id)));
    let notes: String = notes.iter().map(article).collect();
    Html(format!("{HEAD}{mistake}{FORM}{notes}</main>\n"))
}

fn article(note: &Note) -> String {
    format!(
        "<article><h2>{}{}</h2><p>{}</p><time>{}</time></article>\n",
        if note.pinned { "📌 " } else { "" },
        escape(&note.title),
        escape(&note.body),
        note.created_at.strftime("%Y-%m-%d %H:%M UTC"),
    )
}

/// A text that stands for itself within an element or a quoted attribute.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Notes</title>
<style>
  main { font: 1rem/1.5 system-ui; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }
  form { display: grid; gap: .5rem }
  article p { white-space: pre-wrap }
  [role=alert] { color: #b00 }
</style>
<main>
<h1>Notes</h1>
"#;

const FORM: &str = r#"<form method="post">
  <input name="title" placeholder="Title" maxlength="100" required>
  <textarea name="body" rows="4" placeholder="Note"></textarea>
  <label><input type="checkbox" name="pinned" value="true"> pinned</label>
  <button>Add</button>
</form>
"#;
