//! The models of the random queries, with their columns.

use std::fmt::Debug;
use std::sync::Arc;

use tablewright::{Model, Order, Select};

use super::changes::Change;
use super::orders::Compare;
use super::question::Question;
use super::random::Random;
use super::world::World;

/// A model that is asked about.
pub trait Subject: Model + PartialEq + Debug {
    /// The identity of a row, which sorts by the primary key as the database does.
    type Id: Ord + Clone + Debug;

    /// Whether rows stay when they are deleted.
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

    /// A condition that is not put together from others, unless from conditions on other rows.
    fn question(random: &mut Random, world: &Arc<World>, depth: usize) -> Question<Self>;

    fn order(random: &mut Random) -> (Order<Self>, Compare<Self>);

    /// Changes that a row can have.
    fn changes() -> &'static [Change<Self>] {
        &[]
    }

    /// The effects of the database on a changed row, which is stored now.
    fn follow(&mut self, _stored: &Self) {}
}

/// Which rows are meant of those that stay when they are deleted.
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

/// Rows that are asked for.
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

    /// Those of the rows that are meant.
    pub fn of(&self, rows: &[M]) -> Vec<M> {
        let rows = rows.iter();
        let meant = rows.filter(|row| self.deleted.has(*row) && self.question.finds(Some(row)));
        meant.cloned().collect()
    }
}

pub fn ids<M: Subject>(rows: &[M]) -> Vec<M::Id> {
    rows.iter().map(M::id).collect()
}
