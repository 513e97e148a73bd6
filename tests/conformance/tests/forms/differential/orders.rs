//! Orders, limits and pages.

use std::cmp::Ordering;
use std::sync::Arc;

use tablewright::{Database, Order, Result, Select};

use super::random::Random;
use super::subject::{Subject, ids};

/// Compares rows. A row may be missing, as in a left join.
pub type Compare<M> = Arc<dyn Fn(Option<&M>, Option<&M>) -> Ordering + Send + Sync>;

/// The order of a column, and of values that compare like it.
macro_rules! order {
    ($random:ident, $model:ident $column:ident $field:ident $(, $key:expr)?) => {{
        use $crate::differential::question::Nullable as _;
        let (descending, nulls) = ($random.flip(), $random.below(3));
        let order = if descending { $model::$column.desc() } else { $model::$column.asc() };
        let order = match nulls {
            0 => order,
            1 => order.nulls_first(),
            _ => order.nulls_last(),
        };
        let nulls_first = match nulls {
            0 => !descending,
            nulls => nulls == 1,
        };
        let key = |row: Option<&$model>| row.and_then(|row| row.$field.value())$(.map($key))?;
        let compare: $crate::differential::orders::Compare<$model> =
            ::std::sync::Arc::new(move |one, other| {
                $crate::differential::orders::ordering(key(one), key(other), descending, nulls_first)
            });
        (order, compare)
    }};
}

pub(super) use order;

pub fn ordering<T: PartialOrd>(
    one: Option<T>,
    other: Option<T>,
    descending: bool,
    nulls_first: bool,
) -> Ordering {
    match (one, other) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) if nulls_first => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) if nulls_first => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(one), Some(other)) => {
            let ordering = one.partial_cmp(&other).expect("numbers are finite");
            if descending {
                ordering.reverse()
            } else {
                ordering
            }
        }
    }
}

/// Orders of rows, and then that of the primary key.
pub struct Sorted<M> {
    pub orders: Vec<Order<M>>,
    compares: Vec<Compare<M>>,
}

impl<M: Subject> Sorted<M> {
    /// Between `least` and `most` orders.
    pub fn any(random: &mut Random, least: usize, most: usize) -> Sorted<M> {
        let count = least + random.below(most - least + 1);
        let (orders, compares) = (0..count).map(|_| M::order(random)).unzip();
        Sorted { orders, compares }
    }

    pub fn with_id(&self) -> Vec<Order<M>> {
        let mut orders = self.orders.clone();
        orders.extend(M::by_id());
        orders
    }

    pub fn sort(&self, rows: &mut [M]) {
        rows.sort_by(|one, other| {
            let by_id = one.id().cmp(&other.id());
            self.compare(Some(one), Some(other)).then(by_id)
        });
    }

    pub fn compare(&self, one: Option<&M>, other: Option<&M>) -> Ordering {
        let orderings = self.compares.iter().map(|compare| compare(one, other));
        orderings.fold(Ordering::Equal, Ordering::then)
    }
}

/// A limit or none, and an offset or none.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub limit: Option<u64>,
    pub offset: Option<u64>,
}

impl Part {
    pub fn any(random: &mut Random) -> Part {
        let limit = random.flip().then(|| random.below(9) as u64);
        let offset = (random.below(3) == 0).then(|| random.below(4) as u64);
        Part { limit, offset }
    }

    pub fn is_whole(self) -> bool {
        self.limit.is_none() && self.offset.is_none()
    }

    pub fn of<T>(self, rows: Vec<T>) -> Vec<T> {
        let limit = self.limit.unwrap_or(u64::MAX);
        let rows = rows.into_iter().skip(self.offset.unwrap_or(0) as usize);
        rows.take(usize::try_from(limit).unwrap_or(usize::MAX))
            .collect()
    }
}

/// Sets the limit and the offset of a statement.
macro_rules! limited {
    ($select:expr, $part:expr) => {{
        let (mut select, part) = ($select, $part);
        if let Some(limit) = part.limit {
            select = select.limit(limit);
        }
        if let Some(offset) = part.offset {
            select = select.offset(offset);
        }
        select
    }};
}

pub(super) use limited;

/// Orders rows, and reads parts of them and pages.
pub async fn compare<M: Subject>(
    random: &mut Random,
    found: &[M],
    asked: impl Fn() -> Select<'static, M>,
    db: &Database,
    said: &str,
) -> Result<()> {
    let sorted = Sorted::<M>::any(random, 1, 2);
    let mut expected = found.to_vec();
    sorted.sort(&mut expected);
    let said = format!("{said}, by {:?}", sorted.orders);
    let with_id = || asked().order_by(sorted.with_id());
    assert_eq!(
        ids(&with_id().all(db).await?),
        ids(&expected),
        "{said}, all of them"
    );
    let part = Part::any(random);
    let rows = limited!(with_id(), part).all(db).await?;
    let wanted = part.of(expected.clone());
    assert_eq!(ids(&rows), ids(&wanted), "{said}, {part:?}");
    let count = limited!(with_id(), part).count(db).await?;
    assert_eq!(count, wanted.len() as u64, "{said}, count of {part:?}");
    let size = 1 + random.below(7) as u64;
    let (mut paged, mut after) = (Vec::new(), None);
    for _ in 0..=found.len() {
        let select = asked().order_by(sorted.orders.clone());
        let page = select.page(after.as_deref(), size).all(db).await?;
        paged.extend(ids(&page.rows));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(
        (paged, after),
        (ids(&expected), None),
        "{said}, pages of {size}"
    );
    Ok(())
}
