//! The types with another stored form, one by one.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::slice::from_ref;
use std::sync::atomic::{AtomicBool, Ordering};

use tablewright::jiff::civil::date;
use tablewright::query::{Aggregate, Expression, case, count, rank, row_number};
use tablewright::rust_decimal::Decimal;
use tablewright::{AsyncConnection, Connection, Database, Dialect, Error, Filter, Result};
use tablewright_test_conformance::models::forms::{
    Counted, Form, Lengthy, NewCounted, NewForm, NewLengthy, NewTask, NewWeighty, Priority, Task,
    Weighty,
};
use tablewright_test_conformance::models::relations::{
    Comment, NewComment, NewPost, NewUser, Post, User,
};
use tablewright_test_conformance::models::writes::{NewNote, Note};
use tablewright_test_conformance::{everywhere, on};

use crate::check::{broken, refused};

everywhere!(forms:
    an_update_reads_what_was_there_before,
    decimals_are_computed_with_their_points,
    decimals_are_computed_with_longer_ones,
    decimals_of_two_columns_are_compared_by_value,
    long_decimals_are_compared_with_all_digits,
    groups_are_compared_with_values_of_their_type,
    floats_are_of_32_bits,
    pages_by_floats_end,
    arrays_are_equal_by_their_items,
    enums_come_in_the_order_of_the_models,
    long_texts_are_sorted_to_their_ends,
    the_longest_texts_are_sorted_to_their_ends,
    a_text_that_is_too_long_to_sort_by_is_no_wrong_row,
    no_computed_text_is_cut,
    a_text_that_is_too_long_names_its_column,
    a_fragment_that_does_not_fit_is_named_by_its_sql,
    a_union_has_as_many_queries_everywhere,
    parts_of_dates_keep_their_values_in_a_union,
    averages_of_long_decimals_are_exact,
    long_decimals_are_sorted_in_a_union,
    comparisons_do_not_overflow,
    what_overflows_is_one_kind_of_error,
    what_fits_in_the_end_does_not_overflow,
    sums_of_floats_have_64_bits,
    rounded_floats_are_grouped_by_their_value,
    patterns_end,
    a_page_has_no_limit_of_its_own,
    rows_that_stand_for_several_are_sorted_by_what_is_selected,
    selections_have_an_order,
    a_clash_leaves_a_transaction_alike_for_few_and_many_rows,
    given_ids_do_not_turn_the_numbering_back,
    filters_are_folded_from_either_side,
);

on!([postgres] forms: no_number_is_drawn_twice);

everywhere!(relations:
    changes_ask_their_own_table_beside_what_always_holds,
    related_texts_that_are_too_long_to_sort_by_are_no_wrong_rows,
);

everywhere!(writes: deleted_rows_are_paged_by_when_they_were_deleted);

fn new(id: i32) -> tablewright::Insert<'static, Form> {
    Form::insert(NewForm { id })
}

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).expect("a decimal")
}

fn ids(rows: &[Form]) -> Vec<i32> {
    rows.iter().map(|row| row.id).collect()
}

async fn found(db: &impl AsyncConnection, filter: Filter<Form>) -> Result<Vec<i32>> {
    Ok(ids(&Form::filter(filter).all(db).await?))
}

/// The rows of all pages of this size. There is a last page.
async fn paged(
    db: &Database,
    statement: impl Fn() -> tablewright::Select<'static, Form>,
    size: u64,
) -> Result<Vec<i32>> {
    let mut all = Vec::new();
    let mut after = None;
    for _ in 0..100 {
        let page = statement().page(after.as_deref(), size).all(db).await?;
        all.extend(ids(&page.rows));
        after = page.next;
        if after.is_none() {
            return Ok(all);
        }
    }
    panic!("the pages do not end: {all:?}");
}

async fn an_update_reads_what_was_there_before(db: &Database) -> Result<()> {
    let row = || {
        new(1)
            .set(Form::NAME, "old")
            .set(Form::NICK, "nick")
            .set(Form::EMAIL, "mail")
            .set(Form::COUNT, 1)
            .set(Form::BIG, 10)
            .set(Form::BIGGER, 100)
    };
    let texts = |row: &Form| (row.name.clone(), row.nick.clone(), row.email.clone());
    let some = |text: &str| Some(text.to_owned());

    let before = row().one(db).await?;
    // A column that is set earlier, also one that is computed.
    let after = Form::update(1)
        .set(Form::NAME, "new")
        .set(Form::NICK, Form::NAME)
        .one(db)
        .await?;
    assert_eq!(texts(&after), (some("new"), some("old"), some("mail")));
    before.save(db).await?;
    let after = Form::update(1)
        .set(Form::BIG, Form::BIG + 1)
        .set(Form::BIGGER, Form::BIG * 2)
        .one(db)
        .await?;
    assert_eq!((after.big, after.bigger), (Some(11), Some(20)));
    before.save(db).await?;
    // A chain, in every order.
    type Set = fn(tablewright::Update<'static, Form>) -> tablewright::Update<'static, Form>;
    let sets: [Set; 3] = [
        |update| update.set(Form::NAME, "new"),
        |update| update.set(Form::NICK, Form::NAME),
        |update| update.set(Form::EMAIL, Form::NICK),
    ];
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let update = order
            .iter()
            .fold(Form::filter(Form::ID.eq(1)).update(), |update, set| {
                sets[*set](update)
            });
        assert_eq!(update.execute(db).await?, 1);
        let after = Form::find(1).one(db).await?;
        assert_eq!(
            texts(&after),
            (some("new"), some("old"), some("nick")),
            "{order:?}"
        );
        before.save(db).await?;
    }
    // A cycle, with and without a limit, and with a condition on the set columns.
    let swapped = (some("nick"), some("old"), some("mail"));
    for limited in [false, true] {
        let rows = Form::filter(Form::NAME.eq("old"));
        let rows = if limited { rows.limit(1) } else { rows };
        let update = rows
            .update()
            .set(Form::NAME, Form::NICK)
            .set(Form::NICK, Form::NAME);
        assert_eq!(update.execute(db).await?, 1);
        assert_eq!(texts(&Form::find(1).one(db).await?), swapped);
        before.save(db).await?;
    }
    let after = Form::update(1)
        .set(Form::NAME, Form::NICK)
        .set(Form::NICK, Form::EMAIL)
        .set(Form::EMAIL, Form::NAME)
        .set(Form::COUNT, 5)
        .set(Form::BIG, Form::BIGGER + 1)
        .set(Form::BIGGER, Form::BIG - 1)
        .one(db)
        .await?;
    assert_eq!(texts(&after), (some("nick"), some("mail"), some("old")));
    assert_eq!(
        (after.count, after.big, after.bigger),
        (Some(5), Some(101), Some(9))
    );
    before.save(db).await?;
    // A column that is generated from a set one changes, too.
    let after = Form::update(1)
        .set(Form::NAME, "new")
        .set(Form::NICK, Form::SLUG)
        .one(db)
        .await?;
    assert_eq!(texts(&after), (some("new"), some("old"), some("mail")));
    Ok(())
}

async fn decimals_are_computed_with_their_points(db: &Database) -> Result<()> {
    new(1)
        .set(Form::PRICE, decimal("1.50"))
        .set(Form::COST, decimal("100.25"))
        .set(Form::RATE, decimal("0.1250"))
        .execute(db)
        .await?;
    let one = || Form::update(1);
    let two = decimal("2");
    let after = one().set(Form::PRICE, Form::PRICE * two).one(db).await?;
    assert_eq!(after.price, Some(decimal("3.00")));
    let after = one()
        .set(Form::PRICE, Form::PRICE + decimal("0.25"))
        .one(db)
        .await?;
    assert_eq!(after.price, Some(decimal("3.25")));
    let after = one()
        .set(Form::PRICE, Form::PRICE - decimal("4"))
        .one(db)
        .await?;
    assert_eq!(after.price, Some(decimal("-0.75")));
    // Halves are rounded away from zero.
    let after = one()
        .set(Form::PRICE, Form::PRICE * decimal("0.5"))
        .one(db)
        .await?;
    assert_eq!(after.price, Some(decimal("-0.38")));
    // Columns of other scales.
    let after = one().set(Form::RATE, Form::PRICE).one(db).await?;
    assert_eq!(after.rate, Some(decimal("-0.3800")));
    let after = one()
        .set(Form::RATE, Form::RATE * decimal("0.0125"))
        .one(db)
        .await?;
    assert_eq!(after.rate, Some(decimal("-0.0048")));
    let after = one()
        .set(Form::PRICE, Form::RATE * decimal("10"))
        .one(db)
        .await?;
    assert_eq!(after.price, Some(decimal("-0.05")));
    let after = one()
        .set(Form::PRICE, Form::COST)
        .set(Form::COST, Form::PRICE)
        .one(db)
        .await?;
    assert_eq!(
        (after.price, after.cost),
        (Some(decimal("100.25")), Some(decimal("-0.05")))
    );
    Ok(())
}

/// A number beside a column may have more digits than the column.
async fn decimals_are_computed_with_longer_ones(db: &Database) -> Result<()> {
    new(1).set(Form::PRICE, decimal("2.00")).execute(db).await?;
    new(2).execute(db).await?;
    let select = |to: Expression<Form, Option<Decimal>>| Form::all().select(to).all(db);
    let (times, plus) = (decimal("1.075"), decimal("0.00001"));
    let great = decimal("12345678901234567.5");
    let product = select(Form::PRICE * times).await?;
    assert_eq!(product, [Some(decimal("2.15")), None]);
    assert_eq!(
        select(Form::PRICE + plus).await?,
        [Some(decimal("2.00001")), None]
    );
    assert_eq!(
        select(Form::PRICE - great).await?,
        [Some(decimal("-12345678901234565.5")), None]
    );
    let small = Form::PRICE * times;
    assert_eq!(found(db, small.gt(decimal("2.1499"))).await?, [1]);
    let less = (Form::PRICE * decimal("0.999")).lt(Form::PRICE);
    assert_eq!(found(db, less).await?, [1]);
    let one = || Form::update(1);
    let half = one().set(Form::PRICE, Form::PRICE + decimal("0.005"));
    assert_eq!(half.one(db).await?.price, Some(decimal("2.01")));
    let great = one().set(Form::PRICE, Form::PRICE + great);
    assert_eq!(kind(great.execute(db).await), "check");
    Ok(())
}

async fn decimals_of_two_columns_are_compared_by_value(db: &Database) -> Result<()> {
    for (id, price, rate) in [
        (1, "1.50", "1.5000"),
        (2, "1.50", "1.5001"),
        (3, "-2.00", "3.0000"),
    ] {
        new(id)
            .set(Form::PRICE, decimal(price))
            .set(Form::RATE, decimal(rate))
            .execute(db)
            .await?;
    }
    new(4).execute(db).await?;
    let one = decimal("1");
    assert_eq!(
        found(db, Form::PRICE.eq(Form::PRICE * one)).await?,
        [1, 2, 3]
    );
    assert_eq!(found(db, Form::PRICE.eq(Form::RATE)).await?, [1]);
    assert_eq!(found(db, Form::PRICE.lt(Form::RATE)).await?, [2, 3]);
    assert_eq!(found(db, !Form::PRICE.ge(Form::RATE)).await?, [2, 3]);
    assert_eq!(
        found(db, Form::RATE.gt(Form::PRICE * decimal("1.00"))).await?,
        [2, 3]
    );
    assert_eq!(
        found(db, Form::PRICE.lt(Form::RATE + decimal("-0.0001"))).await?,
        [3]
    );
    assert_eq!(
        found(db, Form::PRICE.ne(Form::PRICE + decimal("0"))).await?,
        [0; 0]
    );
    let products =
        Form::PRICE.between(Form::PRICE * decimal("0.99"), Form::PRICE * decimal("1.01"));
    assert_eq!(found(db, products).await?, [1, 2]);
    assert_eq!(found(db, Form::PRICE.in_([Form::RATE])).await?, [1]);
    Ok(())
}

async fn long_decimals_are_compared_with_all_digits(db: &Database) -> Result<()> {
    let texts = [
        "9999999999999999.98",
        "9999999999999999.99",
        "-9999999999999999.99",
    ];
    for (id, text) in (1..).zip(texts) {
        new(id).set(Form::COST, decimal(text)).execute(db).await?;
    }
    assert_eq!(found(db, Form::COST.eq(decimal(texts[0]))).await?, [1]);
    assert_eq!(found(db, Form::COST.gt(decimal(texts[0]))).await?, [2]);
    assert_eq!(
        found(db, Form::COST.in_([decimal(texts[1]), decimal("1")])).await?,
        [2]
    );
    assert_eq!(
        found(db, Form::COST.eq(Form::COST * decimal("1"))).await?,
        [1, 2, 3]
    );
    assert_eq!(
        found(db, Form::COST.lt(Form::COST + decimal("0.01"))).await?,
        [1, 2, 3]
    );
    assert_eq!(
        found(
            db,
            Form::COST.lt(Form::COST * decimal("9999999999999999.99"))
        )
        .await?,
        [1, 2]
    );
    // A value with more digits before its point than an expression has beside those after it.
    let everywhere = Form::all().update().set(Form::RATE, decimal("1.5"));
    everywhere.execute(db).await?;
    let product = || Form::COST * Form::RATE;
    let large = decimal("7922816251426433759354395033");
    assert_eq!(found(db, product().lt(large)).await?, [1, 2, 3]);
    assert!(found(db, product().le(-large)).await?.is_empty());
    assert_eq!(found(db, product().ne(large)).await?, [1, 2, 3]);
    let exact = decimal("14999999999999999.97");
    assert_eq!(found(db, product().in_([large, exact])).await?, [1]);
    assert_eq!(found(db, !product().in_([large])).await?, [1, 2, 3]);
    refused(found(db, product().coalesce(large).gt(exact)).await);
    refused(found(db, (product() + large).gt(exact)).await);
    Ok(())
}

async fn groups_are_compared_with_values_of_their_type(db: &Database) -> Result<()> {
    for (id, price, count, single, name) in [
        (1, "1.50", 1, 0.5, "a"),
        (2, "2.25", 2, 0.25, "a"),
        (3, "0.01", 3, 4.0, "b"),
    ] {
        new(id)
            .set(Form::PRICE, decimal(price))
            .set(Form::COUNT, count)
            .set(Form::BIG, i64::from(count))
            .set(Form::SINGLE, single)
            .set(Form::DOUBLE, f64::from(single))
            .set(Form::NAME, name)
            .execute(db)
            .await?;
    }
    let groups = async |having| {
        let names = Form::all()
            .select(Form::NAME)
            .group_by(Form::NAME)
            .having(having)
            .all(db);
        let names: Vec<Option<String>> = names.await?;
        Ok::<_, Error>(names.into_iter().flatten().collect::<String>())
    };
    assert_eq!(groups(Form::PRICE.sum().gt(decimal("1"))).await?, "a");
    assert_eq!(groups(Form::PRICE.sum().eq(decimal("3.75"))).await?, "a");
    assert_eq!(groups(Form::PRICE.max().le(decimal("0.01"))).await?, "b");
    assert_eq!(groups(Form::PRICE.avg().lt(1.0)).await?, "b");
    assert_eq!(groups(Form::PRICE.avg().eq(1.875)).await?, "a");
    assert_eq!(groups(Form::COUNT.sum().ge(3)).await?, "ab");
    assert_eq!(groups(Form::BIG.sum().ne(3)).await?, "");
    assert_eq!(groups(Form::BIG.min().eq(3)).await?, "b");
    assert_eq!(groups(Form::COUNT.min().lt(2)).await?, "a");
    assert_eq!(groups(Form::SINGLE.sum().gt(0.75)).await?, "b");
    assert_eq!(groups(Form::SINGLE.max().eq(0.5)).await?, "a");
    assert_eq!(groups(Form::DOUBLE.sum().lt(0.76)).await?, "a");
    assert_eq!(groups(Form::NAME.max().gt("a")).await?, "b");
    assert_eq!(groups(Form::NAME.min().eq("a".to_owned())).await?, "a");
    assert_eq!(
        groups(count().gt(1) & Form::COUNT.count().le(2)).await?,
        "a"
    );
    // A value may have more digits than the column, before its point or after it.
    for (having, expected) in [
        (Form::PRICE.sum().gt(decimal("0.001")), "ab"),
        (Form::PRICE.sum().lt(decimal("3.749999999999")), "b"),
        (Form::PRICE.sum().ge(decimal("3.750")), "a"),
        (Form::PRICE.sum().eq(decimal("3.7500000000000000001")), ""),
        (Form::PRICE.min().eq(decimal("1.500")), "a"),
        (
            Form::PRICE.max().ne(decimal("2.250000000000000000000001")),
            "ab",
        ),
        (
            Form::PRICE
                .max()
                .lt(decimal("7922816251426433759354395033")),
            "ab",
        ),
        (
            Form::PRICE.min().gt(decimal("-123456789012345678.12")),
            "ab",
        ),
        (
            (Form::PRICE * Form::PRICE)
                .sum()
                .le(decimal("0.00010000001")),
            "b",
        ),
        (
            (Form::PRICE * Form::PRICE).max().gt(decimal("5.06249")),
            "a",
        ),
        (!Form::PRICE.sum().gt(decimal("0.011")) | count().gt(7), "b"),
    ] {
        let said = format!("{having:?}");
        assert_eq!(groups(having).await?, expected, "{said}");
    }
    Ok(())
}

async fn floats_are_of_32_bits(db: &Database) -> Result<()> {
    for (id, single) in [(1, 0.1_f32), (2, 0.7), (3, 16_777_216.0)] {
        new(id)
            .set(Form::SINGLE, single)
            .set(Form::OTHER, single)
            .set(Form::DOUBLE, f64::from(single))
            .execute(db)
            .await?;
        let filter = Form::ID.eq(id);
        Form::filter(filter.clone())
            .update()
            .set(Form::OTHER, Form::SINGLE + 0.2)
            .execute(db)
            .await?;
        let row = Form::find(id).one(db).await?;
        assert_eq!(row.other, Some(single + 0.2));
        assert_eq!(found(db, Form::OTHER.eq(single + 0.2)).await?, [id]);
        assert_eq!(
            found(db, Form::OTHER.in_([single + 0.2, -1.0])).await?,
            [id]
        );
        assert_eq!(
            found(db, filter.clone() & Form::OTHER.eq(Form::SINGLE + 0.2)).await?,
            [id]
        );
        assert_eq!(
            found(db, filter.clone() & Form::OTHER.ge(Form::OTHER * 1.0)).await?,
            [id]
        );
        Form::filter(filter.clone())
            .update()
            .set(Form::OTHER, Form::OTHER * 1.1)
            .execute(db)
            .await?;
        assert_eq!(found(db, Form::OTHER.eq((single + 0.2) * 1.1)).await?, [id]);
        // The default, and the generated value.
        assert_eq!(found(db, filter.clone() & Form::HALF.eq(0.1)).await?, [id]);
        let tenth = row.tenth.expect("it is generated");
        assert_eq!(found(db, Form::TENTH.eq(tenth)).await?, [id]);
        assert_eq!(
            found(db, filter & Form::TENTH.le(tenth) & Form::TENTH.ge(tenth)).await?,
            [id]
        );
    }
    Ok(())
}

async fn pages_by_floats_end(db: &Database) -> Result<()> {
    for id in 0..20 {
        new(id)
            .set(Form::SINGLE, id as f32 * 0.1)
            .set(Form::DOUBLE, f64::from(id) * 0.1)
            .execute(db)
            .await?;
    }
    Form::all()
        .update()
        .set(Form::SINGLE, Form::SINGLE * 0.7)
        .set(Form::OTHER, Form::SINGLE - 0.3)
        .execute(db)
        .await?;
    for order in [
        [Form::SINGLE.asc(), Form::ID.asc()],
        [Form::SINGLE.desc(), Form::ID.desc()],
        [Form::OTHER.asc(), Form::ID.asc()],
        [Form::TENTH.asc(), Form::ID.asc()],
        [Form::TENTH.desc(), Form::ID.asc()],
        [Form::DOUBLE.desc(), Form::ID.asc()],
    ] {
        let statement = || Form::all().order_by(order.clone());
        let expected = ids(&statement().all(db).await?);
        for size in [1, 3] {
            assert_eq!(paged(db, statement, size).await?, expected, "{order:?}");
        }
    }
    Ok(())
}

/// MariaDB held rounded numbers of more than 17 digits as 1e17 in tables of groups.
async fn rounded_floats_are_grouped_by_their_value(db: &Database) -> Result<()> {
    let values = [f64::MAX, 1e20, 1e20 + 1e5, 2.5, -1e300];
    for (id, value) in (1..).zip(values) {
        new(id).set(Form::DOUBLE, value).execute(db).await?;
    }
    let rounded = || Form::all().select(Form::DOUBLE.round());
    let expected = [-1e300, 2.0, 1e20, 1e20 + 1e5, f64::MAX].map(Some);
    let order = || Form::DOUBLE.round().asc();
    let groups = rounded().group_by(Form::DOUBLE.round()).order_by(order());
    assert_eq!(groups.all(db).await?, expected);
    let distinct = rounded().distinct().order_by(order());
    assert_eq!(distinct.all(db).await?, expected);
    let union = rounded().union(rounded()).order_by(order());
    assert_eq!(union.all(db).await?, expected);
    let counted = Form::all().select(Form::DOUBLE.round().count_distinct());
    assert_eq!(counted.one(db).await?, 5);
    Ok(())
}

async fn arrays_are_equal_by_their_items(db: &Database) -> Result<()> {
    let rows: [Option<Vec<i32>>; 5] = [
        Some(vec![1, 2]),
        Some(vec![2, 1]),
        Some(vec![]),
        Some(vec![10]),
        None,
    ];
    for (id, numbers) in (1..).zip(rows) {
        new(id)
            .set(Form::NUMBERS, numbers.clone())
            .set(Form::OTHERS, numbers)
            .set(Form::SUMS, vec![decimal("1.5"); id as usize % 2])
            .execute(db)
            .await?;
    }
    // The defaults.
    new(6).execute(db).await?;
    assert_eq!(found(db, Form::NUMBERS.eq(vec![1, 2])).await?, [1, 6]);
    assert_eq!(found(db, Form::NUMBERS.ne(vec![1, 2])).await?, [2, 3, 4]);
    assert_eq!(found(db, Form::NUMBERS.eq(vec![])).await?, [3]);
    assert_eq!(
        found(db, Form::NUMBERS.in_([vec![1, 2], vec![10], vec![7]])).await?,
        [1, 4, 6]
    );
    assert_eq!(
        found(db, Form::NUMBERS.not_in([vec![1, 2], vec![10], vec![7]])).await?,
        [2, 3]
    );
    let many: Vec<Vec<i32>> = (0..3_000).map(|number| vec![number]).collect();
    assert_eq!(found(db, Form::NUMBERS.in_(many.clone())).await?, [4]);
    assert_eq!(found(db, Form::NUMBERS.not_in(many)).await?, [1, 2, 3, 6]);
    assert_eq!(
        found(db, Form::NUMBERS.eq(Form::OTHERS)).await?,
        [1, 2, 3, 4]
    );
    assert_eq!(found(db, Form::NUMBERS.eq(None)).await?, [5]);
    assert_eq!(
        found(db, Form::SUMS.eq(vec![decimal("1.50")])).await?,
        [1, 3, 5]
    );
    assert_eq!(
        found(db, Form::FLOATS.eq(vec![0.1, 0.0]) & Form::ID.le(2)).await?,
        [1, 2]
    );
    assert_eq!(
        found(db, Form::FLOATS.eq(vec![0.1, -0.0]) & Form::ID.le(2)).await?,
        [1, 2]
    );
    let words = vec!["two\nlines".to_owned(), "\"é\"".to_owned()];
    assert_eq!(
        found(db, Form::WORDS.eq(words.clone()) & Form::ID.eq(6)).await?,
        [6]
    );
    Form::update(6)
        .set(Form::WORDS, words.clone())
        .execute(db)
        .await?;
    assert_eq!(found(db, Form::WORDS.eq(words)).await?.len(), 6);
    let groups: Vec<(Option<Vec<i32>>, u64)> = Form::all()
        .select((Form::NUMBERS, count()))
        .group_by(Form::NUMBERS)
        .unordered()
        .all(db)
        .await?;
    let groups: BTreeSet<_> = groups.into_iter().collect();
    assert_eq!(groups.len(), 5);
    assert!(groups.contains(&(Some(vec![1, 2]), 2)));
    assert_eq!(
        Form::filter(Form::NUMBERS.ne(vec![1, 2]))
            .delete()
            .execute(db)
            .await?,
        3
    );
    assert_eq!(found(db, Filter::all()).await?, [1, 5, 6]);
    Ok(())
}

async fn enums_come_in_the_order_of_the_models(db: &Database) -> Result<()> {
    use Priority::{High, Low, Medium, Urgent};
    let rows = [
        Some(High),
        Some(Low),
        None,
        Some(Urgent),
        Some(Medium),
        Some(Low),
    ];
    for (id, priority) in (1..).zip(rows) {
        let following = Some(Medium);
        new(id)
            .set(Form::PRIORITY, priority)
            .set(Form::FOLLOWING, following)
            .execute(db)
            .await?;
    }
    assert_eq!(found(db, Form::PRIORITY.ge(High)).await?, [1, 4]);
    assert_eq!(found(db, Form::PRIORITY.lt(High)).await?, [2, 5, 6]);
    assert_eq!(found(db, !Form::PRIORITY.lt(Low)).await?, [1, 2, 4, 5, 6]);
    assert_eq!(
        found(db, Form::PRIORITY.between(Medium, High)).await?,
        [1, 5]
    );
    assert_eq!(found(db, Form::PRIORITY.gt(Form::FOLLOWING)).await?, [1, 4]);
    assert_eq!(found(db, Form::PRIORITY.eq(Form::FOLLOWING)).await?, [5]);
    let ordered = async |order| Ok::<_, Error>(ids(&Form::all().order_by(order).all(db).await?));
    assert_eq!(
        ordered([Form::PRIORITY.asc(), Form::ID.asc()]).await?,
        [3, 2, 6, 5, 1, 4]
    );
    assert_eq!(
        ordered([Form::PRIORITY.desc(), Form::ID.asc()]).await?,
        [4, 1, 5, 2, 6, 3]
    );
    let last = [Form::PRIORITY.asc().nulls_last(), Form::ID.asc()];
    assert_eq!(ordered(last).await?, [2, 6, 5, 1, 4, 3]);
    for order in [
        Form::PRIORITY.asc(),
        Form::PRIORITY.desc(),
        Form::PRIORITY.desc().nulls_first(),
    ] {
        let statement = || Form::all().order_by([order.clone(), Form::ID.asc()]);
        let expected = ids(&statement().all(db).await?);
        assert_eq!(paged(db, statement, 1).await?, expected);
    }
    // As a key, without an order, and page by page.
    for priority in [Urgent, Low, High] {
        Task::insert(NewTask {
            priority,
            note: "x".into(),
        })
        .execute(db)
        .await?;
    }
    let all: Vec<Priority> = Task::all()
        .all(db)
        .await?
        .iter()
        .map(|task| task.priority)
        .collect();
    assert_eq!(all, [High, Low, Urgent], "as the key has it, by its texts");
    let first = Task::all().page(None, 2).all(db).await?;
    let second = Task::all().page(first.next.as_deref(), 2).all(db).await?;
    assert_eq!(second.rows[0].priority, Urgent);
    Ok(())
}

/// Texts and bytes of the greatest length of a column. They differ only in the last character or
/// byte.
async fn the_longest_texts_are_sorted_to_their_ends(db: &Database) -> Result<()> {
    let ends = "hgxadbecf";
    let (text, data) = ("ä".repeat(16_381), vec![0xe4; 65_527]);
    for (id, end) in (0..).zip(ends.chars()) {
        let text = format!("{text}{end}").into();
        Lengthy::insert(NewLengthy { id, text }).execute(db).await?;
        let data = [data.as_slice(), &[end as u8]].concat().into();
        Weighty::insert(NewWeighty { id, data }).execute(db).await?;
    }
    let mut sorted: Vec<(char, i32)> = ends.chars().zip(0..).collect();
    sorted.sort();
    let sorted: Vec<i32> = sorted.into_iter().map(|(_, id)| id).collect();
    let reversed: Vec<i32> = sorted.iter().rev().copied().collect();
    macro_rules! check {
        ($model:ident $column:ident) => {
            let ids = |rows: Vec<$model>| rows.iter().map(|row| row.id).collect::<Vec<i32>>();
            let column = $model::$column;
            let rows = $model::all().order_by(column.asc());
            assert_eq!(ids(rows.clone().all(db).await?), sorted);
            assert_eq!(ids(rows.limit(2).all(db).await?), sorted[..2]);
            let rows = $model::all().order_by(column.desc());
            assert_eq!(ids(rows.clone().all(db).await?), reversed);
            assert_eq!(ids(rows.limit(2).offset(3).all(db).await?), reversed[3..5]);
            for (order, expected) in [(column.asc(), &sorted), (column.desc(), &reversed)] {
                let (mut found, mut after) = (Vec::new(), None);
                for _ in 0..=expected.len() {
                    let rows = $model::all().order_by(order.clone());
                    let page = rows.page(after.as_deref(), 2).all(db).await?;
                    found.extend(ids(page.rows));
                    after = page.next;
                    if after.is_none() {
                        break;
                    }
                }
                assert_eq!(found, *expected);
            }
            let tx = db.begin().await?;
            let rows = $model::all().order_by(column.asc()).limit(3).delete();
            assert_eq!(rows.execute(&tx).await?, 3);
            let mut left = sorted[3..].to_vec();
            left.sort();
            assert_eq!(ids($model::all().all(&tx).await?), left);
            let rows = $model::all().order_by(column.desc()).limit(1).delete();
            assert_eq!(ids(rows.all(&tx).await?), reversed[..1]);
            tx.rollback().await?;
        };
    }
    check!(Lengthy TEXT);
    check!(Weighty DATA);
    let longest = Lengthy::all().select((Lengthy::TEXT.min(), Lengthy::TEXT.max()));
    let expected = ["a", "x"].map(|end| Some(format!("{text}{end}")));
    assert_eq!(<[_; 2]>::from(longest.one(db).await?), expected);
    let distinct = Lengthy::all()
        .select(Lengthy::TEXT)
        .distinct()
        .all(db)
        .await?;
    assert_eq!(distinct.len(), ends.len());
    Ok(())
}

async fn long_texts_are_sorted_to_their_ends(db: &Database) -> Result<()> {
    // They agree in the first 1,024 bytes, and in 256 characters.
    for (id, end) in [(1, "b"), (2, "a"), (3, "c"), (4, ""), (5, "ab")] {
        new(id)
            .set(Form::LONG, format!("{}{end}", "ä".repeat(590)))
            .set(Form::BODY, format!("{}{end}", "ä".repeat(1500)))
            .set(
                Form::DATA,
                format!("{}{end}", "x".repeat(3000)).into_bytes(),
            )
            .set(Form::NAME, "same")
            .execute(db)
            .await?;
    }
    let expected = [4, 2, 5, 1, 3];
    let reversed = [3, 1, 5, 2, 4];
    for (asc, desc) in [
        (Form::LONG.asc(), Form::LONG.desc()),
        (Form::BODY.asc(), Form::BODY.desc()),
        (Form::DATA.asc(), Form::DATA.desc()),
    ] {
        assert_eq!(
            ids(&Form::all().order_by(asc.clone()).all(db).await?),
            expected
        );
        assert_eq!(
            ids(&Form::all().order_by(desc.clone()).all(db).await?),
            reversed
        );
        let nulls_last = asc.clone().nulls_last();
        assert_eq!(
            ids(&Form::all().order_by(nulls_last).all(db).await?),
            expected
        );
        assert_eq!(
            ids(&Form::all().order_by(asc.clone()).limit(2).all(db).await?),
            [4, 2]
        );
        assert_eq!(
            ids(&Form::all().order_by(desc.clone()).limit(1).all(db).await?),
            [3]
        );
        for size in [1, 2] {
            assert_eq!(
                paged(db, || Form::all().order_by(asc.clone()), size).await?,
                expected
            );
            assert_eq!(
                paged(db, || Form::all().order_by(desc.clone()), size).await?,
                reversed
            );
        }
        let tx = db.begin().await?;
        let rows = Form::all().order_by(asc.clone()).limit(2).delete();
        assert_eq!(rows.execute(&tx).await?, 2);
        assert_eq!(ids(&Form::all().all(&tx).await?), [1, 3, 5]);
        tx.rollback().await?;
    }
    let texts: Vec<Option<String>> = Form::all().select(Form::LONG).distinct().all(db).await?;
    assert_eq!(texts.len(), 5);
    let groups = Form::all()
        .select((Form::BODY, count()))
        .group_by(Form::BODY);
    let groups: Vec<(Option<String>, u64)> = groups.all(db).await?;
    assert!(groups.iter().all(|(_, count)| *count == 1) && groups.len() == 5);
    let greatest: Option<Option<String>> =
        Form::all().select(Form::BODY.max()).optional(db).await?;
    assert!(greatest.flatten().is_some_and(|text| text.ends_with('c')));
    let by_greatest = Form::all()
        .select((Form::ID, Form::LONG.max()))
        .group_by(Form::ID)
        .order_by(Form::LONG.max().desc())
        .all(db)
        .await?;
    assert_eq!(
        by_greatest.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        reversed
    );
    Ok(())
}

/// Fails if the result is another one. MariaDB may refuse to sort by values that are too long.
fn sorted_or_refused<T: Debug + PartialEq>(
    (db, fits): (&Database, bool),
    what: &str,
    found: Result<T>,
    expected: &T,
) -> Result<()> {
    match found {
        Ok(found) => assert_eq!(found, *expected, "{what}"),
        Err(error @ Error::Database(_)) if db.dialect() == Dialect::Mariadb && !fits => {
            let told = error.to_string();
            assert!(told.contains("cannot be sorted"), "{what}: {told}");
        }
        Err(error) => panic!("{what}: {error}"),
    }
    Ok(())
}

/// Values that differ only at their end, as long as MariaDB can sort them, and longer.
async fn a_text_that_is_too_long_to_sort_by_is_no_wrong_row(db: &Database) -> Result<()> {
    for (text, data, fits) in [(4_079, 15_999, true), (5_000, 20_000, false)] {
        Form::all().delete().execute(db).await?;
        for (id, end) in (1..).zip("bdac".chars()) {
            new(id)
                .set(Form::BODY, format!("{}{end}", "🦀".repeat(text)))
                .set(
                    Form::DATA,
                    format!("{}{end}", "x".repeat(data)).into_bytes(),
                )
                .set(Form::NAME, "same")
                .execute(db)
                .await?;
        }
        let case = (db, fits);
        macro_rules! check {
            ($column:ident) => {
                let column = Form::$column;
                for (order, sorted) in [
                    (column.asc(), vec![3, 1, 4, 2]),
                    (column.desc(), vec![2, 4, 1, 3]),
                    (column.asc().nulls_last(), vec![3, 1, 4, 2]),
                    (column.desc().nulls_first(), vec![2, 4, 1, 3]),
                ] {
                    sort_by_what_is_long(case, order, sorted).await?;
                }
                for (order, sorted) in [
                    (column.asc(), vec![3, 1, 4, 2]),
                    (column.desc(), vec![2, 4, 1, 3]),
                ] {
                    let what = format!("{} {sorted:?} fits: {fits}", stringify!($column));
                    let numbers = Form::all()
                        .select((
                            Form::ID,
                            row_number().order_by(order.clone()),
                            rank().order_by(order.clone()),
                            Form::ID.lag(1).order_by(order.clone()),
                            Form::ID.lead(1).order_by(order.clone()),
                            Form::ID.sum().over().order_by(order.clone()),
                        ))
                        .all(db)
                        .await;
                    let number = |id: &i32| sorted.iter().position(|it| it == id).expect("an id");
                    let expected = [1, 2, 3, 4].map(|id| {
                        let number = number(&id);
                        let before = number.checked_sub(1).map(|before| sorted[before]);
                        let sum: i32 = sorted[..=number].iter().sum();
                        let place = number as i64 + 1;
                        let after = sorted.get(number + 1).copied();
                        (id, place, place, before, after, Some(i64::from(sum)))
                    });
                    let expected = expected.to_vec();
                    sorted_or_refused(case, &format!("{what}: windows"), numbers, &expected)?;
                }
                let row = async |id| {
                    let row = Form::filter(Form::ID.eq(id)).select(column).one(db);
                    row.await
                };
                // By themselves they are sorted by the selected values.
                let all = [row(3).await?, row(1).await?, row(4).await?, row(2).await?];
                let distinct = Form::all().select(column).distinct().all(db).await;
                sorted_or_refused(case, "distinct", distinct, &all.to_vec())?;
                let groups = Form::all().select(column).group_by(column).all(db).await;
                sorted_or_refused(case, "groups", groups, &all.to_vec())?;
                let values = || Form::all().select(column);
                let union = values().union(values()).all(db).await;
                sorted_or_refused(case, "a union", union, &all.to_vec())?;
                let least = Form::all().select((Form::ID, column));
                let least = least.order_by(column.asc()).limit(1).all(db).await;
                let least = least.map(|rows| rows.iter().map(|(id, _)| *id).collect::<Vec<i32>>());
                sorted_or_refused(case, "a selection", least, &vec![3])?;
                let least = Form::all().order_by(column.asc()).limit(1).select(Form::ID);
                let least = Form::filter(Form::ID.in_(least)).all(db).await;
                sorted_or_refused(case, "a subquery", least.map(|rows| ids(&rows)), &vec![3])?;
            };
        }
        check!(BODY);
        check!(DATA);
        let ends = Form::all().select((Form::BODY.min(), Form::BODY.max()));
        let ends = ends.one(db).await.map(|(min, max)| {
            let end = |text: Option<String>| text.and_then(|text| text.chars().next_back());
            (end(min), end(max))
        });
        sorted_or_refused(case, "the ends", ends, &(Some('a'), Some('d')))?;
        for (order, sorted) in [
            (Form::BODY.max().asc(), vec![3, 1, 4, 2]),
            (Form::BODY.max().desc(), vec![2, 4, 1, 3]),
        ] {
            let groups = Form::all().select((Form::ID, Form::BODY.max()));
            let groups = groups.group_by(Form::ID).order_by(order).all(db).await;
            let groups = groups.map(|rows| rows.iter().map(|(id, _)| *id).collect::<Vec<i32>>());
            sorted_or_refused(case, "groups by their greatest", groups, &sorted)?;
        }
        let lower = Form::all()
            .order_by(Form::BODY.lower().desc())
            .all(db)
            .await;
        let lower = lower.map(|rows| ids(&rows));
        sorted_or_refused(case, "in lower case", lower, &vec![2, 4, 1, 3])?;
    }
    Ok(())
}

/// Rows in an order of long values.
async fn sort_by_what_is_long(
    case: (&Database, bool),
    order: tablewright::query::Order<Form>,
    sorted: Vec<i32>,
) -> Result<()> {
    let db = case.0;
    let rows = || Form::all().order_by(order.clone());
    let what = |form: &str| format!("{form}, {sorted:?}, fits: {}", case.1);
    let got = rows().all(db).await.map(|rows| ids(&rows));
    sorted_or_refused(case, &what("all"), got, &sorted)?;
    let got = rows().limit(1).all(db).await.map(|rows| ids(&rows));
    sorted_or_refused(case, &what("a limit"), got, &sorted[..1].to_vec())?;
    let got = rows().limit(2).offset(1).all(db).await;
    let got = got.map(|rows| ids(&rows));
    sorted_or_refused(case, &what("an offset"), got, &sorted[1..3].to_vec())?;
    for size in [1, 3] {
        let got = paged(db, rows, size).await;
        sorted_or_refused(case, &what("pages"), got, &sorted)?;
    }
    let first = rows().distinct_on(Form::NAME).all(db).await;
    let first = first.map(|rows| ids(&rows));
    sorted_or_refused(case, &what("distinct_on"), first, &sorted[..1].to_vec())?;

    let tx = db.begin().await?;
    let changed = rows().limit(1).update().set(Form::NICK, "hit");
    let changed = changed.execute(&tx).await;
    let is_done = changed.is_ok();
    sorted_or_refused(case, &what("an update"), changed, &1)?;
    let hit = found(&tx, Form::NICK.eq("hit")).await?;
    assert_eq!(hit, if is_done { &sorted[..1] } else { &[] }, "an update");
    tx.rollback().await?;
    let tx = db.begin().await?;
    let deleted = rows().limit(2).delete().execute(&tx).await;
    let is_done = deleted.is_ok();
    sorted_or_refused(case, &what("a delete"), deleted, &2)?;
    let mut left = if is_done {
        sorted[2..].to_vec()
    } else {
        sorted
    };
    left.sort_unstable();
    assert_eq!(found(&tx, Filter::all()).await?, left, "a delete");
    tx.rollback().await
}

async fn related_texts_that_are_too_long_to_sort_by_are_no_wrong_rows(db: &Database) -> Result<()> {
    let user = NewUser {
        id: 1,
        name: "ada".into(),
    };
    User::insert(user).execute(db).await?;
    for id in [1, 2] {
        let post = NewPost {
            id,
            title: "post".into(),
            published: true,
            author_id: 1,
        };
        Post::insert(post).execute(db).await?;
    }
    for (length, fits) in [(4_079, true), (5_000, false)] {
        Comment::all().delete().execute(db).await?;
        for (id, end) in (1..).zip("bdace".chars()) {
            let comment = NewComment {
                id,
                post_id: 1 + id / 4,
                text: format!("{}{end}", "x".repeat(length)).into(),
            };
            Comment::insert(comment).execute(db).await?;
        }
        for (order, sorted) in [
            (Comment::TEXT.asc(), [[3, 1, 2], [4, 5, 0]]),
            (Comment::TEXT.desc(), [[2, 1, 3], [5, 4, 0]]),
        ] {
            for limit in [1, 2, 3] {
                let comments = Post::COMMENTS.order_by(order.clone()).limit(limit);
                let posts = Post::all().with(comments).all(db).await;
                let found = posts.map(|posts| {
                    let ids = posts.iter().map(|(_, comments)| {
                        let ids = comments.iter().map(|comment| comment.id);
                        ids.collect::<Vec<i32>>()
                    });
                    ids.collect::<Vec<_>>()
                });
                let expected = sorted.iter().map(|ids| {
                    let ids = ids.iter().copied().filter(|id| *id > 0);
                    ids.take(limit as usize).collect()
                });
                let expected: Vec<Vec<i32>> = expected.collect();
                let what = format!("{limit} related rows, fits: {fits}");
                sorted_or_refused((db, fits), &what, found, &expected)?;
            }
        }
    }
    Ok(())
}

/// A text that is too long only because of spaces at its end is refused like any other.
async fn no_computed_text_is_cut(db: &Database) -> Result<()> {
    let spaces = |count: usize| " ".repeat(count);
    let row = new(1)
        .set(Form::NAME, "é".repeat(18))
        .set(Form::LONG, format!("long{}", spaces(17)))
        .set(Form::BODY, format!("{}{}", "🦀".repeat(20), spaces(40)))
        .one(db)
        .await?;
    let raw = |sql: &'static str| tablewright::query::raw::<String>(sql);
    let set = || Form::filter(Form::ID.eq(1)).update();
    let named = "an emoji and more";
    for (said, change) in [
        ("letters", set().set(Form::NAME, Form::NAME.concat("abc"))),
        ("spaces", set().set(Form::NAME, Form::NAME.concat("   "))),
        ("a column", set().set(Form::NAME, Form::LONG)),
        ("a text", set().set(Form::NAME, Form::BODY)),
        (
            "letters of a column",
            set().set(Form::NAME, Form::LONG.lower()),
        ),
        (
            "another",
            set().set(Form::NAME, Form::NICK.coalesce(spaces(21))),
        ),
        ("raw", set().set(Form::NAME, raw("body"))),
        (
            "part",
            set().set(Form::NAME, Form::NICK.coalesce("").concat(raw("body"))),
        ),
        (
            "beside others",
            set()
                .set(Form::LONG, Form::LONG.concat("more"))
                .set(Form::NAME, Form::NAME.concat(" ").concat("  "))
                .set(Form::EMAIL, Form::NICK.coalesce(named)),
        ),
    ] {
        let changed = change.execute(db).await;
        assert!(
            matches!(changed, Err(Error::Check(_))),
            "{said}: {changed:?}"
        );
        assert_eq!(Form::find(1).one(db).await?, row, "{said}");
    }
    let fits = set()
        .set(Form::LONG, Form::BODY.concat("."))
        .set(Form::NAME, Form::NAME.concat(" ").concat(" "))
        .set(Form::NICK, Form::LONG.trim())
        .set(Form::EMAIL, Form::NICK.coalesce(named))
        .set(Form::COUNT, Form::COUNT.coalesce(7));
    fits.execute(db).await?;
    let row = Form::find(1).one(db).await?;
    assert_eq!(row.name, Some(format!("{}  ", "é".repeat(18))));
    assert_eq!(row.nick.as_deref(), Some("long"));
    assert_eq!(row.email.as_deref(), Some(named));
    assert_eq!(row.count, Some(7));
    assert!(row.long.is_some_and(|it| it.ends_with(" .")));
    set().set(Form::NAME, Form::BODY.trim()).execute(db).await?;
    // Each reads the other, and a text of the longest length stays as it is.
    let swapped = set()
        .set(Form::NAME, Form::NICK.concat(spaces(16)))
        .set(Form::NICK, Form::NAME);
    swapped.execute(db).await?;
    let row = Form::find(1).one(db).await?;
    assert_eq!(row.name, Some(format!("long{}", spaces(16))));
    assert_eq!(row.nick, Some("🦀".repeat(20)));
    // The database converts a fragment of another type.
    set().set(Form::NAME, raw("count + 1")).execute(db).await?;
    let row = Form::find(1).one(db).await?;
    assert_eq!(row.name.as_deref(), Some("8"));
    Ok(())
}

async fn a_text_that_is_too_long_names_its_column(db: &Database) -> Result<()> {
    let row = new(1)
        .set(Form::NAME, "name")
        .set(Form::NICK, "nick")
        .set(Form::LONG, "long".repeat(20))
        .one(db)
        .await?;
    let set = || Form::filter(Form::ID.eq(1)).update();
    let long = || Form::LONG.concat("more");
    for (column, change) in [
        ("name", set().set(Form::NAME, long())),
        ("name", set().set(Form::NAME, Form::LONG)),
        (
            "nick",
            set().set(Form::LONG, "text").set(Form::NICK, long()),
        ),
    ] {
        let said = format!("{column}: {change:?}");
        let (kind, table, columns, _) = broken(change.execute(db).await);
        assert_eq!((kind, &*table), ("check", "held"), "{said}");
        assert_eq!(columns, [column], "{said}");
        assert_eq!(Form::find(1).one(db).await?, row, "{said}");
    }
    // PostgreSQL reports only the length, which both columns have.
    let two = set().set(Form::NAME, Form::NICK).set(Form::NICK, long());
    let (kind, table, columns, _) = broken(two.all(db).await.map(drop));
    assert_eq!((kind, &*table), ("check", "held"));
    match db.dialect() {
        Dialect::Postgres => assert!(columns.is_empty(), "{columns:?}"),
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => assert_eq!(columns, ["nick"]),
    }
    Ok(())
}

async fn a_fragment_that_does_not_fit_is_named_by_its_sql(db: &Database) -> Result<()> {
    new(1).set(Form::COUNT, 2).execute(db).await?;
    let wide = || tablewright::query::raw::<i32>("count * 3000000000");
    let selected = Form::all().select((Form::ID, wide())).all(db).await;
    let expression = wide().expression::<Form>();
    let expression = Form::all().select((Form::ID, expression)).all(db).await;
    for result in [selected, expression] {
        match result {
            Err(Error::Decode(error)) => {
                assert_eq!((error.table, &*error.column), ("", "count * 3000000000"));
            }
            other => panic!("{other:?}"),
        }
    }
    Ok(())
}

async fn a_union_has_as_many_queries_everywhere(db: &Database) -> Result<()> {
    new(1).execute(db).await?;
    for count in [500, 501] {
        let one = || Form::all().select(Form::ID);
        let all = (2..count).fold(one().union_all(one()), |all, _| all.union_all(one()));
        let all = all.all(db).await;
        match count {
            500 => assert_eq!(all?, vec![1; count]),
            _ => drop(refused(all)),
        }
    }
    Ok(())
}

/// MySQL kept a year in the table of a union as its type YEAR, from 1901 to 2155.
async fn parts_of_dates_keep_their_values_in_a_union(db: &Database) -> Result<()> {
    let days = [(1, 1, 1), (99, 2, 3), (1900, 12, 31), (9999, 12, 31)];
    for (id, (year, month, day)) in (1..).zip(days) {
        let local = date(year, month, day).at(23, 59, 58, 999_999_000);
        let new = new(id).set(Form::DAY, local.date()).set(Form::LOCAL, local);
        new.set(Form::HOUR, local.time()).execute(db).await?;
    }
    macro_rules! united {
        ($part:expr) => {{
            let part = || Form::all().select($part);
            let (mut all, mut each) = (part().all(db).await?, part().union(part()).all(db).await?);
            all.sort();
            all.dedup();
            each.sort();
            assert_eq!(each, all, "{}", stringify!($part));
            all
        }};
    }
    let years = days.map(|(year, ..)| Some(i32::from(year)));
    assert_eq!(united!(Form::DAY.year()), years);
    assert_eq!(united!(Form::LOCAL.year()), years);
    assert_eq!(
        united!(Form::DAY.year().coalesce(0)),
        years.map(Option::unwrap_or_default)
    );
    assert_eq!(
        united!(case(Form::ID.gt(0), Form::DAY.year()).otherwise(7)),
        years
    );
    assert_eq!(united!(Form::LOCAL.year().max()), [Some(9999)]);
    assert_eq!(united!(Form::DAY.month()), [1, 2, 12].map(Some));
    assert_eq!(united!(Form::LOCAL.day()), [1, 3, 31].map(Some));
    assert_eq!(united!(Form::LOCAL.hour()), [Some(23)]);
    assert_eq!(united!(Form::HOUR.minute()), [Some(59)]);
    assert_eq!(united!(Form::HOUR.second()), [Some(58)]);
    Ok(())
}

/// MySQL and MariaDB replaced computed values of more than 35 digits before the point.
async fn averages_of_long_decimals_are_exact(db: &Database) -> Result<()> {
    for (id, cost) in (1..).zip(["9999999999999999", "-9999999999999999", "1"]) {
        new(id).set(Form::COST, decimal(cost)).execute(db).await?;
    }
    let long = || (Form::COST * Form::COST).round(0) * Decimal::from(10_000);
    let average = Form::all().select(long().avg()).one(db).await?;
    let expected = 2e36 / 3.0;
    let average = average.expect("an average");
    assert!((average - expected).abs() < expected * 1e-12, "{average}");
    let positive = Form::filter(Form::COST.gt(decimal("1")));
    let average = positive.select(long().avg()).one(db).await?;
    assert!(
        average.is_some_and(|average| (average - 1e36).abs() < 1e24),
        "{average:?}"
    );
    Ok(())
}

/// SQLite stores a computed decimal of more than 64 bits as text, and sorted it after all numbers.
async fn long_decimals_are_sorted_in_a_union(db: &Database) -> Result<()> {
    let costs = [
        "-9999999999999999.99",
        "-2",
        "0",
        "7.5",
        "9999999999999999.99",
    ];
    for (id, cost) in (1..).zip(costs) {
        new(id).set(Form::COST, decimal(cost)).execute(db).await?;
    }
    new(6).execute(db).await?;
    let mut expected: Vec<Option<Decimal>> = costs.map(|cost| Some(decimal(cost))).to_vec();
    expected.extend(costs.map(|cost| Some(decimal(cost) * Decimal::from(1000))));
    expected.push(None);
    expected.sort();
    expected.dedup();
    let plain = || Form::all().select(Form::COST);
    let computed = || Form::all().select((Form::COST * Decimal::from(1000)).round(2));
    assert_eq!(plain().union(computed()).all(db).await?, expected);
    assert_eq!(computed().union(plain()).all(db).await?, expected);
    let least = plain()
        .union(computed())
        .order_by(Form::COST.asc().nulls_last());
    assert_eq!(least.limit(2).all(db).await?, expected[1..3]);
    expected.reverse();
    let all = plain().union(computed()).order_by(Form::COST.desc());
    assert_eq!(all.all(db).await?, expected);
    Ok(())
}

async fn comparisons_do_not_overflow(db: &Database) -> Result<()> {
    for (id, small, count, big) in [
        (1, i16::MAX, i32::MAX, i64::MAX),
        (2, i16::MIN, i32::MIN, i64::MIN),
        (3, 0, 0, 0),
    ] {
        new(id)
            .set(Form::SMALL, small)
            .set(Form::COUNT, count)
            .set(Form::BIG, big)
            .set(Form::BIGGER, i64::MIN)
            .execute(db)
            .await?;
    }
    assert_eq!(
        found(db, Form::COUNT.le(Form::COUNT + i32::MAX)).await?,
        [1, 2, 3]
    );
    assert_eq!(
        found(db, Form::COUNT.lt(Form::COUNT * i32::MAX)).await?,
        [1]
    );
    assert_eq!(
        found(db, Form::SMALL.lt(Form::SMALL + i16::MAX)).await?,
        [1, 2, 3]
    );
    assert_eq!(
        found(db, Form::SMALL.lt(Form::SMALL * i16::MIN)).await?,
        [2]
    );
    assert_eq!(found(db, Form::BIG.lt(Form::BIG + 1)).await?, [1, 2, 3]);
    assert_eq!(found(db, Form::BIG.gt(Form::BIG - 1)).await?, [1, 2, 3]);
    assert_eq!(found(db, Form::BIG.lt(Form::BIG * i64::MAX)).await?, [1]);
    assert_eq!(found(db, Form::BIGGER.eq(Form::BIG - 1)).await?, [0; 0]);
    assert_eq!(found(db, Form::BIGGER.eq(Form::BIG - 0)).await?, [2]);
    Ok(())
}

/// The kind of an error.
fn kind<T>(result: Result<T>) -> &'static str {
    match result {
        Ok(_) => "none",
        Err(Error::Check(_)) => "check",
        Err(Error::Decode(_)) => "decode",
        Err(Error::Value(_)) => "value",
        Err(other) => panic!("{other:?}"),
    }
}

async fn what_overflows_is_one_kind_of_error(db: &Database) -> Result<()> {
    for id in 1..=2 {
        new(id)
            .set(Form::SMALL, i16::MAX)
            .set(Form::COUNT, i32::MAX)
            .set(Form::BIG, i64::MAX)
            .set(Form::PRICE, decimal("99999999.99"))
            .set(Form::COST, decimal("9999999999999999.99"))
            .set(Form::SINGLE, f32::MAX)
            .set(Form::DOUBLE, f64::MAX)
            .execute(db)
            .await?;
    }
    let rows = || Form::filter(Form::ID.eq(1)).update();
    let updates = [
        rows().set(Form::SMALL, Form::SMALL + 1),
        rows().set(Form::COUNT, Form::COUNT * 2),
        rows().set(Form::BIG, Form::BIG + 1),
        rows().set(Form::BIG, Form::BIG * i64::MAX),
        rows().set(Form::PRICE, Form::PRICE + decimal("0.01")),
        rows().set(Form::PRICE, Form::COST),
        rows().set(Form::COST, Form::COST * decimal("9999999999999999.99")),
        rows().set(Form::SINGLE, Form::SINGLE * 2.0),
        rows().set(Form::DOUBLE, Form::DOUBLE * 2.0),
    ];
    for update in updates {
        let text = format!("{update:?}");
        assert_eq!(kind(update.execute(db).await), "check", "{text}");
    }
    assert_eq!(
        kind(found(db, Form::DOUBLE.lt(Form::DOUBLE * 2.0)).await),
        "check"
    );
    assert_eq!(
        kind(found(db, Form::SINGLE.lt(Form::SINGLE * 2.0)).await),
        "check"
    );
    // Selections: of a sum, an average, an expression, and a subquery.
    let all = Form::all;
    let selected = [
        kind(all().select(Form::BIG.sum()).one(db).await),
        kind(all().select((Form::BIG * 1).sum()).one(db).await),
        kind(all().select(Form::DOUBLE.sum()).one(db).await),
        kind(all().select(Form::DOUBLE.avg()).one(db).await),
        kind(all().select((Form::DOUBLE * 1.0).avg()).one(db).await),
        kind(all().select(Form::SMALL + 1).one(db).await),
        kind(all().select(Form::COUNT * 2).one(db).await),
        kind(all().select(Form::BIG + 1).one(db).await),
        kind(all().select(Form::SINGLE * 2.0).one(db).await),
        kind(all().select(Form::DOUBLE * 2.0).one(db).await),
        kind(all().select(Form::COST * Form::COST).one(db).await),
        kind(
            all()
                .select(Form::COST * Form::COST * Form::COST)
                .one(db)
                .await,
        ),
        kind(all().select((Form::COST * Form::COST).sum()).one(db).await),
        kind(all().select((Form::COUNT * 2).max()).one(db).await),
        kind(all().select((Form::COST * Form::COST).min()).one(db).await),
        kind(
            all()
                .select((Form::SMALL + 1).max().over())
                .limit(1)
                .one(db)
                .await,
        ),
        kind(
            all()
                .select(all().select(Form::BIG.sum()).scalar::<Form>())
                .one(db)
                .await,
        ),
        kind(
            all()
                .select(all().select(Form::DOUBLE.sum()).scalar::<Form>())
                .one(db)
                .await,
        ),
    ];
    assert_eq!(selected, ["check"; 18]);
    // Conditions and orders of groups.
    new(3).set(Form::NAME, "other").execute(db).await?;
    let groups = || all().select((Form::NAME, count())).group_by(Form::NAME);
    let picked = [
        kind(groups().having(Form::BIG.sum().gt(0)).all(db).await),
        kind(groups().having(Form::DOUBLE.sum().gt(0.0)).all(db).await),
        kind(groups().having(Form::DOUBLE.avg().gt(0.0)).all(db).await),
        kind(groups().order_by(Form::BIG.sum().desc()).all(db).await),
        kind(groups().order_by(Form::DOUBLE.sum().asc()).all(db).await),
        kind(groups().order_by(Form::DOUBLE.avg().asc()).all(db).await),
    ];
    assert_eq!(picked, ["check"; 6]);
    assert_eq!(
        all().select(Form::COUNT.sum()).one(db).await?,
        Some(4_294_967_294)
    );
    assert_eq!(
        all().select(Form::SINGLE.sum()).one(db).await?,
        Some(f64::from(f32::MAX) * 2.0)
    );
    Ok(())
}

async fn what_fits_in_the_end_does_not_overflow(db: &Database) -> Result<()> {
    let cost = |text: &str| decimal(text);
    let rows = [
        ("a", i64::MAX, "9999999999999999.99", 2_f64.powi(600)),
        ("a", i64::MAX, "9999999999999999.99", -(2_f64.powi(600))),
        ("a", -i64::MAX, "-0.01", 0.0),
        ("b", i64::MIN, "-9999999999999999.99", 1.0),
        ("b", i64::MIN, "-9999999999999999.99", 2.0),
        ("b", i64::MAX, "-9999999999999999.99", 4.0),
        ("b", i64::MAX, "-9999999999999999.99", 5.0),
        ("c", 1, "0.01", 0.5),
        ("d", -1, "-0.01", 0.25),
    ];
    for (id, (name, big, price, double)) in (0..).zip(rows) {
        for copy in 0..10 {
            new(id * 10 + copy)
                .set(Form::NAME, name)
                .set(Form::BIG, if copy == 0 { big } else { 0 })
                .set(Form::COST, cost(price))
                .set(Form::DOUBLE, double)
                .execute(db)
                .await?;
        }
    }
    let groups = || Form::all().select((Form::NAME, Form::BIG.sum(), Form::COST.sum()));
    let groups = || groups().group_by(Form::NAME);
    let group =
        |name: &str, big: i64, sum: &str| (Some(name.to_owned()), Some(big), Some(decimal(sum)));
    let a = group("a", i64::MAX, "199999999999999999.70");
    let b = group("b", -2, "-399999999999999999.60");
    let (c, d) = (group("c", 1, "0.10"), group("d", -1, "-0.10"));
    let all = vec![a.clone(), b.clone(), c.clone(), d.clone()];
    assert_eq!(groups().all(db).await?, all);
    let by_cost = vec![b.clone(), d.clone(), c.clone(), a.clone()];
    let sorted = groups().order_by(Form::COST.sum().asc()).all(db);
    assert_eq!(sorted.await?, by_cost);
    let sorted = groups().order_by((Form::COST + Form::COST).sum().asc().nulls_last());
    assert_eq!(sorted.all(db).await?, by_cost);
    let sorted = groups().order_by((Form::COST * cost("2.00")).sum().asc().nulls_last());
    assert_eq!(sorted.all(db).await?, by_cost);
    let sorted = groups().order_by(Form::BIG.sum().desc()).all(db).await?;
    assert_eq!(sorted, [a.clone(), c.clone(), d.clone(), b.clone()]);
    let most = Form::COST.sum().gt(cost("199999999999999999.69"));
    assert_eq!(groups().having(most).all(db).await?, from_ref(&a));
    let least = Form::COST.sum().le(cost("-399999999999999999.60"));
    assert_eq!(groups().having(least).all(db).await?, from_ref(&b));
    let same = Form::COST.sum().eq(cost("199999999999999999.70"));
    assert_eq!(groups().having(same).all(db).await?, from_ref(&a));
    let wide = (Form::COST * cost("10.00")).sum().gt(cost("1000"));
    assert_eq!(groups().having(wide).all(db).await?, from_ref(&a));
    // Averages are those of the exact sums.
    let averages = Form::all()
        .select((
            Form::NAME,
            Form::BIG.avg(),
            Form::COST.avg(),
            Form::DOUBLE.avg(),
        ))
        .group_by(Form::NAME)
        .all(db)
        .await?;
    let nearly = |one: Option<f64>, other: f64| {
        assert!(
            (one.unwrap_or(f64::NAN) - other).abs() <= other.abs() * 1e-12,
            "{one:?} {other}"
        );
    };
    let expected = [
        (
            i64::MAX as f64 / 30.0,
            199_999_999_999_999_999.7 / 30.0,
            0.0,
        ),
        (-2.0 / 40.0, -9_999_999_999_999_999.99, 3.0),
        (0.1, 0.01, 0.5),
        (-0.1, -0.01, 0.25),
    ];
    for ((_, big, price, double), expected) in averages.into_iter().zip(expected) {
        nearly(big, expected.0);
        nearly(price, expected.1);
        nearly(double, expected.2);
    }
    // A computed value may be longer than SQLite can store, and can be used further.
    let long = || Form::COST * cost("1000.00");
    let first = Form::filter(Form::ID.eq(0));
    let selected = first.clone().select(long()).one(db).await?;
    assert_eq!(selected, Some(decimal("9999999999999999990")));
    let selected = first
        .clone()
        .select((long() - Form::COST).abs())
        .one(db)
        .await?;
    assert_eq!(selected, Some(decimal("9989999999999999990.01")));
    let matching = async |filter: Filter<Form>| Form::filter(filter).count(db).await;
    assert_eq!(matching(long().gt(cost("9999999999999999989"))).await?, 20);
    assert_eq!(matching(long().lt(cost("-9999999999999999989"))).await?, 40);
    assert_eq!(matching(long().eq(cost("9999999999999999990"))).await?, 20);
    assert_eq!(
        matching(long().in_([cost("9999999999999999990")])).await?,
        20
    );
    assert_eq!(matching(long().ge(long() - Form::COST)).await?, 30);
    let extremes = Form::all().select((long().min(), long().max())).one(db);
    let (least, most) = (cost("-9999999999999999990"), cost("9999999999999999990"));
    assert_eq!(extremes.await?, (Some(least), Some(most)));
    let distinct = Form::all().select(long()).distinct().all(db).await?;
    let expected = [least, cost("-10"), cost("10"), most].map(Some);
    assert_eq!(distinct, expected);
    let grouped = Form::all()
        .select((long(), count()))
        .group_by(long())
        .order_by(long().desc());
    let expected: Vec<_> = expected.into_iter().rev().zip([20, 10, 20, 40]).collect();
    assert_eq!(grouped.all(db).await?, expected);
    let rows = Form::all()
        .order_by([long().asc(), Form::ID.asc()])
        .limit(1);
    assert_eq!(ids(&rows.all(db).await?), [30]);
    let set = first.clone().update().set(Form::COST, long());
    assert_eq!(kind(set.execute(db).await), "check");
    let set = first.update().set(
        Form::COST,
        long() - long() + Form::RATE.coalesce(cost("1.005")),
    );
    set.execute(db).await?;
    assert_eq!(Form::find(0).one(db).await?.cost, Some(decimal("1.01")));
    Ok(())
}

async fn sums_of_floats_have_64_bits(db: &Database) -> Result<()> {
    for (id, single) in [(1, 16_777_216.0_f32), (2, 1.0), (3, 1.0), (4, 0.25)] {
        new(id).set(Form::SINGLE, single).execute(db).await?;
    }
    let (sum, average) = Form::all()
        .select((Form::SINGLE.sum(), Form::SINGLE.avg()))
        .one(db)
        .await?;
    assert_eq!(sum, Some(16_777_218.25));
    assert_eq!(average, Some(16_777_218.25 / 4.0));
    let large = Form::all().select(Form::NAME).group_by(Form::NAME);
    assert_eq!(
        large
            .having(Form::SINGLE.sum().gt(16_777_218.0))
            .all(db)
            .await?,
        [None]
    );
    Ok(())
}

async fn patterns_end(db: &Database) -> Result<()> {
    let long = "aB".repeat(30_000);
    for (id, text) in [
        (1, long.as_str()),
        (2, "a\r\nb"),
        (3, "A\nB"),
        (4, "ÄaKz"),
        (5, "a\u{212a}"),
    ] {
        new(id).set(Form::BODY, text.to_owned()).execute(db).await?;
    }
    let body = Form::BODY;
    assert_eq!(found(db, body.ilike("%ab%BA%ab%ba%ab%c")).await?, [0; 0]);
    assert_eq!(found(db, body.ilike("%ab%BA%ab%ba%ab%b")).await?, [1]);
    assert_eq!(found(db, body.like("a__b")).await?, [2]);
    assert_eq!(found(db, body.ilike("A__B")).await?, [2]);
    assert_eq!(found(db, body.ilike("a_b")).await?, [3]);
    assert_eq!(found(db, body.ilike("a%b")).await?, [1, 2, 3]);
    assert_eq!(found(db, body.ilike("Äak%")).await?, [4]);
    // Only the case of ASCII letters is ignored.
    assert_eq!(found(db, body.ilike("äak%")).await?, [0; 0]);
    assert_eq!(found(db, body.ilike("ak")).await?, [0; 0]);
    assert_eq!(found(db, body.starts_with(&long[..52_000])).await?, [1]);
    assert_eq!(found(db, body.ends_with(&long[..52_000])).await?, [1]);
    assert_eq!(found(db, body.contains(&long[1..52_000])).await?, [1]);
    assert_eq!(
        found(db, !body.contains(&long[1..52_000])).await?,
        [2, 3, 4, 5]
    );
    assert_eq!(found(db, body.contains(format!("{long}c"))).await?, [0; 0]);
    assert_eq!(
        found(
            db,
            body.ilike(format!("%{}__", long[..52_000].to_uppercase()))
        )
        .await?,
        [1]
    );
    Ok(())
}

async fn a_page_has_no_limit_of_its_own(db: &Database) -> Result<()> {
    for id in 1..=5 {
        new(id).execute(db).await?;
    }
    refused(Form::all().limit(3).page(None, 2).all(db).await);
    refused(Form::all().offset(2).page(None, 2).all(db).await);
    Ok(())
}

async fn rows_that_stand_for_several_are_sorted_by_what_is_selected(db: &Database) -> Result<()> {
    for (id, name) in [(1, "b"), (2, "a"), (3, "b")] {
        new(id)
            .set(Form::NAME, name)
            .set(Form::COUNT, id)
            .execute(db)
            .await?;
    }
    let names = || Form::all().select(Form::NAME).distinct();
    refused(names().order_by(Form::COUNT.asc()).all(db).await);
    let descending = names().order_by(Form::NAME.desc()).all(db).await?;
    assert_eq!(descending, [Some("b".to_owned()), Some("a".to_owned())]);
    refused(
        Form::all()
            .for_update()
            .select(Form::NAME)
            .distinct()
            .all(db)
            .await,
    );
    refused(Form::all().for_share().select(count()).all(db).await);
    let groups = Form::all()
        .for_update()
        .select(Form::NAME)
        .group_by(Form::NAME);
    refused(groups.all(db).await);
    Ok(())
}

async fn selections_have_an_order(db: &Database) -> Result<()> {
    for id in [3, 1, 2, 5, 4] {
        let name = if id % 2 == 0 { "even" } else { "odd" };
        new(id)
            .set(Form::NAME, name)
            .set(Form::COUNT, -id)
            .execute(db)
            .await?;
    }
    // An index, or a sort for another purpose, must not affect the result.
    assert_eq!(Form::all().select(Form::ID).all(db).await?, [1, 2, 3, 4, 5]);
    let counts = Form::filter(Form::COUNT.lt(0))
        .select(Form::COUNT)
        .limit(2)
        .all(db)
        .await?;
    assert_eq!(counts, [Some(-1), Some(-2)]);
    let counts = Form::all()
        .select(Form::COUNT)
        .distinct()
        .limit(2)
        .all(db)
        .await?;
    assert_eq!(counts, [Some(-5), Some(-4)]);
    let groups = Form::all()
        .select((Form::NAME, Form::ID.sum()))
        .group_by(Form::NAME)
        .all(db)
        .await?;
    assert_eq!(
        groups,
        [
            (Some("even".to_owned()), Some(6)),
            (Some("odd".to_owned()), Some(9))
        ]
    );
    assert_eq!(Form::all().select(count()).one(db).await?, 5);
    Ok(())
}

async fn a_clash_leaves_a_transaction_alike_for_few_and_many_rows(db: &Database) -> Result<()> {
    new(1).execute(db).await?;
    for rows in [2, 700] {
        let tx = db.begin().await?;
        // The last row clashes.
        let clashing = (0..rows).map(|row| NewForm { id: rows - row });
        let result = Form::insert_all(clashing).execute(&tx).await;
        assert!(matches!(result, Err(Error::Unique(_))), "{result:?}");
        assert_eq!(Form::all().count(&tx).await?, 1);
        tx.rollback().await?;
        assert_eq!(Form::all().count(db).await?, 1);
    }
    Ok(())
}

/// How a row gets its id.
#[derive(Clone, Copy)]
enum Giving {
    One,
    Several,
    Upsert,
    OrNothing,
}

async fn given_ids_do_not_turn_the_numbering_back(db: &Database) -> Result<()> {
    let insert = async |id: Option<i64>| {
        let new = Counted::insert(NewCounted { label: "x".into() }).set_some(Counted::ID, id);
        Ok::<_, Error>(new.one(db).await?.id)
    };
    assert_eq!(insert(None).await?, 1);
    assert_eq!(insert(Some(5)).await?, 5);
    assert_eq!(insert(None).await?, 6);
    assert_eq!(insert(Some(3)).await?, 3);
    assert_eq!(insert(None).await?, 7);
    assert_eq!(insert(Some(1_000_000)).await?, 1_000_000);
    assert_eq!(insert(None).await?, 1_000_001);
    assert_eq!(insert(Some(-5)).await?, -5);
    assert_eq!(insert(None).await?, 1_000_002);
    // Sessions that set ids in each way, and one that takes the next number.
    let given = |id: i64| {
        let label = "given".into();
        Counted::insert(NewCounted { label }).set(Counted::ID, id)
    };
    let giving = async |begin: i64, by: Giving| {
        for step in 0..40 {
            let id = begin + step * 50;
            let done = match by {
                Giving::One => given(id).execute(db).await,
                Giving::Several => {
                    let several = [id + 3, id, id + 1].map(given);
                    Counted::insert_all(several).execute(db).await.map(drop)
                }
                Giving::Upsert => Counted::upsert(given(id), Counted::ID).execute(db).await,
                Giving::OrNothing => {
                    let upsert = Counted::upsert(given(id), Counted::ID);
                    upsert.do_nothing().execute(db).await.map(drop)
                }
            };
            match done {
                // Another session may have taken the number.
                Ok(()) | Err(Error::Unique(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok::<_, Error>(())
    };
    let taking = async || {
        let mut taken = Vec::new();
        for _ in 0..120 {
            let label = "taken".into();
            match Counted::insert(NewCounted { label }).one(db).await {
                Ok(row) => taken.push(Some(row.id)),
                Err(Error::Unique(_)) => taken.push(None),
                Err(error) => return Err(error),
            }
        }
        Ok(taken)
    };
    let (one, several, upsert, nothing, taken, others) = tokio::join!(
        giving(2_000_003, Giving::One),
        giving(2_000_013, Giving::Several),
        giving(2_000_023, Giving::Upsert),
        giving(2_000_033, Giving::OrNothing),
        taking(),
        taking()
    );
    one.and(several).and(upsert).and(nothing)?;
    let ids = Counted::filter(Counted::LABEL.eq("given")).select(Counted::ID);
    let ids = ids.all(db).await?;
    let (taken, others) = (taken?, others?);
    for taken in [&taken, &others] {
        let all: Vec<i64> = taken.iter().flatten().copied().collect();
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]), "{taken:?}");
        // Another session may have used the next number already, if it was given that number. The
        // numbers before and after are known.
        for (number, clashes) in taken.split(Option::is_some).enumerate() {
            let after = number.checked_sub(1).map_or(0, |before| all[before]);
            let before = all.get(number).copied().unwrap_or(i64::MAX);
            let given = ids.iter().filter(|id| (after..before).contains(id));
            assert!(clashes.len() <= given.count(), "{taken:?}, given: {ids:?}");
        }
    }
    Ok(())
}

/// Sessions give ids far beyond and just beyond the last number of the sequence, while others draw
/// numbers as fast as they can.
async fn no_number_is_drawn_twice(db: &Database) -> Result<()> {
    const ROUNDS: i64 = 60;
    let insert = async |id: i64| {
        let new = Counted::insert(NewCounted { label: "x".into() }).set(Counted::ID, id);
        match new.execute(db).await {
            // Another session may have given it.
            Ok(()) | Err(Error::Unique(_)) => Ok(()),
            Err(error) => Err(error),
        }
    };
    let is_done = AtomicBool::new(false);
    let drawing = async || {
        let text = "SELECT nextval(pg_get_serial_sequence('counteds', 'id')) \
                    FROM generate_series(1, 500)";
        let mut drawn: Vec<i64> = Vec::new();
        while !is_done.load(Ordering::SeqCst) {
            drawn.extend(tablewright::sql::<i64>(text).all(db).await?);
        }
        Ok::<_, Error>(drawn)
    };
    let giving = async || {
        for _ in 0..ROUNDS {
            let last: i64 = tablewright::sql("SELECT last_value FROM counteds_id_seq")
                .one(db)
                .await?;
            // The first one that gets the lock sets the sequence. Then the others are near.
            let far = last + 10_001;
            let (a, b, c, d) = tokio::join!(
                insert(far + 300),
                insert(far + 400),
                insert(far + 600),
                insert(far + 900)
            );
            a.and(b).and(c).and(d)?;
        }
        is_done.store(true, Ordering::SeqCst);
        Ok::<_, Error>(())
    };
    let (given, first, second, third) = tokio::join!(giving(), drawing(), drawing(), drawing());
    given?;
    let mut all = Vec::new();
    for drawn in [first?, second?, third?] {
        assert!(drawn.windows(2).all(|pair| pair[0] < pair[1]));
        all.extend(drawn);
    }
    let count = all.len();
    all.sort_unstable();
    let twice = all.windows(2).filter(|pair| pair[0] == pair[1]).count();
    assert_eq!(twice, 0, "numbers of {count} were drawn twice");
    Ok(())
}

async fn filters_are_folded_from_either_side(db: &Database) -> Result<()> {
    for id in 1..=3 {
        new(id).execute(db).await?;
    }
    let several = || (0..1_000).map(|id| Form::ID.ne(id + 2));
    let from_left = several().fold(Filter::all(), |all, one| all & one);
    let from_right = several().fold(Filter::all(), |all, one| one & all);
    assert_eq!(found(db, from_left).await?, [1]);
    assert_eq!(found(db, from_right).await?, [1]);
    let any = several().map(|one| !one);
    let from_right = any
        .rev()
        .reduce(|any, one| one | any)
        .expect("there are some");
    assert_eq!(found(db, from_right).await?, [2, 3]);
    let select = (0..1_000).fold(Form::all(), |rows, id| rows.filter(Form::ID.ne(id + 2)));
    assert_eq!(ids(&select.all(db).await?), [1]);
    Ok(())
}

async fn deleted_rows_are_paged_by_when_they_were_deleted(db: &Database) -> Result<()> {
    for number in 0..7 {
        let slug = format!("slug {number}");
        let note = Note::insert(NewNote {
            text: "x".into(),
            slug: slug.into(),
        })
        .one(db)
        .await?;
        if number != 3 {
            note.delete(db).await?;
        }
    }
    for order in [Note::DELETED_AT.asc(), Note::DELETED_AT.desc()] {
        let trash = || Note::all().only_deleted().order_by(order.clone());
        let expected: BTreeSet<i64> = trash().all(db).await?.iter().map(|note| note.id).collect();
        let (mut seen, mut after) = (Vec::new(), None);
        for _ in 0..20 {
            let page = trash().page(after.as_deref(), 2).all(db).await?;
            seen.extend(page.rows.iter().map(|note| note.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(after, None, "the pages end");
        assert_eq!(seen.len(), 6);
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), expected);
    }
    Ok(())
}

async fn changes_ask_their_own_table_beside_what_always_holds(db: &Database) -> Result<()> {
    User::insert(NewUser {
        id: 1,
        name: "Ada".into(),
    })
    .execute(db)
    .await?;
    for id in 1..=3 {
        let new = NewPost {
            id,
            title: "x".into(),
            published: true,
            author_id: 1,
        };
        Post::insert(new).execute(db).await?;
    }
    Comment::insert(NewComment {
        id: 1,
        post_id: 1,
        text: "x".into(),
    })
    .execute(db)
    .await?;
    let related = || Post::COMMENTS.any(Comment::TEXT.eq("x"));
    let nothing: [i32; 0] = [];
    // Each with the number of the three rows that it finds.
    let filters = || {
        [
            (related(), 1),
            (related() | Post::ID.not_in(nothing), 3),
            (Post::ID.not_in(nothing) | related(), 3),
            (related() & Post::ID.in_(nothing), 0),
            (related() | Post::ID.is_not_null(), 3),
            (related() & Post::ID.is_null(), 0),
            (!(related() & Post::ID.is_null()), 3),
            (related() | Filter::all(), 3),
            (!related() | related(), 3),
            (related() | Post::ID.ge(i32::MIN), 3),
            (
                Post::AUTHOR.is(User::NAME.eq("Ada")) | Post::TITLE.is_not_null(),
                3,
            ),
        ]
    };
    for (number, (filter, expected)) in filters().into_iter().enumerate() {
        let tx = db.begin().await?;
        let rows = || Post::filter(filter.clone());
        assert_eq!(rows().count(&tx).await?, expected, "filter {number}");
        let changed = rows().update().set(Post::TITLE, "y").execute(&tx).await?;
        assert_eq!(changed, expected, "filter {number}");
        let changed = rows()
            .update()
            .set(Post::RANK, Post::RANK + 1)
            .all(&tx)
            .await?;
        assert_eq!(changed.len() as u64, expected, "filter {number}");
        assert_eq!(
            rows().delete().execute(&tx).await?,
            expected,
            "filter {number}"
        );
        tx.rollback().await?;
    }
    // Several conditions that `filter` combines give the same result.
    for (number, (filter, expected)) in filters().into_iter().enumerate() {
        let tx = db.begin().await?;
        let rows = Post::filter(filter).filter(Post::ID.not_in(nothing));
        let deleted = rows.delete().all(&tx).await?;
        assert_eq!(deleted.len() as u64, expected, "filter {number}");
        tx.rollback().await?;
    }
    let rows = Post::filter(related()).filter(Filter::none());
    assert_eq!(rows.delete().execute(db).await?, 0);
    // An invalid condition is an error, even if another condition alone decides the result.
    let wrong = || Post::TITLE.like("\\");
    refused(Post::filter(Filter::all() | wrong()).count(db).await);
    refused(Post::filter(wrong() & Filter::none()).count(db).await);
    Ok(())
}
