//! Random expressions: in conditions, orders, selections, groups, aggregates and updates.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;

use tablewright::__private::Field;
use tablewright::query::{Expression, IntoExpression, Sortable, case, count};
use tablewright::rust_decimal::{Decimal, RoundingStrategy};
use tablewright::{Database, Filter, Result, Select};
use tablewright_test_conformance::models::forms::Form;

use super::conversions;
use super::question::METHODS;
use super::random::Random;
use super::subject::{Asked, ids};
use super::values::*;

type Of<T> = Arc<dyn Fn(&Form) -> Option<T> + Send + Sync>;
type Compare<T> = fn(&T, &T) -> Ordering;

/// An expression for the library, and the same expression in memory.
#[derive(Clone)]
pub(super) struct Drawn<T: 'static> {
    said: String,
    expr: Expression<Form, Option<T>>,
    of: Of<T>,
}

impl<T: 'static> Drawn<T> {
    pub(super) fn new(
        said: String,
        expr: Expression<Form, Option<T>>,
        of: impl Fn(&Form) -> Option<T> + Send + Sync + 'static,
    ) -> Drawn<T> {
        let of = Arc::new(of);
        Drawn { said, expr, of }
    }
}

/// A value that is never NULL.
trait Bare:
    Field<Bare = Self, Optional = Option<Self>, Or<Option<Self>> = Option<Self>>
    + Sortable
    + Clone
    + Debug
    + PartialEq
    + Sync
{
}

impl<T> Bare for T where
    T: Field<Bare = T, Optional = Option<T>, Or<Option<T>> = Option<T>>
        + Sortable
        + Clone
        + Debug
        + PartialEq
        + Sync
{
}

/// A column as an expression.
macro_rules! column {
    ($column:ident $field:ident) => {
        Drawn::new(
            stringify!($column).to_owned(),
            Expression::from(Form::$column),
            |row: &Form| row.$field.clone(),
        )
    };
}

fn texts(random: &mut Random, depth: usize) -> Drawn<String> {
    if depth == 0 {
        return match random.below(5) {
            0 => column!(NAME name),
            1 => column!(NICK nick),
            2 => column!(EMAIL email),
            3 => column!(LONG long),
            _ => column!(BODY body),
        };
    }
    let inner = texts(random, depth - 1);
    let (of, said) = (inner.of.clone(), &inner.said);
    match random.below(9) {
        0 => Drawn::new(format!("lower({said})"), inner.expr.lower(), move |row| {
            of(row).map(|text| text.to_ascii_lowercase())
        }),
        1 => Drawn::new(format!("upper({said})"), inner.expr.upper(), move |row| {
            of(row).map(|text| text.to_ascii_uppercase())
        }),
        2 => Drawn::new(format!("trim({said})"), inner.expr.trim(), move |row| {
            of(row).map(|text| text.trim_matches(' ').to_owned())
        }),
        3 => {
            let value = random.pick(&names());
            let text = format!("{said} || {value:?}");
            Drawn::new(text, inner.expr.concat(value.clone()), move |row| {
                of(row).map(|text| text + &value)
            })
        }
        4 => {
            let other = texts(random, 0);
            let (text, second) = (format!("{said} || {}", other.said), other.of);
            Drawn::new(text, inner.expr.concat(other.expr), move |row| {
                Some(of(row)? + &second(row)?)
            })
        }
        _ => either(random, inner, |random| texts(random, depth - 1), &names()),
    }
}

/// `coalesce`, `nullif` and `case`, which every type has.
fn either<T: Bare>(
    random: &mut Random,
    inner: Drawn<T>,
    other: impl FnOnce(&mut Random) -> Drawn<T>,
    pool: &[T],
) -> Drawn<T> {
    let (of, said) = (inner.of.clone(), inner.said.clone());
    let value = random.pick(pool);
    match random.below(4) {
        0 => {
            let other = other(random);
            let (text, second) = (format!("coalesce({said}, {})", other.said), other.of);
            Drawn::new(text, inner.expr.coalesce(other.expr), move |row| {
                of(row).or_else(|| second(row))
            })
        }
        1 => {
            let text = format!("nullif({said}, {value:?})");
            Drawn::new(text, inner.expr.nullif(value.clone()), move |row| {
                of(row).filter(|it| *it != value)
            })
        }
        2 => {
            let other = other(random);
            let text = format!("case FLAG then {said}, BIG > 0 then {}", other.said);
            let second = other.of;
            let expr = case(Form::FLAG, inner.expr)
                .when(Form::BIG.gt(0), other.expr)
                .or_null();
            Drawn::new(text, expr, move |row| {
                if row.flag == Some(true) {
                    of(row)
                } else if row.big > Some(0) {
                    second(row)
                } else {
                    None
                }
            })
        }
        _ => {
            let text = format!("case BIG null then {value:?} else {said}");
            let expr = case(Form::BIG.is_null(), value.clone()).otherwise(inner.expr);
            Drawn::new(text, expr, move |row| match row.big {
                None => Some(value.clone()),
                Some(_) => of(row),
            })
        }
    }
}

/// Expressions of 64-bit integers, whatever the types of their operands are.
fn integers_of(random: &mut Random, depth: usize) -> Drawn<i64> {
    if depth == 0 {
        return match random.below(3) {
            0 => column!(BIG big),
            1 => column!(BIGGER bigger),
            _ => {
                let text = texts(random, 1);
                let of = text.of;
                let said = format!("length({})", text.said);
                Drawn::new(said, text.expr.length(), move |row| {
                    of(row).map(|text| text.chars().count() as i64)
                })
            }
        };
    }
    let inner = integers_of(random, depth - 1);
    either(
        random,
        inner,
        |random| integers_of(random, depth - 1),
        &bigs(),
    )
}

/// Computations of 32-bit integers.
fn counts(random: &mut Random) -> Drawn<i32> {
    let value = random.pick(&[-2, 0, 1, 7]);
    match random.below(4) {
        0 => Drawn::new(
            "abs(nullif(COUNT, least))".to_owned(),
            Form::COUNT.nullif(i32::MIN).abs(),
            |row| row.count.filter(|it| *it != i32::MIN).map(i32::abs),
        ),
        1 => Drawn::new(
            "case COUNT not null then COUNT * 0".to_owned(),
            case(Form::COUNT.is_not_null(), Form::COUNT * 0).or_null(),
            |row| row.count.map(|_| 0),
        ),
        2 => Drawn::new(
            format!("nullif(COUNT, {value})"),
            Form::COUNT.nullif(value),
            move |row| row.count.filter(|it| *it != value),
        ),
        _ => Drawn::new(
            "COUNT - COUNT".to_owned(),
            Expression::from(Form::COUNT) - Form::COUNT,
            |row| row.count.map(|_| 0),
        ),
    }
}

fn decimals(random: &mut Random, depth: usize) -> Drawn<Decimal> {
    if depth == 0 {
        return match random.below(2) {
            0 => column!(PRICE price),
            _ => column!(RATE rate),
        };
    }
    let inner = decimals(random, 0);
    let (of, said) = (inner.of.clone(), &inner.said);
    match random.below(9) {
        8 => {
            let value = random.pick(&prices());
            let text = format!("PRICE * {value}");
            Drawn::new(text, Form::PRICE * value, move |row| {
                row.price.map(|it| it * value)
            })
        }
        0 => {
            let digits = random.below(4) as u32;
            let text = format!("round({said}, {digits})");
            Drawn::new(text, inner.expr.round(digits), move |row| {
                let away = RoundingStrategy::MidpointAwayFromZero;
                of(row).map(|it| it.round_dp_with_strategy(digits, away))
            })
        }
        1 => Drawn::new(format!("abs({said})"), inner.expr.abs(), move |row| {
            of(row).map(|it| it.abs())
        }),
        2 => {
            let other = decimals(random, 0);
            let (text, second) = (format!("{said} * {}", other.said), other.of);
            Drawn::new(text, inner.expr * other.expr, move |row| {
                Some(of(row)? * second(row)?)
            })
        }
        3 => {
            let other = decimals(random, 0);
            let (text, second) = (format!("{said} - {}", other.said), other.of);
            Drawn::new(text, inner.expr - other.expr, move |row| {
                Some(of(row)? - second(row)?)
            })
        }
        4 => {
            let value = random.pick(&prices());
            let text = format!("{said} + {value}");
            Drawn::new(text, inner.expr + value, move |row| {
                of(row).map(|it| it + value)
            })
        }
        5 => Drawn::new("COST + PRICE".to_owned(), Form::COST + Form::PRICE, |row| {
            Some(row.cost? + row.price?)
        }),
        _ => either(random, inner, |random| decimals(random, 0), &prices()),
    }
}

fn floats(random: &mut Random) -> Drawn<f32> {
    match random.below(6) {
        0 => Drawn::new(
            "SINGLE * OTHER".to_owned(),
            Form::SINGLE * Form::OTHER,
            |row| Some(row.single? * row.other?),
        ),
        1 => Drawn::new(
            "SINGLE - OTHER".to_owned(),
            Form::SINGLE - Form::OTHER,
            |row| Some(row.single? - row.other?),
        ),
        2 => Drawn::new("round(SINGLE)".to_owned(), Form::SINGLE.round(), |row| {
            row.single.map(f32::round_ties_even)
        }),
        3 => Drawn::new(
            "abs(SINGLE + 0.3)".to_owned(),
            (Form::SINGLE + 0.3).abs(),
            |row| row.single.map(|it| (it + 0.3).abs()),
        ),
        _ => {
            let inner = column!(SINGLE single);
            either(random, inner, |_| column!(OTHER other), &singles())
        }
    }
}

fn longer_floats(random: &mut Random) -> Drawn<f64> {
    match random.below(5) {
        0 => Drawn::new(
            "DOUBLE * FRACTION".to_owned(),
            Form::DOUBLE * Form::FRACTION,
            |row| Some(row.double? * row.fraction?),
        ),
        1 => Drawn::new(
            "round(DOUBLE + FRACTION)".to_owned(),
            (Form::DOUBLE + Form::FRACTION).round(),
            |row| Some((row.double? + row.fraction?).round_ties_even()),
        ),
        2 => Drawn::new("abs(DOUBLE)".to_owned(), Form::DOUBLE.abs(), |row| {
            row.double.map(f64::abs)
        }),
        _ => {
            let inner = column!(DOUBLE double);
            either(random, inner, |_| column!(FRACTION fraction), &doubles())
        }
    }
}

/// Compares the results for an expression of each type.
pub async fn compare(
    random: &mut Random,
    found: &[Form],
    asked: &Asked<Form>,
    db: &Database,
    said: &str,
) -> Result<()> {
    let to = &mut Question {
        random,
        found,
        asked,
        db,
        said,
    };
    let depth = 1 + to.random.below(3);
    match to.random.below(20) {
        0..=3 => {
            let drawn = texts(to.random, depth);
            set_text(to, &drawn).await?;
            let pattern = to.random.pick(&["a%", "%A", "_", "%b%", ""]);
            let rows = to.rows().filter(drawn.expr.clone().ilike(pattern));
            let like = |text: String| like(&text.to_ascii_lowercase(), pattern);
            let expected = found.iter().filter(|row| (drawn.of)(row).is_some_and(like));
            let expected: Vec<i32> = expected.map(|row| row.id).collect();
            let text = format!("{said}, {} like {pattern}", drawn.said);
            assert_eq!(ids(&rows.all(db).await?), expected, "{text}");
            to.all(drawn, &names(), String::cmp).await
        }
        4 | 5 => {
            let drawn = integers_of(to.random, depth);
            to.all(drawn, &bigs(), i64::cmp).await
        }
        6 => {
            let drawn = counts(to.random);
            to.order_and_groups(&drawn, i32::cmp).await
        }
        7..=9 => {
            let drawn = decimals(to.random, 1);
            let other = decimals(to.random, 1);
            to.against(&drawn, other, Decimal::cmp).await?;
            to.all(drawn, &prices(), Decimal::cmp).await
        }
        10 => {
            let drawn = floats(to.random);
            let compare: Compare<f32> = |one, other| one.partial_cmp(other).expect("finite");
            to.conditions(&drawn, &singles(), compare).await?;
            let other = floats(to.random);
            to.against(&drawn, other, compare).await?;
            to.selected(&drawn).await
        }
        11 => {
            let drawn = longer_floats(to.random);
            let compare: Compare<f64> = |one, other| one.partial_cmp(other).expect("finite");
            to.conditions(&drawn, &doubles(), compare).await?;
            let other = longer_floats(to.random);
            to.against(&drawn, other, compare).await?;
            to.selected(&drawn).await
        }
        12 => {
            let inner = column!(PRIORITY priority);
            let drawn = either(
                to.random,
                inner,
                |_| column!(FOLLOWING following),
                &priorities(),
            );
            to.conditions(&drawn, &priorities(), |one, other| {
                (*one as u8).cmp(&(*other as u8))
            })
            .await?;
            to.selected(&drawn).await
        }
        13 => {
            let inner = column!(DAY day);
            let drawn = either(to.random, inner, |_| column!(DAY day), &days());
            to.all(drawn, &days(), Ord::cmp).await
        }
        14 => {
            let inner = column!(INSTANT instant);
            let drawn = either(to.random, inner, |_| column!(INSTANT instant), &instants());
            to.all(drawn, &instants(), Ord::cmp).await
        }
        15 => {
            let drawn = conversions::parts(to.random);
            to.all(drawn, &[-1, 0, 1, 2, 23, 59, 2024], i32::cmp).await
        }
        16 => match to.random.below(4) {
            0 => {
                let drawn = conversions::days(to.random);
                to.all(drawn, &days(), Ord::cmp).await
            }
            1 => {
                let drawn = conversions::locals(to.random);
                to.all(drawn, &locals(), Ord::cmp).await
            }
            2 => {
                let drawn = conversions::spans(to.random);
                to.all(drawn, &spans(), Ord::cmp).await
            }
            _ => {
                let drawn = conversions::instants(to.random);
                to.all(drawn, &instants(), Ord::cmp).await
            }
        },
        17 | 18 => match to.random.below(4) {
            0 => {
                let drawn = conversions::bigs(to.random);
                to.all(drawn, &bigs(), i64::cmp).await
            }
            1 => {
                let drawn = conversions::texts(to.random);
                to.all(drawn, &names(), String::cmp).await
            }
            2 => {
                let drawn = conversions::decimals(to.random);
                to.all(drawn, &prices(), Decimal::cmp).await
            }
            _ => {
                let drawn = conversions::doubles(to.random);
                to.conditions(&drawn, &doubles(), |one, other| {
                    one.partial_cmp(other).expect("finite")
                })
                .await?;
                to.selected(&drawn).await
            }
        },
        _ => match to.random.below(4) {
            0 => {
                let inner = column!(TOKEN token);
                let drawn = either(to.random, inner, |_| column!(TOKEN token), &tokens());
                to.all(drawn, &tokens(), Ord::cmp).await
            }
            1 => {
                let inner = column!(DATA data);
                let drawn = either(to.random, inner, |_| column!(DATA data), &bytes());
                to.all(drawn, &bytes(), Ord::cmp).await
            }
            2 => {
                let inner = column!(HOUR hour);
                let drawn = either(to.random, inner, |_| column!(HOUR hour), &hours());
                to.all(drawn, &hours(), Ord::cmp).await
            }
            _ => {
                let inner = column!(FLAG flag);
                let drawn = either(to.random, inner, |_| column!(FLAG flag), &[false, true]);
                to.all(drawn, &[false, true], Ord::cmp).await
            }
        },
    }
}

fn like(text: &str, pattern: &str) -> bool {
    match pattern {
        "a%" => text.starts_with('a'),
        "%A" => text.ends_with('a'),
        "_" => text.chars().count() == 1,
        "%b%" => text.contains('b'),
        _ => text.is_empty(),
    }
}

/// Sets a column to an expression, which reads the row before the update, and rolls back.
async fn set_text(to: &mut Question<'_>, drawn: &Drawn<String>) -> Result<()> {
    let tx = to.db.begin().await?;
    let update = to.rows().update().set(Form::BODY, drawn.expr.clone());
    let update = if to.random.flip() {
        update
            .set(Form::NICK, Form::NAME)
            .set(Form::NAME, Form::NICK.upper())
    } else {
        update
    };
    let changed = update.execute(&tx).await?;
    assert_eq!(changed, to.found.len() as u64, "{}", to.said);
    let bodies = Form::all().select((Form::ID, Form::BODY)).all(&tx).await?;
    let said = format!("{}, BODY = {}", to.said, drawn.said);
    for row in to.found {
        let stored = bodies.iter().find(|(id, _)| *id == row.id);
        let expected = (row.id, (drawn.of)(row));
        assert_eq!(stored, Some(&expected), "{said}");
    }
    tx.rollback().await
}

struct Question<'q> {
    random: &'q mut Random,
    found: &'q [Form],
    asked: &'q Asked<Form>,
    db: &'q Database,
    said: &'q str,
}

impl Question<'_> {
    fn rows(&self) -> Select<'static, Form> {
        self.asked.select()
    }

    async fn all<T>(&mut self, drawn: Drawn<T>, pool: &[T], compare: Compare<T>) -> Result<()>
    where
        T: Bare + Ord,
    {
        self.conditions(&drawn, pool, compare).await?;
        self.selected(&drawn).await?;
        self.order_and_groups(&drawn, compare).await
    }

    /// Compares it with a value, with another expression, and by a list.
    async fn conditions<T>(
        &mut self,
        drawn: &Drawn<T>,
        pool: &[T],
        compare: Compare<T>,
    ) -> Result<()>
    where
        T: Bare,
    {
        let method = self.random.below(6);
        let value = self.random.pick(pool);
        let filter = compared(method, drawn.expr.clone(), value.clone());
        let said = format!("{} {} {value:?}", drawn.said, METHODS[method]);
        let holds = |row: &Form| {
            let ordering = compare(&(drawn.of)(row)?, &value);
            Some(of_method(method, ordering))
        };
        self.finds(filter, holds, &said).await?;
        let method = self.random.below(6);
        let other = drawn.expr.clone().coalesce(value.clone());
        let filter = compared(method, drawn.expr.clone(), other);
        let said = format!("{} {} itself or {value:?}", drawn.said, METHODS[method]);
        let holds = |row: &Form| {
            let own = (drawn.of)(row)?;
            Some(of_method(method, compare(&own, &own)))
        };
        self.finds(filter, holds, &said).await?;
        let list: Vec<T> = (0..self.random.below(4))
            .map(|_| self.random.pick(pool))
            .collect();
        let filter = drawn.expr.clone().not_in(list.clone());
        let said = format!("{} not in {list:?}", drawn.said);
        let holds = |row: &Form| match (drawn.of)(row) {
            _ if list.is_empty() => Some(true),
            None => None,
            Some(own) => Some(list.iter().all(|it| compare(&own, it).is_ne())),
        };
        self.finds(filter, holds, &said).await?;
        let is_null = self.random.flip();
        let filter = match is_null {
            true => drawn.expr.clone().is_null(),
            false => drawn.expr.clone().is_not_null(),
        };
        let holds = |row: &Form| Some((drawn.of)(row).is_none() == is_null);
        self.finds(filter, holds, &format!("{} null: {is_null}", drawn.said))
            .await
    }

    /// Compares it with another expression.
    async fn against<T>(
        &mut self,
        drawn: &Drawn<T>,
        other: Drawn<T>,
        compare: Compare<T>,
    ) -> Result<()>
    where
        T: Bare,
    {
        let method = self.random.below(6);
        let filter = compared(method, drawn.expr.clone(), other.expr);
        let said = format!("{} {} {}", drawn.said, METHODS[method], other.said);
        let holds = |row: &Form| {
            let ordering = compare(&(drawn.of)(row)?, &(other.of)(row)?);
            Some(of_method(method, ordering))
        };
        self.finds(filter, holds, &said).await
    }

    async fn finds(
        &mut self,
        filter: Filter<Form>,
        holds: impl Fn(&Form) -> Option<bool>,
        said: &str,
    ) -> Result<()> {
        let negated = self.random.flip();
        let filter = if negated { !filter } else { filter };
        let expected = self.found.iter().filter(|row| holds(row) == Some(!negated));
        let expected: Vec<i32> = expected.map(|row| row.id).collect();
        let said = format!("{}, {said}, not: {negated}", self.said);
        let rows = self.rows().filter(filter).all(self.db).await;
        let rows = rows.unwrap_or_else(|error| panic!("{said}: {error}"));
        assert_eq!(ids(&rows), expected, "{said}");
        Ok(())
    }

    async fn selected<T>(&mut self, drawn: &Drawn<T>) -> Result<()>
    where
        T: Bare,
    {
        let expected = self.found.iter().map(|row| (row.id, (drawn.of)(row)));
        let expected: Vec<_> = expected.collect();
        let said = format!("{}, {} selected", self.said, drawn.said);
        let rows = self.rows().select((Form::ID, drawn.expr.clone()));
        let rows = rows.all(self.db).await;
        let rows = rows.unwrap_or_else(|error| panic!("{said}: {error}"));
        assert_eq!(rows, expected, "{said}");
        Ok(())
    }

    async fn order_and_groups<T>(&mut self, drawn: &Drawn<T>, compare: Compare<T>) -> Result<()>
    where
        T: Bare + Ord,
    {
        let (descending, nulls) = (self.random.flip(), self.random.below(3));
        let expr = drawn.expr.clone();
        let order = if descending { expr.desc() } else { expr.asc() };
        let order = match nulls {
            0 => order,
            1 => order.nulls_first(),
            _ => order.nulls_last(),
        };
        let nulls_first = match nulls {
            0 => !descending,
            nulls => nulls == 1,
        };
        let mut expected: Vec<&Form> = self.found.iter().collect();
        expected.sort_by(|one, other| {
            let ordering = match ((drawn.of)(one), (drawn.of)(other)) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) if nulls_first => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) if nulls_first => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(one), Some(other)) if descending => compare(&other, &one),
                (Some(one), Some(other)) => compare(&one, &other),
            };
            ordering.then(one.id.cmp(&other.id))
        });
        let expected: Vec<i32> = expected.iter().map(|row| row.id).collect();
        let said = format!(
            "{}, by {}, descending: {descending}, nulls: {nulls}",
            self.said, drawn.said
        );
        let rows = self.rows().order_by([order, Form::ID.asc()]).all(self.db);
        let rows = rows.await.unwrap_or_else(|error| panic!("{said}: {error}"));
        assert_eq!(ids(&rows), expected, "{said}");
        let mut groups: BTreeMap<Option<T>, u64> = BTreeMap::new();
        for row in self.found {
            *groups.entry((drawn.of)(row)).or_default() += 1;
        }
        let said = format!("{}, groups of {}", self.said, drawn.said);
        let expr = || drawn.expr.clone();
        let selected = self.rows().select((expr(), count())).group_by(expr());
        let rows = selected.all(self.db).await;
        let rows = rows.unwrap_or_else(|error| panic!("{said}: {error}"));
        let expected: Vec<_> = groups.clone().into_iter().collect();
        assert_eq!(rows, expected, "{said}");
        let values: Vec<Option<T>> = groups.into_keys().collect();
        let distinct = self.rows().select(expr()).distinct().all(self.db).await;
        let distinct = distinct.unwrap_or_else(|error| panic!("{said}: {error}"));
        assert_eq!(distinct, values, "{said}, distinct");
        let distinct = self
            .rows()
            .select(expr())
            .distinct()
            .order_by(expr().desc());
        let distinct = distinct.all(self.db).await;
        let distinct = distinct.unwrap_or_else(|error| panic!("{said}: {error}"));
        let mut reversed = values.clone();
        reversed.reverse();
        assert_eq!(distinct, reversed, "{said}, distinct, from the greatest");
        let there = values.iter().flatten().count() as u64;
        let found = self
            .rows()
            .select(expr().count_distinct())
            .one(self.db)
            .await?;
        assert_eq!(found, there, "{said}, how many differ");
        Ok(())
    }
}

fn compared<T, V>(method: usize, expr: Expression<Form, Option<T>>, with: V) -> Filter<Form>
where
    T: Bare,
    V: IntoExpression<Form, T>,
{
    match method {
        0 => expr.eq(with),
        1 => expr.ne(with),
        2 => expr.lt(with),
        3 => expr.le(with),
        4 => expr.gt(with),
        _ => expr.ge(with),
    }
}

fn of_method(method: usize, ordering: Ordering) -> bool {
    [
        ordering.is_eq(),
        ordering.is_ne(),
        ordering.is_lt(),
        ordering.is_le(),
        ordering.is_gt(),
        ordering.is_ge(),
    ][method]
}
