//! Tables of text in columns.

use crate::output::{Style, styled};

/// A cell: a text and its style.
pub type Cell = (String, Style);

/// The rows below a header, each column as wide as its widest text.
pub fn aligned<const N: usize>(header: [&str; N], rows: &[[Cell; N]]) -> String {
    let header = header.map(|text| (text.to_owned(), Style::Bold));
    let rows: Vec<&[Cell; N]> = std::iter::once(&header).chain(rows).collect();
    let widths: [usize; N] = std::array::from_fn(|column| {
        let widths = rows.iter().map(|row| row[column].0.chars().count());
        widths.max().unwrap_or_default()
    });
    let mut text = String::new();
    for row in rows {
        for (column, (cell, style)) in row.iter().enumerate() {
            let is_last = column + 1 == N;
            let padding = widths[column].saturating_sub(cell.chars().count());
            let padding = if is_last { 0 } else { padding + 2 };
            text.push_str(&styled(cell, *style));
            text.push_str(&" ".repeat(padding));
        }
        text.push('\n');
    }
    text
}
