//! Random rows, conditions, orders, pages, groups and changes, compared with the same in memory.
//!
//! `TABLEWRIGHT_CASES` says how many of each, and `TABLEWRIGHT_SEED` which.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use tablewright::jiff::Timestamp;
use tablewright::jiff::civil::{Date, DateTime, Time, date, datetime, time};
use tablewright::query::{Aggregate, count};
use tablewright::rust_decimal::Decimal;
use tablewright::uuid::Uuid;
use tablewright::{AsyncConnection, Database, Filter, Order, Result, Update};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::forms::{Form, NewForm, Priority};

everywhere!(forms: what_is_asked_is_answered_as_in_memory);

/// How many cases of each kind there are, unless told otherwise.
const CASES: u64 = 60;
const ROWS: i32 = 30;

async fn what_is_asked_is_answered_as_in_memory(db: &Database) -> Result<()> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let cases: u64 = number("TABLEWRIGHT_CASES").unwrap_or(CASES);
    let seed: u64 = number("TABLEWRIGHT_SEED").unwrap_or_default();
    let mut random = Random(seed);
    let rows = fill(&mut random, db).await?;
    for case in 0..cases {
        let question = question(&mut random, 3);
        let said = format!("TABLEWRIGHT_SEED={seed}, case {case}: {}", question.said);
        let expected: Vec<Form> = rows
            .iter()
            .filter(|row| question.finds(row))
            .cloned()
            .collect();
        let asked = || Form::filter(question.filter.clone());
        assert_eq!(ids(&asked().all(db).await?), ids(&expected), "{said}");
        assert_eq!(asked().count(db).await?, expected.len() as u64, "{said}");
        if case % 4 == 0 {
            sorted(&mut random, &expected, asked, db, &said).await?;
            changed(&mut random, &rows, &question, db, &said).await?;
            grouped(&mut random, &expected, asked, db, &said).await?;
        }
    }
    Ok(())
}

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    /// One of these, or nothing.
    fn maybe<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        (self.below(5) > 0).then(|| self.pick(from))
    }
}

// The values of rows and of conditions: few, so that many are alike.

fn smalls() -> Vec<i16> {
    vec![i16::MIN, -1, 0, 1, 7, i16::MAX]
}

fn integers() -> Vec<i32> {
    vec![i32::MIN, -2, 0, 1, 3, i32::MAX]
}

fn bigs() -> Vec<i64> {
    vec![i64::MIN, -1, 0, 2, 9_007_199_254_740_993, i64::MAX]
}

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).expect("a decimal")
}

fn prices() -> Vec<Decimal> {
    ["-1.50", "0", "0.01", "1.5", "2.25", "99999.99"]
        .map(decimal)
        .into()
}

fn rates() -> Vec<Decimal> {
    ["-1.5000", "0", "0.0001", "1.5", "1.5001", "2.2500"]
        .map(decimal)
        .into()
}

fn costs() -> Vec<Decimal> {
    ["9999999999999999.98", "9999999999999999.99", "-1.50", "0.1"]
        .map(decimal)
        .into()
}

fn singles() -> Vec<f32> {
    vec![0.1, -0.7, 0.0, 1.5, 16_777_216.0, 0.3]
}

fn doubles() -> Vec<f64> {
    vec![0.1, -0.7, 0.0, 1.5, 9_007_199_254_740_992.0, 0.3]
}

fn names() -> Vec<String> {
    [
        "a", "A", "b", "ä", "Ä", "", "a ", "a\r\nb", "a%b", "a_b", "🦀", "aXb",
    ]
    .map(str::to_owned)
    .into()
}

fn longs() -> Vec<String> {
    let prefix = "ä".repeat(590);
    ["", "a", "b", "ab"]
        .map(|end| format!("{prefix}{end}"))
        .into()
}

fn bodies() -> Vec<String> {
    let prefix = "x".repeat(1100);
    ["", "a", "B", "b", "a\r\nb"]
        .map(|end| format!("{prefix}{end}"))
        .into()
}

fn tokens() -> Vec<Uuid> {
    [0, 1, 1 << 64, u128::MAX].map(Uuid::from_u128).into()
}

fn bytes() -> Vec<Vec<u8>> {
    vec![vec![], vec![0], vec![0, 255], vec![255]]
}

fn days() -> Vec<Date> {
    vec![date(1, 1, 1), date(2024, 2, 29), date(9999, 12, 31)]
}

fn hours() -> Vec<Time> {
    vec![
        time(0, 0, 0, 0),
        time(23, 59, 59, 999_999_000),
        time(12, 0, 0, 1000),
    ]
}

fn locals() -> Vec<DateTime> {
    vec![
        datetime(1, 1, 1, 0, 0, 0, 0),
        datetime(2024, 2, 29, 1, 2, 3, 4000),
    ]
}

fn instants() -> Vec<Timestamp> {
    [-1, 0, 1, 1_700_000_000_000_001]
        .map(|it| Timestamp::from_microsecond(it).expect("in range"))
        .into()
}

fn priorities() -> Vec<Priority> {
    vec![
        Priority::Low,
        Priority::Medium,
        Priority::High,
        Priority::Urgent,
    ]
}

fn arrays() -> Vec<Vec<i32>> {
    vec![vec![], vec![1, 2], vec![2, 1], vec![10], vec![1]]
}

fn words() -> Vec<Vec<String>> {
    let words = |items: &[&str]| items.iter().map(|&item| item.to_owned()).collect();
    vec![
        words(&[]),
        words(&["a", "B"]),
        words(&["two\nlines\"\\ é"]),
        words(&["🦀"]),
    ]
}

async fn fill(random: &mut Random, db: &Database) -> Result<Vec<Form>> {
    let mut rows = Vec::new();
    for id in 0..ROWS {
        let new = Form::insert(NewForm { id })
            .set(Form::SMALL, random.maybe(&smalls()))
            .set(Form::COUNT, random.maybe(&integers()))
            .set(Form::BIG, random.maybe(&bigs()))
            .set(Form::BIGGER, random.maybe(&bigs()))
            .set(Form::PRICE, random.maybe(&prices()))
            .set(Form::COST, random.maybe(&costs()))
            .set(Form::RATE, random.maybe(&rates()))
            .set(Form::SINGLE, random.maybe(&singles()))
            .set(Form::OTHER, random.maybe(&singles()))
            .set(Form::DOUBLE, random.maybe(&doubles()))
            .set(Form::FRACTION, random.maybe(&doubles()))
            .set(Form::NAME, random.maybe(&names()))
            .set(Form::NICK, random.maybe(&names()))
            .set(Form::EMAIL, random.maybe(&names()))
            .set(Form::LONG, random.maybe(&longs()))
            .set(Form::BODY, random.maybe(&bodies()))
            .set(Form::FLAG, random.maybe(&[false, true]))
            .set(Form::TOKEN, random.maybe(&tokens()))
            .set(Form::DATA, random.maybe(&bytes()))
            .set(Form::DAY, random.maybe(&days()))
            .set(Form::HOUR, random.maybe(&hours()))
            .set(Form::LOCAL, random.maybe(&locals()))
            .set(Form::INSTANT, random.maybe(&instants()))
            .set(Form::PRIORITY, random.maybe(&priorities()))
            .set(Form::FOLLOWING, random.maybe(&priorities()))
            .set(Form::NUMBERS, random.maybe(&arrays()))
            .set(Form::OTHERS, random.maybe(&arrays()))
            .set(Form::WORDS, random.maybe(&words()));
        rows.push(new.one(db).await?);
    }
    Ok(rows)
}

fn ids(rows: &[Form]) -> Vec<i32> {
    rows.iter().map(|row| row.id).collect()
}

// Conditions.

type Holds = Arc<dyn Fn(&Form) -> Option<bool> + Send + Sync>;

/// A condition in the library's terms and in ours: `None` is SQL's unknown.
#[derive(Clone)]
struct Question {
    said: String,
    filter: Filter<Form>,
    holds: Holds,
}

impl Question {
    fn new(
        said: String,
        filter: Filter<Form>,
        holds: impl Fn(&Form) -> Option<bool> + Send + Sync + 'static,
    ) -> Question {
        let holds = Arc::new(holds);
        Question {
            said,
            filter,
            holds,
        }
    }

    fn finds(&self, row: &Form) -> bool {
        (self.holds)(row) == Some(true)
    }
}

const METHODS: [&str; 6] = ["eq", "ne", "lt", "le", "gt", "ge"];

fn compared<T: PartialOrd>(method: usize, left: Option<T>, right: Option<T>) -> Option<bool> {
    let ordering = left?.partial_cmp(&right?)?;
    Some(
        [
            ordering.is_eq(),
            ordering.is_ne(),
            ordering.is_lt(),
            ordering.is_le(),
            ordering.is_gt(),
            ordering.is_ge(),
        ][method],
    )
}

macro_rules! compare {
    ($method:expr, $column:expr, $operand:expr) => {
        match $method {
            0 => $column.eq($operand),
            1 => $column.ne($operand),
            2 => $column.lt($operand),
            3 => $column.le($operand),
            4 => $column.gt($operand),
            _ => $column.ge($operand),
        }
    };
}

/// Every question that a column of values in an order is offered for: the column, its field, what
/// compares as its values do, the values, and another column of the type.
macro_rules! about {
    ($random:ident, $column:ident $field:ident, $key:expr, $pool:expr, $other:ident $other_field:ident) => {{
        let (pool, key) = ($pool, $key);
        let said = |what: String| format!("{} {what}", stringify!($column));
        match $random.below(8) {
            0..=2 => {
                let (method, value) = ($random.below(6), $random.pick(&pool));
                let filter = compare!(method, Form::$column, value.clone());
                let text = said(format!("{} {value:?}", METHODS[method]));
                Question::new(text, filter, move |row| {
                    compared(
                        method,
                        row.$field.clone().map(key),
                        Some(key(value.clone())),
                    )
                })
            }
            3 => {
                let method = $random.below(6);
                let filter = compare!(method, Form::$column, Form::$other);
                let text = said(format!("{} {}", METHODS[method], stringify!($other)));
                Question::new(text, filter, move |row| {
                    compared(
                        method,
                        row.$field.clone().map(key),
                        row.$other_field.clone().map(key),
                    )
                })
            }
            4 | 5 => {
                let length = [0, 1, 2, 3, 300][$random.below(5)];
                let list: Vec<_> = (0..length).map(|_| $random.pick(&pool)).collect();
                let negated = $random.below(2) == 1;
                let text = said(format!(
                    "{} {:?}",
                    if negated { "not in" } else { "in" },
                    &list[..length.min(3)]
                ));
                let filter = if negated {
                    Form::$column.not_in(list.clone())
                } else {
                    Form::$column.in_(list.clone())
                };
                Question::new(text, filter, move |row| {
                    let found = if list.is_empty() {
                        Some(false)
                    } else {
                        row.$field.clone().map(|value| {
                            list.iter()
                                .any(|one| key(one.clone()) == key(value.clone()))
                        })
                    };
                    found.map(|found| found != negated)
                })
            }
            6 => {
                let null = $random.below(2) == 1;
                let filter = if null {
                    Form::$column.is_null()
                } else {
                    Form::$column.is_not_null()
                };
                Question::new(said(format!("is null: {null}")), filter, move |row| {
                    Some(row.$field.is_none() == null)
                })
            }
            _ => {
                let (first, last) = ($random.pick(&pool), $random.pick(&pool));
                let filter = Form::$column.between(first.clone(), last.clone());
                Question::new(
                    said(format!("between {first:?} {last:?}")),
                    filter,
                    move |row| {
                        let value = row.$field.clone().map(key);
                        and([
                            compared(5, value.clone(), Some(key(first.clone()))),
                            compared(3, value, Some(key(last.clone()))),
                        ])
                    },
                )
            }
        }
    }};
}

/// A column against one that is computed: the columns, the values, and the operators in memory.
macro_rules! computed {
    ($random:ident, $column:ident $field:ident, $other:ident $other_field:ident, $pool:expr, $wide:expr) => {{
        let (method, operator, value) = ($random.below(6), $random.below(3), $random.pick(&$pool));
        let operand = match operator {
            0 => Form::$other + value,
            1 => Form::$other - value,
            _ => Form::$other * value,
        };
        let filter = compare!(method, Form::$column, operand);
        let text = format!(
            "{} {} {} {} {value:?}",
            stringify!($column),
            METHODS[method],
            stringify!($other),
            ["+", "-", "*"][operator]
        );
        let wide = $wide;
        Question::new(text, filter, move |row| {
            let (left, right) = (row.$field.map(wide), row.$other_field.map(wide));
            let right = right.map(|right| match operator {
                0 => right + wide(value),
                1 => right - wide(value),
                _ => right * wide(value),
            });
            compared(method, left, right)
        })
    }};
}

fn and(answers: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => all = None,
            Some(true) => {}
        }
    }
    all
}

fn question(random: &mut Random, depth: usize) -> Question {
    if depth > 0 && random.below(3) > 0 {
        let parts: Vec<Question> = (0..random.below(4))
            .map(|_| question(random, depth - 1))
            .collect();
        let said: Vec<&str> = parts.iter().map(|part| part.said.as_str()).collect();
        let filters = parts.iter().map(|part| part.filter.clone());
        return match random.below(3) {
            0 => {
                let (text, filter) = (format!("({})", said.join(" & ")), Filter::every(filters));
                Question::new(text, filter, move |row| {
                    and(parts.iter().map(|part| (part.holds)(row)))
                })
            }
            1 => {
                let (text, filter) = (format!("({})", said.join(" | ")), Filter::any(filters));
                Question::new(text, filter, move |row| {
                    let none = and(parts.iter().map(|part| (part.holds)(row).map(|it| !it)));
                    none.map(|none| !none)
                })
            }
            _ => {
                let inner = question(random, depth - 1);
                Question::new(
                    format!("!{}", inner.said),
                    !inner.filter.clone(),
                    move |row| (inner.holds)(row).map(|holds| !holds),
                )
            }
        };
    }
    match random.below(32) {
        0 => about!(random, SMALL small, |it| it, smalls(), SMALL small),
        1 => about!(random, COUNT count, |it| it, integers(), COUNT count),
        2 => about!(random, BIG big, |it| it, bigs(), BIGGER bigger),
        3 => about!(random, PRICE price, |it| it, prices(), RATE rate),
        4 => about!(random, RATE rate, |it| it, rates(), PRICE price),
        5 => about!(random, COST cost, |it| it, costs(), PRICE price),
        6 => about!(random, SINGLE single, |it| it, singles(), OTHER other),
        7 => about!(random, DOUBLE double, |it| it, doubles(), FRACTION fraction),
        8 => about!(random, NAME name, |it: String| it, names(), NICK nick),
        9 => about!(random, LONG long, |it: String| it, longs(), LONG long),
        10 => about!(random, BODY body, |it: String| it, bodies(), BODY body),
        11 => about!(random, FLAG flag, |it| it, [false, true], FLAG flag),
        12 => about!(random, TOKEN token, |it| it, tokens(), TOKEN token),
        13 => about!(random, DATA data, |it: Vec<u8>| it, bytes(), DATA data),
        14 => about!(random, DAY day, |it| it, days(), DAY day),
        15 => about!(random, HOUR hour, |it| it, hours(), HOUR hour),
        16 => about!(random, LOCAL local, |it| it, locals(), LOCAL local),
        17 => about!(random, INSTANT instant, |it| it, instants(), INSTANT instant),
        18 | 19 => {
            about!(random, PRIORITY priority, |it| it as u8, priorities(), FOLLOWING following)
        }
        20 => computed!(random, SMALL small, SMALL small, smalls(), i128::from),
        21 => computed!(random, COUNT count, COUNT count, integers(), i128::from),
        22 => computed!(random, BIG big, BIGGER bigger, bigs(), i128::from),
        23 => computed!(random, PRICE price, RATE rate, rates(), |it: Decimal| it),
        24 => computed!(random, RATE rate, PRICE price, prices(), |it: Decimal| it),
        25 => computed!(random, SINGLE single, OTHER other, singles(), |it: f32| it),
        26 => computed!(random, DOUBLE double, FRACTION fraction, doubles(), |it: f64| it),
        27 | 28 => pattern(random),
        _ => array(random),
    }
}

fn array(random: &mut Random) -> Question {
    let negated = random.below(2) == 1;
    match random.below(5) {
        0 => {
            let value = random.pick(&arrays());
            let filter = if negated {
                Form::NUMBERS.ne(value.clone())
            } else {
                Form::NUMBERS.eq(value.clone())
            };
            Question::new(
                format!("NUMBERS = {value:?}, not: {negated}"),
                filter,
                move |row| row.numbers.as_ref().map(|it| (*it == value) != negated),
            )
        }
        1 => {
            let filter = if negated {
                Form::NUMBERS.ne(Form::OTHERS)
            } else {
                Form::NUMBERS.eq(Form::OTHERS)
            };
            Question::new(
                format!("NUMBERS = OTHERS, not: {negated}"),
                filter,
                move |row| {
                    let pair = row.numbers.as_ref().zip(row.others.as_ref());
                    pair.map(|(one, other)| (one == other) != negated)
                },
            )
        }
        2 => {
            let list: Vec<_> = (0..1 + random.below(4))
                .map(|_| random.pick(&words()))
                .collect();
            let filter = if negated {
                Form::WORDS.not_in(list.clone())
            } else {
                Form::WORDS.in_(list.clone())
            };
            Question::new(
                format!("WORDS in {list:?}, not: {negated}"),
                filter,
                move |row| row.words.as_ref().map(|it| list.contains(it) != negated),
            )
        }
        3 => {
            let value = random.pick(&words());
            Question::new(
                format!("WORDS = {value:?}"),
                Form::WORDS.eq(value.clone()),
                move |row| row.words.as_ref().map(|it| *it == value),
            )
        }
        _ => {
            let item = random.pick(&[1, 2, 10]);
            Question::new(
                format!("NUMBERS has {item}"),
                Form::NUMBERS.contains(item),
                move |row| row.numbers.as_ref().map(|it| it.contains(&item)),
            )
        }
    }
}

fn pattern(random: &mut Random) -> Question {
    let pieces = [
        "%", "_", "a", "A", "b", "ä", "\\%", "\\_", " ", "\r", "\n", "X",
    ];
    let pattern: String = (0..random.below(5)).map(|_| random.pick(&pieces)).collect();
    let ignoring = random.below(2) == 1;
    let of_body = random.below(3) == 0;
    let pattern = if of_body {
        format!("x%{pattern}")
    } else {
        pattern
    };
    let text = format!(
        "{} like {pattern:?}, ignoring case: {ignoring}",
        if of_body { "BODY" } else { "NAME" }
    );
    let column = if of_body { Form::BODY } else { Form::NAME };
    let filter = if ignoring {
        column.ilike(pattern.as_str())
    } else {
        column.like(pattern.as_str())
    };
    Question::new(text, filter, move |row| {
        let text = if of_body { &row.body } else { &row.name };
        let fold = |text: &str| {
            if ignoring {
                text.to_ascii_lowercase()
            } else {
                text.to_owned()
            }
        };
        text.as_ref()
            .map(|text| is_like(&fold(text), &fold(&pattern)))
    })
}

/// As SQL says it, by trying every way.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut rest = pattern.chars();
    let ends = |text: &str| {
        text.char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect::<Vec<_>>()
    };
    match rest.next() {
        None => text.is_empty(),
        Some('%') => ends(text)
            .into_iter()
            .any(|at| is_like(&text[at..], rest.as_str())),
        Some('_') => {
            let mut text = text.chars();
            text.next().is_some() && is_like(text.as_str(), rest.as_str())
        }
        Some(letter) => {
            let letter = if letter == '\\' {
                rest.next().unwrap_or(letter)
            } else {
                letter
            };
            let text = text.strip_prefix(letter);
            text.is_some_and(|text| is_like(text, rest.as_str()))
        }
    }
}

// Orders, limits and pages.

type Compare = Arc<dyn Fn(&Form, &Form) -> Ordering + Send + Sync>;

macro_rules! order {
    ($random:ident, $column:ident $field:ident $(, $key:expr)?) => {{
        let (descending, nulls) = ($random.below(2) == 1, $random.below(3));
        let order = if descending { Form::$column.desc() } else { Form::$column.asc() };
        let order = match nulls {
            0 => order,
            1 => order.nulls_first(),
            _ => order.nulls_last(),
        };
        let nulls_first = match nulls {
            0 => !descending,
            nulls => nulls == 1,
        };
        let compare: Compare = Arc::new(move |one, other| {
            let (one, other) = (one.$field.clone()$(.map($key))?, other.$field.clone()$(.map($key))?);
            match (one, other) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) if nulls_first => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) if nulls_first => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(one), Some(other)) => {
                    let ordering = one.partial_cmp(&other).expect("numbers are finite");
                    if descending { ordering.reverse() } else { ordering }
                }
            }
        });
        (order, compare)
    }};
}

fn order(random: &mut Random) -> (Order<Form>, Compare) {
    match random.below(17) {
        0 => order!(random, SMALL small),
        1 => order!(random, BIG big),
        2 => order!(random, PRICE price),
        3 => order!(random, RATE rate),
        4 => order!(random, SINGLE single),
        5 => order!(random, TENTH tenth),
        6 => order!(random, DOUBLE double),
        7 => order!(random, NAME name),
        8 => order!(random, LONG long),
        9 => order!(random, BODY body),
        10 => order!(random, FLAG flag),
        11 => order!(random, TOKEN token),
        12 => order!(random, DATA data),
        13 => order!(random, DAY day),
        14 => order!(random, HOUR hour),
        15 => order!(random, INSTANT instant),
        _ => order!(random, PRIORITY priority, |it| it as u8),
    }
}

async fn sorted(
    random: &mut Random,
    found: &[Form],
    asked: impl Fn() -> tablewright::Select<'static, Form>,
    db: &Database,
    said: &str,
) -> Result<()> {
    let (orders, compares): (Vec<_>, Vec<_>) =
        (0..1 + random.below(2)).map(|_| order(random)).unzip();
    let mut expected = found.to_vec();
    expected.sort_by(|one, other| {
        let orderings = compares.iter().map(|compare| compare(one, other));
        let by_id = one.id.cmp(&other.id);
        orderings.fold(Ordering::Equal, Ordering::then).then(by_id)
    });
    let expected = ids(&expected);
    let sorted = || asked().order_by(orders.clone());
    let with_id = || sorted().order_by(Form::ID.asc());
    let said = format!("{said}, by {orders:?}");
    assert_eq!(ids(&with_id().all(db).await?), expected, "{said}");
    let (limit, offset) = (random.below(8), random.below(4));
    let part = with_id().limit(limit as u64).offset(offset as u64);
    let wanted: Vec<i32> = expected.iter().skip(offset).take(limit).copied().collect();
    assert_eq!(ids(&part.all(db).await?), wanted, "{said}");
    let size = 1 + random.below(7) as u64;
    let (mut paged, mut after) = (Vec::new(), None);
    for _ in 0..=ROWS {
        let page = sorted().page(after.as_deref(), size).all(db).await?;
        paged.extend(ids(&page.rows));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!((paged, after), (expected, None), "{said}, pages of {size}");
    Ok(())
}

// Groups.

async fn grouped(
    random: &mut Random,
    found: &[Form],
    asked: impl Fn() -> tablewright::Select<'static, Form>,
    db: &Database,
    said: &str,
) -> Result<()> {
    let mut groups: BTreeMap<Option<String>, Vec<&Form>> = BTreeMap::new();
    for row in found {
        groups.entry(row.name.clone()).or_default().push(row);
    }
    let least = random.below(4) as u64;
    let price = random.pick(&prices());
    let sum = |rows: &[&Form]| {
        let prices: Vec<Decimal> = rows.iter().filter_map(|row| row.price).collect();
        (!prices.is_empty()).then(|| prices.iter().sum::<Decimal>())
    };
    let expected: Vec<_> = groups
        .into_iter()
        .filter(|(_, rows)| {
            rows.len() as u64 > least || sum(rows) >= Some(price) && sum(rows).is_some()
        })
        .map(|(name, rows)| {
            let small = rows.iter().filter_map(|row| row.small).map(i64::from);
            let singles = rows.iter().filter_map(|row| row.single);
            let greatest = singles.fold(None, |most: Option<f32>, one| {
                Some(most.map_or(one, |it| it.max(one)))
            });
            let longest = rows.iter().filter_map(|row| row.long.clone()).max();
            let instants = rows.iter().filter_map(|row| row.instant).min();
            let counted = small.clone().count();
            let total = (counted > 0).then(|| small.sum::<i64>());
            (
                name,
                rows.len() as u64,
                sum(&rows),
                total,
                greatest,
                longest,
                instants,
                counted as u64,
            )
        })
        .collect();
    let selected = asked()
        .select((
            Form::NAME,
            count(),
            Form::PRICE.sum(),
            Form::SMALL.sum(),
            Form::SINGLE.max(),
            Form::LONG.max(),
            Form::INSTANT.min(),
            Form::SMALL.count(),
        ))
        .group_by(Form::NAME)
        .having(count().gt(least) | Form::PRICE.sum().ge(price));
    assert_eq!(
        selected.all(db).await?,
        expected,
        "{said}, groups of more than {least}, or of {price}"
    );
    let priorities = asked().select(Form::PRIORITY).distinct().all(db).await?;
    let mut expected: Vec<Option<Priority>> = found.iter().map(|row| row.priority).collect();
    expected.sort_by_key(|priority| priority.map(|it| it as u8));
    expected.dedup();
    assert_eq!(priorities, expected, "{said}");
    Ok(())
}

// Changes.

/// A change in the library's terms and in ours, where the first row is the one before.
type Change = (
    &'static str,
    fn(Update<'static, Form>) -> Update<'static, Form>,
    fn(&Form, &mut Form),
);

const CHANGES: [Change; 12] = [
    (
        "NAME = NICK",
        |it| it.set(Form::NAME, Form::NICK),
        |old, new| new.name = old.nick.clone(),
    ),
    (
        "NICK = EMAIL",
        |it| it.set(Form::NICK, Form::EMAIL),
        |old, new| new.nick = old.email.clone(),
    ),
    (
        "EMAIL = NAME",
        |it| it.set(Form::EMAIL, Form::NAME),
        |old, new| new.email = old.name.clone(),
    ),
    (
        "EMAIL = x",
        |it| it.set(Form::EMAIL, "x"),
        |_, new| new.email = Some("x".to_owned()),
    ),
    (
        "SINGLE = OTHER * 0.1",
        |it| it.set(Form::SINGLE, Form::OTHER * 0.1),
        |old, new| {
            new.single = old.other.map(|it| it * 0.1);
        },
    ),
    (
        "OTHER = SINGLE - 0.3",
        |it| it.set(Form::OTHER, Form::SINGLE - 0.3),
        |old, new| {
            new.other = old.single.map(|it| it - 0.3);
        },
    ),
    (
        "PRICE = RATE",
        |it| it.set(Form::PRICE, Form::RATE),
        |old, new| new.price = old.rate.map(rounded),
    ),
    (
        "RATE = PRICE + 1.5",
        |it| it.set(Form::RATE, Form::PRICE + decimal("1.5")),
        |old, new| {
            new.rate = old.price.map(|it| it + decimal("1.5"));
        },
    ),
    (
        "COST = PRICE * 0.25",
        |it| it.set(Form::COST, Form::PRICE * decimal("0.25")),
        |old, new| {
            new.cost = old.price.map(|it| rounded(it * decimal("0.25")));
        },
    ),
    (
        "DOUBLE = FRACTION * 0.1",
        |it| it.set(Form::DOUBLE, Form::FRACTION * 0.1),
        |old, new| {
            new.double = old.fraction.map(|it| it * 0.1);
        },
    ),
    (
        "FRACTION = DOUBLE",
        |it| it.set(Form::FRACTION, Form::DOUBLE),
        |old, new| new.fraction = old.double,
    ),
    (
        "PRIORITY = FOLLOWING",
        |it| it.set(Form::PRIORITY, Form::FOLLOWING),
        |old, new| {
            new.priority = old.following;
        },
    ),
];

/// To two digits after the point; what is in the middle becomes the one that is farther from zero.
fn rounded(value: Decimal) -> Decimal {
    use tablewright::rust_decimal::RoundingStrategy;
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

async fn changed(
    random: &mut Random,
    rows: &[Form],
    question: &Question,
    db: &Database,
    said: &str,
) -> Result<()> {
    let limit = (random.below(2) == 1).then(|| random.below(6));
    let meant = rows.iter().filter(|row| question.finds(row));
    let meant: Vec<i32> = meant
        .take(limit.unwrap_or(rows.len()))
        .map(|row| row.id)
        .collect();
    let asked = || {
        let rows = Form::filter(question.filter.clone());
        match limit {
            Some(limit) => rows.order_by(Form::ID.asc()).limit(limit as u64),
            None => rows,
        }
    };
    let changes: Vec<Change> = (0..1 + random.below(5))
        .map(|_| random.pick(&CHANGES))
        .collect();
    let names: Vec<&str> = changes.iter().map(|(name, ..)| *name).collect();
    let said = format!("{said}, limit {limit:?}, {names:?}");
    let tx = db.begin().await?;
    let update = changes
        .iter()
        .fold(asked().update(), |update, (_, set, _)| set(update));
    assert_eq!(update.execute(&tx).await?, meant.len() as u64, "{said}");
    let mut expected = rows.to_vec();
    for row in expected.iter_mut().filter(|row| meant.contains(&row.id)) {
        let old = row.clone();
        for (_, _, change) in &changes {
            change(&old, row);
        }
    }
    let stored = read(&tx).await?;
    for (stored, expected) in stored.iter().zip(&expected) {
        // What is generated follows.
        let expected = Form {
            slug: stored.slug.clone(),
            tenth: stored.tenth,
            ..expected.clone()
        };
        assert_eq!(*stored, expected, "{said}");
        assert_eq!(
            stored.slug,
            Some(stored.name.clone().unwrap_or_default()),
            "{said}"
        );
    }
    tx.rollback().await?;
    let tx = db.begin().await?;
    assert_eq!(
        asked().delete().execute(&tx).await?,
        meant.len() as u64,
        "{said}"
    );
    let left = rows
        .iter()
        .filter(|row| !meant.contains(&row.id))
        .map(|row| row.id);
    assert_eq!(ids(&read(&tx).await?), left.collect::<Vec<_>>(), "{said}");
    tx.rollback().await
}

async fn read(db: &impl AsyncConnection) -> Result<Vec<Form>> {
    Form::all().order_by(Form::ID.asc()).all(db).await
}
