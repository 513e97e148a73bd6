//! Conditions on related rows.

use std::sync::Arc;

use tablewright::relation::Target;
use tablewright::{Many, One};

use super::question::{self, Question};
use super::random::Random;
use super::subject::Subject;
use super::world::World;

/// The rows that a relation leads to.
pub type Rows<M, T> = fn(&World, &M) -> Vec<T>;

/// A condition on the rows of a relation that combines others, down to this depth.
pub fn many<M: Subject, T: Subject>(
    random: &mut Random,
    (world, depth): (&Arc<World>, usize),
    said: &str,
    relation: Many<M, T>,
    rows: Rows<M, T>,
) -> Question<M> {
    let inner = question::any::<T>(random, world, depth.saturating_sub(1));
    let (kind, filter) = (random.below(3), inner.filter.clone());
    let (method, filter) = match kind {
        0 => ("any", relation.any(filter)),
        1 => ("none", relation.none(filter)),
        _ => ("every", relation.every(filter)),
    };
    let said = format!("{said}.{method}({})", inner.said);
    let world = Arc::clone(world);
    Question::new(said, filter, move |row| {
        let rows = row.map(|row| rows(&world, row)).unwrap_or_default();
        let mut held = rows.iter().map(|row| inner.finds(Some(row)));
        Some(match kind {
            0 => held.any(|held| held),
            1 => !held.any(|held| held),
            _ => held.all(|held| held),
        })
    })
}

/// A condition on the one row of a relation.
pub fn one<M: Subject, T: Target>(
    random: &mut Random,
    (world, depth): (&Arc<World>, usize),
    said: &str,
    relation: One<M, T>,
    rows: Rows<M, T::Model>,
) -> Question<M>
where
    T::Model: Subject,
{
    let inner = question::any::<T::Model>(random, world, depth.saturating_sub(1));
    let said = format!("{said}.is({})", inner.said);
    let filter = relation.is(inner.filter.clone());
    let world = Arc::clone(world);
    Question::new(said, filter, move |row| {
        let rows = row.map(|row| rows(&world, row)).unwrap_or_default();
        Some(rows.iter().any(|row| inner.finds(Some(row))))
    })
}
