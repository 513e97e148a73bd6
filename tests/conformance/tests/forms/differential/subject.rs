//! The models of the random queries, with their columns.

use std::fmt::Debug;
use std::sync::Arc;

use tablewright::{Model, Order, Select};

use super::changes::Change;
use super::orders::Compare;
use super::question::Question;
use super::random::Random;
use super::world::World;

/// A model that the random queries use.
pub trait Subject: Model + PartialEq + Debug {
    /// The identity of a row, which sorts by the primary key as the database does.
    type Id: Ord + Clone + Debug;

    /// Whether the model has soft deletes.
    const STAYS: bool = false;

    fn id(&self) -> Self::Id;

    /// The order of the primary key.
    fn by_id() -> Vec<Order<Self>>;

    /// The rows in memory, also those that were deleted, in the order of the primary key.
    fn rows(world: &World) -> &[Self];

    fn select(deleted: Deleted) -> Select<'static, Self>;

    fn is_deleted(&self) -> bool {
        false
    }

    /// A condition that combines no others, except conditions on other rows.
    fn question(random: &mut Random, world: &Arc<World>, depth: usize) -> Question<Self>;

    fn order(random: &mut Random) -> (Order<Self>, Compare<Self>);

    /// Changes that a row can have.
    fn changes() -> &'static [Change<Self>] {
        &[]
    }

    /// Applies the effects of the database to a changed row, and returns the stored row.
    fn follow(&mut self, _stored: &Self) {}
}

/// The choice between existing and soft-deleted rows.
#[derive(Clone, Copy, Debug)]
pub enum Deleted {
    LeftOut,
    Included,
    Alone,
}

impl Deleted {
    pub fn any<M: Subject>(random: &mut Random) -> Deleted {
        if M::STAYS && random.flip() {
            random.pick(&[Deleted::Included, Deleted::Alone])
        } else {
            Deleted::LeftOut
        }
    }

    fn has<M: Subject>(self, row: &M) -> bool {
        match self {
            Deleted::LeftOut => !row.is_deleted(),
            Deleted::Included => true,
            Deleted::Alone => row.is_deleted(),
        }
    }
}

/// The rows of a query.
pub struct Asked<M> {
    pub said: String,
    pub question: Question<M>,
    deleted: Deleted,
}

impl<M: Subject> Asked<M> {
    pub fn any(random: &mut Random, world: &Arc<World>, depth: usize) -> Asked<M> {
        let deleted = Deleted::any::<M>(random);
        let question = super::question::any::<M>(random, world, depth);
        let said = match deleted {
            Deleted::LeftOut => question.said.clone(),
            deleted => format!("{}, deleted: {deleted:?}", question.said),
        };
        Asked {
            said,
            question,
            deleted,
        }
    }

    pub fn select(&self) -> Select<'static, M> {
        M::select(self.deleted).filter(self.question.filter.clone())
    }

    /// The chosen rows.
    pub fn of(&self, rows: &[M]) -> Vec<M> {
        let rows = rows.iter();
        let meant = rows.filter(|row| self.deleted.has(*row) && self.question.finds(Some(row)));
        meant.cloned().collect()
    }
}

pub fn ids<M: Subject>(rows: &[M]) -> Vec<M::Id> {
    rows.iter().map(M::id).collect()
}
