//! Conditions on JSON and on lists.
//!
//! The law: the database finds the same rows as the same condition on a list of documents in
//! memory.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, RngSeed, TestRng, TestRunner};
use tablewright::jiff::civil::{Date, Time};
use tablewright::jiff::{SignedDuration, Timestamp};
use tablewright::query::{JsonPath, JsonValue};
use tablewright::rust_decimal::Decimal;
use tablewright::serde_json::{Value as Json, json};
use tablewright::uuid::Uuid;
use tablewright::{Database, Error, Filter, Result};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::documents::{Level, Mood, NewPaper, Paper};

everywhere!(documents:
    what_is_found_in_json_is_what_is_there,
    a_path_leads_where_it_says,
    a_column_without_json_has_nothing_in_it,
    what_not_every_database_can_ask_is_refused,
    an_item_is_found_in_a_list,
    items_of_every_type_are_found,
    arrays_of_every_type_are_compared,
    changes_are_of_what_is_found,
);

#[derive(Clone, Debug)]
enum Step {
    Key(&'static str),
    Place(u32),
}

/// A condition in memory.
#[derive(Clone, Debug)]
struct Question {
    path: Vec<Step>,
    asked: Asked,
}

#[derive(Clone, Debug)]
enum Asked {
    Exists,
    IsNull,
    Text(Comparison, &'static str),
    Integer(Comparison, i64),
    Bool(Comparison, bool),
}

#[derive(Clone, Copy, Debug)]
enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Comparison {
    fn holds<T: PartialOrd>(self, one: &T, other: &T) -> bool {
        match self {
            Comparison::Eq => one == other,
            Comparison::Ne => one != other,
            Comparison::Lt => one < other,
            Comparison::Le => one <= other,
            Comparison::Gt => one > other,
            Comparison::Ge => one >= other,
        }
    }
}

/// The comparison in the library's terms.
macro_rules! compared {
    ($value:expr, $comparison:expr, $other:expr) => {
        match $comparison {
            Comparison::Eq => $value.eq($other),
            Comparison::Ne => $value.ne($other),
            Comparison::Lt => $value.lt($other),
            Comparison::Le => $value.le($other),
            Comparison::Gt => $value.gt($other),
            Comparison::Ge => $value.ge($other),
        }
    };
}

impl Question {
    /// `None` is SQL's unknown.
    fn holds(&self, document: Option<&Json>) -> Option<bool> {
        let mut there = document;
        for step in &self.path {
            there = match (step, there) {
                (Step::Key(key), Some(Json::Object(entries))) => entries.get(*key),
                (Step::Place(place), Some(Json::Array(items))) => items.get(*place as usize),
                _ => None,
            };
        }
        match self.asked {
            Asked::Exists => Some(there.is_some()),
            Asked::IsNull => Some(there.is_some_and(Json::is_null)),
            Asked::Text(comparison, text) => Some(comparison.holds(&there?.as_str()?, &text)),
            Asked::Integer(comparison, number) => {
                Some(comparison.holds(&there?.as_i64()?, &number))
            }
            Asked::Bool(comparison, flag) => Some(comparison.holds(&there?.as_bool()?, &flag)),
        }
    }

    fn filter(&self) -> Filter<Paper> {
        let mut steps = self.path.iter();
        let mut path: JsonPath<Paper> = match steps.next() {
            Some(Step::Key(key)) => Paper::EXTRA.at(*key),
            Some(Step::Place(place)) => Paper::EXTRA.at(*place),
            None => unreachable!("a path has a step"),
        };
        for step in steps {
            path = match step {
                Step::Key(key) => path.at(*key),
                Step::Place(place) => path.at(*place),
            };
        }
        match self.asked {
            Asked::Exists => path.exists(),
            Asked::IsNull => path.is_null(),
            Asked::Text(comparison, text) => {
                let value: JsonValue<Paper, String> = path.text();
                compared!(value, comparison, text)
            }
            Asked::Integer(comparison, number) => compared!(path.integer(), comparison, number),
            Asked::Bool(comparison, flag) => compared!(path.bool(), comparison, flag),
        }
    }
}

/// A few, so that conditions find rows. Each is a special case on some database.
const KEYS: [&str; 12] = [
    "a", "b", "", "0", "a-1", "é🦀", "a b", "a.b", "$", "*", "[0]", "it's",
];

const TEXTS: [&str; 16] = [
    "", "a", "A", "a ", "b", "ä", "🦀", "\u{ffff}", "true", "1", "null", "a\nb", "\"", "\\",
    "\u{1}", "a\u{7f}",
];

const INTEGERS: [i64; 9] = [
    0,
    1,
    -1,
    7,
    (1 << 53) + 1,
    -(1 << 53) - 1,
    i64::MAX,
    i64::MAX - 1,
    i64::MIN,
];

fn document() -> impl Strategy<Value = Json> {
    let scalar = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        select(&INTEGERS[..]).prop_map(Json::from),
        Just(json!(u64::MAX)),
        Just(json!(1u64 << 63)),
        select(
            &[
                1.0,
                -1.0,
                1.5,
                1e16,
                9_223_372_036_854_775_808.0,
                1e300,
                5e-324,
                0.0
            ][..]
        )
        .prop_map(Json::from),
        select(&TEXTS[..]).prop_map(Json::from),
    ];
    scalar.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::Array),
            prop::collection::vec((select(&KEYS[..]), inner), 0..5).prop_map(|entries| {
                let entries = entries.into_iter();
                Json::Object(
                    entries
                        .map(|(key, value)| (key.to_owned(), value))
                        .collect(),
                )
            }),
        ]
    })
}

fn question() -> impl Strategy<Value = Question> {
    let step = prop_oneof![
        3 => select(&KEYS[..]).prop_map(Step::Key),
        2 => (0..3u32).prop_map(Step::Place),
    ];
    let comparison = || {
        select(
            &[
                Comparison::Eq,
                Comparison::Ne,
                Comparison::Lt,
                Comparison::Le,
                Comparison::Gt,
                Comparison::Ge,
            ][..],
        )
    };
    let asked = prop_oneof![
        Just(Asked::Exists),
        Just(Asked::IsNull),
        (comparison(), select(&TEXTS[..])).prop_map(|(how, text)| Asked::Text(how, text)),
        (comparison(), select(&INTEGERS[..])).prop_map(|(how, number)| Asked::Integer(how, number)),
        (comparison(), any::<bool>()).prop_map(|(how, flag)| Asked::Bool(how, flag)),
    ];
    (prop::collection::vec(step, 1..4), asked).prop_map(|(path, asked)| Question { path, asked })
}

/// The number of cases. They are the same in every run, unless `PROPTEST_RNG_SEED` sets another
/// seed. `PROPTEST_CASES` sets another number.
fn some<T>(count: usize, strategy: impl Strategy<Value = T>) -> Vec<T> {
    let config = ProptestConfig::default();
    let seed = match config.rng_seed {
        RngSeed::Random => 0,
        RngSeed::Fixed(seed) => seed,
    };
    let asked = std::env::var("PROPTEST_CASES").is_ok();
    let count = if asked { config.cases as usize } else { count };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let trees = std::iter::repeat_with(|| strategy.new_tree(&mut runner));
    let trees = trees
        .take(count)
        .map(|tree| tree.expect("nothing is filtered out"));
    trees.map(|tree| tree.current()).collect()
}

async fn fill(db: &Database, documents: impl IntoIterator<Item = Option<Json>>) -> Result<()> {
    let tx = db.begin().await?;
    for (id, document) in (0..).zip(documents) {
        Paper::insert(NewPaper { id })
            .set(Paper::EXTRA, document)
            .one(&tx)
            .await?;
    }
    tx.commit().await
}

async fn found(db: &Database, filter: Filter<Paper>) -> Result<Vec<i32>> {
    Paper::filter(filter)
        .select(Paper::ID)
        .order_by(Paper::ID.asc())
        .all(db)
        .await
}

async fn what_is_found_in_json_is_what_is_there(db: &Database) -> Result<()> {
    let mut documents: Vec<Option<Json>> = some(150, document()).into_iter().map(Some).collect();
    documents.push(None);
    fill(db, documents.iter().cloned()).await?;
    let questions = some(400, question());
    let mut answered = 0;
    for question in &questions {
        for negated in [false, true] {
            let expected: Vec<i32> = (0..)
                .zip(&documents)
                .filter(|(_, document)| question.holds(document.as_ref()) == Some(!negated))
                .map(|(id, _)| id)
                .collect();
            let filter = question.filter();
            let filter = if negated { !filter } else { filter };
            let found = found(db, filter).await?;
            let odd = found.iter().find(|id| !expected.contains(id));
            let odd = odd.or_else(|| expected.iter().find(|id| !found.contains(id)));
            if let Some(&odd) = odd {
                let document = documents[odd as usize].as_ref().map(Json::to_string);
                panic!("{question:?}, negated: {negated}: {odd} is {document:?}");
            }
            answered += usize::from(!expected.is_empty() && !negated);
        }
    }
    // Otherwise little would be tried.
    assert!(
        answered * 8 > questions.len(),
        "only {answered} questions find something"
    );
    Ok(())
}

async fn a_path_leads_where_it_says(db: &Database) -> Result<()> {
    let documents = [
        json!({ "theme": { "name": "dark", "sizes": [8, 12] } }),
        json!({ "theme": "dark" }),
        json!([{ "name": "light" }]),
        json!("dark"),
        json!({ "theme": { "name": "Dark", "sizes": 12 } }),
        json!({ "0": 8 }),
    ];
    fill(db, documents.into_iter().map(Some)).await?;
    let name = || Paper::EXTRA.at("theme").at("name");
    assert_eq!(found(db, name().text().eq("dark")).await?, [0]);
    assert_eq!(found(db, name().exists()).await?, [0, 4]);
    assert_eq!(found(db, !name().exists()).await?, [1, 2, 3, 5]);
    // An item is only of an array, and a key only of an object.
    let sizes = || Paper::EXTRA.at("theme").at("sizes");
    assert_eq!(found(db, sizes().at(1).integer().ge(12)).await?, [0]);
    assert_eq!(found(db, sizes().at(0).exists()).await?, [0]);
    assert_eq!(found(db, sizes().integer().eq(12)).await?, [4]);
    assert_eq!(found(db, Paper::EXTRA.at(0).exists()).await?, [2]);
    assert_eq!(found(db, Paper::EXTRA.at("0").exists()).await?, [5]);
    let both = name().text().ge("D") & Paper::WHOLE.at("x").exists();
    assert_eq!(found(db, both).await?, [0; 0]);
    Ok(())
}

async fn a_column_without_json_has_nothing_in_it(db: &Database) -> Result<()> {
    fill(db, [None, Some(Json::Null), Some(json!({ "a": null }))]).await?;
    let a = || Paper::EXTRA.at("a");
    assert_eq!(found(db, a().exists()).await?, [2]);
    assert_eq!(found(db, !a().exists()).await?, [0, 1]);
    assert_eq!(found(db, a().is_null()).await?, [2]);
    assert_eq!(found(db, !a().is_null()).await?, [0, 1]);
    assert_eq!(found(db, a().text().ne("x")).await?, [0; 0]);
    assert_eq!(found(db, !a().text().ne("x")).await?, [0; 0]);
    Ok(())
}

async fn what_not_every_database_can_ask_is_refused(db: &Database) -> Result<()> {
    for key in ["a\"b", "a\\b", "-1", "a\nb", "\u{1}", "a\0b"] {
        match found(db, Paper::EXTRA.at("a").at(key).exists()).await {
            Err(Error::Value(error)) => assert!(!error.reason.contains(key)),
            other => panic!("{key:?}: {other:?}"),
        }
    }
    let far = found(db, Paper::EXTRA.at(u32::MAX).exists()).await;
    assert!(matches!(far, Err(Error::Value(_))), "{far:?}");
    let nul = found(db, Paper::EXTRA.at("a").text().eq("a\0b")).await;
    assert!(matches!(nul, Err(Error::Value(_))), "{nul:?}");
    let nul = found(db, Paper::WORDS.contains("a\0b")).await;
    assert!(matches!(nul, Err(Error::Value(_))), "{nul:?}");
    Ok(())
}

async fn an_item_is_found_in_a_list(db: &Database) -> Result<()> {
    let tx = db.begin().await?;
    let list = |words: &[&str]| {
        words
            .iter()
            .map(|&word| word.to_owned())
            .collect::<Vec<_>>()
    };
    for (id, text) in (0..).zip(TEXTS) {
        let words = list(&[text, "other"]);
        Paper::insert(NewPaper { id })
            .set(Paper::WORDS, words)
            .set(Paper::NAMES, list(&[text]))
            .one(&tx)
            .await?;
    }
    Paper::insert(NewPaper { id: 100 })
        .set(Paper::WORDS, Vec::new())
        .one(&tx)
        .await?;
    Paper::insert(NewPaper { id: 101 }).one(&tx).await?;
    tx.commit().await?;
    for (id, text) in (0..).zip(TEXTS) {
        assert_eq!(
            found(db, Paper::WORDS.contains(text)).await?,
            [id],
            "{text:?}"
        );
        assert_eq!(
            found(db, Paper::NAMES.contains(text)).await?,
            [id],
            "{text:?}"
        );
    }
    let others = Paper::WORDS.contains("other");
    assert_eq!(found(db, others.clone()).await?.len(), TEXTS.len());
    // For NULL the result is unknown.
    assert_eq!(found(db, !others).await?, [100]);
    assert_eq!(
        found(db, !Paper::NAMES.contains("x")).await?.len(),
        TEXTS.len() + 2
    );
    assert_eq!(found(db, Paper::WORDS.contains("othe")).await?, [0; 0]);
    Ok(())
}

async fn items_of_every_type_are_found(db: &Database) -> Result<()> {
    let paper = |id| {
        let id64 = i64::from(id);
        let nth = |n: i32| i64::from(n);
        Paper::insert(NewPaper { id })
            .set(Paper::SMALL, vec![id as i16, 30])
            .set(Paper::NUMBERS, vec![id, -30])
            .set(Paper::LARGE, vec![i64::MAX - id64])
            .set(Paper::FLAGS, vec![id % 2 == 0])
            .set(Paper::SCORES, vec![f64::from(id) / 10.0, 1e300])
            .set(Paper::RATES, vec![id as f32 / 10.0])
            .set(Paper::PRICES, vec![Decimal::new(id64 * 10, 2)])
            .set(
                Paper::TOKENS,
                vec![Uuid::from_u128(u128::from(id as u32) << 100)],
            )
            .set(Paper::PHOTOS, vec![vec![0, id as u8], vec![]])
            .set(Paper::DAYS, vec![Date::constant(2024, 2, 1 + id as i8)])
            .set(Paper::TIMES, vec![Time::constant(id as i8, 0, 0, 1_000)])
            .set(
                Paper::MOMENTS,
                vec![Timestamp::from_microsecond(nth(id) * 1_500_001).unwrap_or_default()],
            )
            .set(
                Paper::MOODS,
                vec![if id == 3 { Mood::Loud } else { Mood::Calm }],
            )
    };
    for id in 0..5 {
        paper(id).one(db).await?;
    }
    Paper::insert(NewPaper { id: 9 }).one(db).await?;
    assert_eq!(found(db, Paper::SMALL.contains(3i16)).await?, [3]);
    assert_eq!(found(db, Paper::NUMBERS.contains(3)).await?, [3]);
    assert_eq!(found(db, Paper::NUMBERS.contains(-30)).await?.len(), 5);
    assert_eq!(found(db, Paper::LARGE.contains(i64::MAX - 3)).await?, [3]);
    assert_eq!(found(db, Paper::FLAGS.contains(true)).await?, [0, 2, 4]);
    assert_eq!(found(db, !Paper::FLAGS.contains(true)).await?, [1, 3]);
    assert_eq!(found(db, Paper::SCORES.contains(0.3)).await?, [3]);
    assert_eq!(found(db, Paper::RATES.contains(0.3f32)).await?, [3]);
    // A price may have fewer digits than the column.
    assert_eq!(
        found(db, Paper::PRICES.contains(Decimal::new(3, 1))).await?,
        [3]
    );
    let token = Uuid::from_u128(3 << 100);
    assert_eq!(found(db, Paper::TOKENS.contains(token)).await?, [3]);
    assert_eq!(found(db, Paper::PHOTOS.contains([0, 3])).await?, [3]);
    assert_eq!(found(db, Paper::PHOTOS.contains([])).await?.len(), 5);
    assert_eq!(
        found(db, Paper::DAYS.contains(Date::constant(2024, 2, 4))).await?,
        [3]
    );
    let time = Time::constant(3, 0, 0, 1_000);
    assert_eq!(found(db, Paper::TIMES.contains(time)).await?, [3]);
    let moment = Timestamp::from_microsecond(4_500_003).unwrap_or_default();
    assert_eq!(found(db, Paper::MOMENTS.contains(moment)).await?, [3]);
    assert_eq!(found(db, Paper::MOODS.contains(Mood::Loud)).await?, [3]);
    Ok(())
}

/// Arrays of two items, and more that differ from each other in the order or number of the items.
fn arrays<T: Clone>(one: T, other: T) -> [Vec<T>; 6] {
    [
        vec![one.clone(), other.clone()],
        vec![other.clone(), one.clone()],
        vec![one.clone()],
        vec![one.clone(), one.clone()],
        vec![other],
        vec![],
    ]
}

/// The law: arrays are equal if their items are, one by one, whatever the type and the spelling of
/// the items.
async fn arrays_of_every_type_are_compared(db: &Database) -> Result<()> {
    // The last row has no arrays.
    for id in 0..7 {
        Paper::insert(NewPaper { id }).execute(db).await?;
    }
    macro_rules! compare {
        ($($column:ident: $one:expr, $other:expr $(, as $same_one:expr, $same_other:expr)?;)+) => {$({
            let column = Paper::$column;
            let name = stringify!($column);
            let stored = arrays($one, $other);
            for (id, array) in (0..).zip(stored.clone()) {
                Paper::update(id).set(column, array).execute(db).await?;
            }
            let spelled = [stored.clone() $(, arrays($same_one, $same_other))?];
            for arrays in spelled {
                for (id, array) in (0..).zip(arrays.clone()) {
                    let others: Vec<i32> = (0..6).filter(|it| *it != id).collect();
                    let equal = column.eq(array.clone());
                    assert_eq!(found(db, equal.clone()).await?, [id], "{name} {array:?}");
                    assert_eq!(found(db, !equal).await?, others, "{name} {array:?}");
                    let not_equal = column.ne(array.clone());
                    assert_eq!(found(db, not_equal.clone()).await?, others, "{name} {array:?}");
                    let tx = db.begin().await?;
                    let deleted = Paper::filter(not_equal).delete().execute(&tx).await?;
                    assert_eq!(deleted, 5, "{name} {array:?}");
                    tx.rollback().await?;
                    let several = [array.clone(), arrays[5].clone(), vec![$other; 5]];
                    let expected = if id == 5 { vec![5] } else { vec![id, 5] };
                    let among = found(db, column.in_(several.clone())).await?;
                    assert_eq!(among, expected, "{name} {array:?}");
                    let others: Vec<i32> = (0..5).filter(|it| *it != id).collect();
                    let among = found(db, column.not_in(several)).await?;
                    assert_eq!(among, others, "{name} {array:?}");
                }
                // So many that they may be sent in another way.
                let mut many = vec![arrays[1].clone(); 300];
                many.extend([arrays[3].clone(), vec![$other; 5]]);
                assert_eq!(found(db, column.in_(many.clone())).await?, [1, 3], "{name}");
                assert_eq!(found(db, column.not_in(many)).await?, [0, 2, 4, 5], "{name}");
            }
            let all: Vec<i32> = (0..6).collect();
            assert_eq!(found(db, column.eq(column)).await?, all, "{name}");
            assert_eq!(found(db, column.ne(column)).await?, [0; 0], "{name}");
        })+};
    }
    let decimal = |text: &str| Decimal::from_str_exact(text).expect("a decimal");
    let moment = |micros| Timestamp::from_microsecond(micros).expect("a moment");
    compare! {
        WORDS: "a".to_owned(), "A ".to_owned();
        TITLES: "\"é\\\n".to_owned(), "🦀,{}'".to_owned();
        SMALL: i16::MIN, 30;
        NUMBERS: i32::MAX, -30;
        LARGE: i64::MAX, i64::MAX - 1;
        FLAGS: true, false;
        SCORES: 0.1, 0.0, as 0.1, -0.0;
        RATES: 0.1, 16_777_216.0, as 0.1, 1.677_721_6e7;
        PRICES: decimal("0.3"), decimal("-20"), as decimal("0.30"), decimal("-20.00");
        TOKENS: Uuid::from_u128(1), Uuid::from_u128(u128::MAX);
        PHOTOS: vec![0, 255], vec![];
        DAYS: Date::constant(1, 1, 1), Date::constant(2024, 2, 29);
        TIMES: Time::constant(0, 0, 0, 0), Time::constant(23, 59, 59, 999_999_000);
        MOMENTS: moment(0), moment(1_500_000);
        LOCALS: Date::constant(2024, 2, 29).at(0, 0, 0, 0),
            Date::constant(2024, 2, 29).at(23, 0, 0, 500_000_000);
        SPANS: SignedDuration::from_micros(1), SignedDuration::from_secs(-90);
        MOODS: Mood::Loud, Mood::Calm;
        LEVELS: Level::Least, Level::Most;
    }
    Ok(())
}

/// In an update, databases are stricter about conversions.
async fn changes_are_of_what_is_found(db: &Database) -> Result<()> {
    let documents = [
        json!({ "n": 5 }),
        json!({ "n": "5 x" }),
        json!({ "n": u64::MAX }),
        json!(7),
    ];
    fill(db, documents.into_iter().map(Some)).await?;
    let change = Paper::filter(Paper::EXTRA.at("n").integer().gt(1)).update();
    let changed = change
        .set(Paper::NAMES, vec!["five".to_owned()])
        .execute(db);
    assert_eq!(changed.await?, 1);
    assert_eq!(found(db, Paper::NAMES.contains("five")).await?, [0]);
    let texts = Paper::filter(Paper::EXTRA.at("n").text().ge(""));
    assert_eq!(texts.delete().execute(db).await?, 1);
    assert_eq!(found(db, Filter::all()).await?, [0, 2, 3]);
    Ok(())
}
