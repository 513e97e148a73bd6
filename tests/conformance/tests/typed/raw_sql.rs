//! Hand-written SQL whose results are read as typed rows.

use tablewright::jiff::{Timestamp, civil::Date};
use tablewright::rust_decimal::Decimal;
use tablewright::serde_json::{Value as Json, json};
use tablewright::uuid::Uuid;
use tablewright::{Connection, Database, Dialect, Error, Result, Scaled, Sqlite, row, sql};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::raw_sql::{Mood, NewPerson, Person, create_all};

everywhere!(raw_sql:
    models_are_read_by_the_names_of_columns,
    structs_are_read_by_the_names_of_columns,
    tuples_are_read_by_place,
    single_values_need_no_tuple,
    rows_come_one_or_none_or_each,
    statements_change_rows,
    parameters_are_where_they_should_be,
    parameters_may_stand_in_several_places,
    the_wrong_number_of_parameters_is_not_sent,
    too_many_parameters_are_not_sent,
    columns_that_do_not_fit_are_named,
    columns_are_known_before_anything_happens,
    values_that_do_not_fit_are_named,
    refused_parameters_are_named,
    what_the_database_refuses_is_told,
    a_table_that_was_altered_is_seen,
    it_runs_in_transactions,
);

async fn fill(db: &Database) -> Result<Vec<Person>> {
    let ada = Person::insert(NewPerson { name: "Ada".into() })
        .set(Person::AGE, 36)
        .set(Person::SCORE, 1.5)
        .set(Person::PRICE, Decimal::new(1250, 2))
        .set(Person::TOKEN, Uuid::from_u128(7))
        .set(Person::PHOTO, b"\0\xff")
        .set(Person::BORN, Date::constant(1815, 12, 10))
        .set(
            Person::SEEN_AT,
            Timestamp::from_microsecond(1_500_001).unwrap_or_default(),
        )
        .set(Person::MOOD, Mood::Loud)
        .set(Person::TAGS, vec!["a".to_owned(), "b".to_owned()])
        .set(Person::EXTRA, json!({ "a": [1, null] }))
        .one(db)
        .await?;
    let bob = Person::insert(NewPerson { name: "Bob".into() })
        .one(db)
        .await?;
    Ok(vec![ada, bob])
}

row! {
    #[derive(Debug, PartialEq)]
    struct Named {
        name: String,
        number: i64,
        age: Option<i32>,
    }

    #[derive(Debug, PartialEq)]
    struct Typed {
        r#type: Mood,
    }
}

#[derive(Debug, PartialEq)]
struct Counted {
    mood: Mood,
    people: u64,
}

row!(Counted { people, mood });

async fn models_are_read_by_the_names_of_columns(db: &Database) -> Result<()> {
    let people = fill(db).await?;
    let all = sql::<Person>("select * from people order by id");
    assert_eq!(all.all(db).await?, people);
    let in_another_order = "select extra, tags, mood, seen_at, born, photo, token, price, score, \
                            age, name, id from people where name = ?";
    let bob = sql::<Person>(in_another_order).bind("Bob").one(db).await?;
    assert_eq!(bob, people[1]);
    let ada = sql::<Person>(in_another_order).bind("Ada").one(db).await?;
    assert_eq!(ada, people[0]);
    Ok(())
}

async fn structs_are_read_by_the_names_of_columns(db: &Database) -> Result<()> {
    let people = fill(db).await?;
    let text = "select age, id as number, name from people order by id";
    let named: Vec<Named> = sql(text).all(db).await?;
    let expected = people.iter().map(|person| Named {
        name: person.name.clone(),
        number: person.id,
        age: person.age,
    });
    assert_eq!(named, expected.collect::<Vec<_>>());

    let text = "select mood, count(*) as people from people group by mood order by mood desc";
    let counted = sql::<Counted>(text).all(db).await?;
    let one = |mood| Counted { mood, people: 1 };
    assert_eq!(counted, [one(Mood::Loud), one(Mood::Calm)]);

    // Each database converts unquoted names in its own way.
    let typed = sql::<Typed>("select mood as TYPE from people where age is null");
    assert_eq!(typed.one(db).await?.r#type, Mood::Calm);
    Ok(())
}

async fn tuples_are_read_by_place(db: &Database) -> Result<()> {
    let people = fill(db).await?;
    type Row = (
        i64,
        String,
        Option<i32>,
        f64,
        Option<Scaled<2>>,
        Option<Uuid>,
        Option<Vec<u8>>,
        Option<Date>,
        Option<Timestamp>,
        Mood,
        Option<Vec<String>>,
        Option<Json>,
    );
    let text = "select id, name, age, score, price, token, photo, born, seen_at, mood, tags, extra \
                from people order by id";
    let rows = sql::<Row>(text).all(db).await?;
    let read = rows.into_iter().map(|row| Person {
        id: row.0,
        name: row.1,
        age: row.2,
        score: row.3,
        price: row.4.map(|price| price.0),
        token: row.5,
        photo: row.6,
        born: row.7,
        seen_at: row.8,
        mood: row.9,
        tags: row.10,
        extra: row.11,
    });
    assert_eq!(read.collect::<Vec<_>>(), people);

    // Names do not matter, and may be the same.
    let twice = sql::<(i64, i64)>("select id, id from people where name = 'Ada'");
    assert_eq!(twice.one(db).await?, (people[0].id, people[0].id));
    Ok(())
}

async fn single_values_need_no_tuple(db: &Database) -> Result<()> {
    fill(db).await?;
    assert_eq!(sql::<u64>("select count(*) from people").one(db).await?, 2);
    let ages = sql::<Option<i32>>("select age from people order by id");
    assert_eq!(ages.all(db).await?, [Some(36), None]);
    let moods = sql::<Mood>("select mood from people order by id").all(db);
    assert_eq!(moods.await?, [Mood::Loud, Mood::Calm]);
    let (alone,) = sql::<(String,)>("select min(name) from people")
        .one(db)
        .await?;
    assert_eq!(alone, "Ada");
    Ok(())
}

async fn rows_come_one_or_none_or_each(db: &Database) -> Result<()> {
    let people = fill(db).await?;
    let by_name = |name| sql::<Person>("select * from people where name = ?").bind(name);
    assert_eq!(
        by_name("Ada").optional(db).await?.as_ref(),
        Some(&people[0])
    );
    assert_eq!(by_name("Eve").optional(db).await?, None);
    match by_name("Eve").one(db).await {
        Err(Error::NotFound("people")) => {}
        other => panic!("{other:?}"),
    }
    let none = sql::<i64>("select id from people where id < 0")
        .one(db)
        .await;
    assert_eq!(
        none.map_err(|error| error.to_string()),
        Err("there is no such row".to_owned())
    );
    let mut names = Vec::new();
    let each = sql::<String>("select name from people order by id").for_each(db, |name| {
        names.push(name);
        Ok(())
    });
    assert_eq!(each.await?, 2);
    assert_eq!(names, ["Ada", "Bob"]);
    let mut seen = 0;
    let stopped = sql::<(i64,)>("select id from people").for_each(db, |_| {
        seen += 1;
        Err(Error::NotFound("enough"))
    });
    assert!(stopped.await.is_err_and(|error| error.is_not_found()));
    assert_eq!(seen, 1);
    Ok(())
}

async fn statements_change_rows(db: &Database) -> Result<()> {
    fill(db).await?;
    let older = sql("update people set age = ? where age is null or age > ?")
        .bind(40)
        .bind(30)
        .execute(db);
    assert_eq!(older.await?, 2);
    // Rows that do not change count, too.
    let again = sql("update people set age = ?").bind(40).execute(db);
    assert_eq!(again.await?, 2);
    let gone = sql("delete from people where name = ?").bind("Bob");
    assert_eq!(gone.clone().execute(db).await?, 1);
    assert_eq!(gone.execute(db).await?, 0);
    let null = sql("update people set age = ?").bind(None::<i32>);
    assert_eq!(null.execute(db).await?, 1);
    assert_eq!(
        sql::<Option<i32>>("select age from people").one(db).await?,
        None
    );
    Ok(())
}

async fn parameters_are_where_they_should_be(db: &Database) -> Result<()> {
    let people = fill(db).await?;
    let mood_is = "select name from people where name <> '?' /* ? */ and mood = ? -- ?\n";
    let loud = sql::<String>(mood_is).bind(Mood::Loud);
    assert_eq!(loud.all(db).await?, ["Ada"]);

    // A value of every kind.
    let text = "select id from people where age = ? and score = ? and price = ? and token = ? \
                and photo = ? and born = ? and seen_at = ? and name = ?";
    let ada = &people[0];
    let found = sql::<i64>(text)
        .bind(ada.age)
        .bind(ada.score)
        .bind(ada.price.map(Scaled::<2>))
        .bind(ada.token)
        .bind(ada.photo.as_deref())
        .bind(ada.born)
        .bind(ada.seen_at)
        .bind(&ada.name);
    assert_eq!(found.all(db).await?, [ada.id]);
    let owned = String::from("select name from people where id = ?");
    assert_eq!(sql::<String>(owned).bind(ada.id).one(db).await?, "Ada");
    Ok(())
}

async fn parameters_may_stand_in_several_places(db: &Database) -> Result<()> {
    fill(db).await?;
    let text =
        "select name from people where name = ?2 or age > ?1 and age < ?1 + ?1 order by name";
    let found = sql::<String>(text).bind(30).bind("Bob");
    assert_eq!(found.all(db).await?, ["Ada", "Bob"]);
    Ok(())
}

/// The reason for which a value was refused.
fn reason<T>(result: Result<T>) -> String {
    match result {
        Err(Error::Value(error)) => error.reason,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was taken"),
    }
}

async fn the_wrong_number_of_parameters_is_not_sent(db: &Database) -> Result<()> {
    let text = "insert into people (name, age) values (?, ?)";
    assert_eq!(
        reason(sql(text).bind("Ada").execute(db).await),
        "the SQL has 2 parameters, written `?`, and 1 value is bound: call `bind` once for each"
    );
    let three = sql(text).bind("Ada").bind(1).bind(2).execute(db).await;
    assert_eq!(
        reason(three),
        "the SQL has 2 parameters, written `?`, and 3 values are bound: call `bind` once for each"
    );
    let none = sql::<i64>("select id from people").bind(1).all(db).await;
    assert!(reason(none).starts_with("the SQL has 0 parameters"));
    // Not even where the statement makes no sense.
    assert!(reason(sql("nonsense ?").execute(db).await).starts_with("the SQL has 1 parameter,"));
    assert_eq!(Person::all().count(db).await?, 0);
    Ok(())
}

async fn too_many_parameters_are_not_sent(db: &Database) -> Result<()> {
    let most = match db.dialect() {
        Dialect::Sqlite => 32_766,
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => 65_535,
    };
    let list = |count| {
        let places = vec!["?"; count].join(", ");
        let text = format!("select name from people where id in ({places})");
        (0..count as i64).fold(sql::<String>(text), |sql, id| sql.bind(id))
    };
    assert_eq!(list(1000).all(db).await?, [""; 0]);
    assert!(reason(list(most + 1).all(db).await).ends_with(&format!("takes at most {most}")));
    Ok(())
}

/// The message of a schema error.
fn misfit<T>(result: Result<T>) -> String {
    match result {
        Err(error @ Error::Schema(_)) => error.to_string(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it fits"),
    }
}

async fn columns_that_do_not_fit_are_named(db: &Database) -> Result<()> {
    const HINT: &str = ": change the SQL; `AS` names a column";
    // Also where there are no rows.
    for _ in 0..2 {
        let missing = sql::<Named>("select name, id from people").all(db).await;
        assert_eq!(
            misfit(missing),
            format!(
                "the result has the columns `name` and `id`, and `Named` also needs the columns \
                 `number` and `age`{HINT}"
            )
        );
        let more = "select name, id as number, age, mood from people";
        assert_eq!(
            misfit(sql::<Named>(more).all(db).await),
            format!("the result has the column `mood`, for which `Named` has no field{HINT}")
        );
        let twice = "select name, name, id as number, age from people";
        assert_eq!(
            misfit(sql::<Named>(twice).all(db).await),
            format!("the result has more than one column `name`{HINT}")
        );
        let few = "select id, name from people";
        assert!(misfit(sql::<Person>(few).optional(db).await).contains("needs"));
        assert_eq!(
            misfit(sql::<(i64,)>(few).all(db).await),
            format!("1 value is read, and the result has the column `name` too{HINT}")
        );
        assert_eq!(
            misfit(sql::<(i64, String, i32)>(few).all(db).await),
            format!("3 values are read, and the result has only the columns `id` and `name`{HINT}")
        );
        assert!(misfit(sql::<i64>(few).one(db).await).contains("`name`"));
        fill(db).await.ok();
    }
    Ok(())
}

/// The columns of a result are checked before the statement has any effect, if the database shows
/// them.
async fn columns_are_known_before_anything_happens(db: &Database) -> Result<()> {
    let insert = "insert into people (name) values (?) returning id, name";
    let wrong = sql::<i64>(insert).bind("Ada").one(db).await;
    match db.dialect() {
        Dialect::Sqlite | Dialect::Postgres => {
            misfit(wrong);
            assert_eq!(Person::all().count(db).await?, 0);
        }
        Dialect::Mariadb => assert!(misfit(wrong).contains("`name`")),
        Dialect::Mysql => return Ok(()),
    }
    let (id, name) = sql::<(i64, String)>(insert).bind("Eve").one(db).await?;
    assert_eq!(Person::find(id).one(db).await?.name, name);
    Ok(())
}

async fn values_that_do_not_fit_are_named(db: &Database) -> Result<()> {
    fill(db).await?;
    let null = sql::<(i64, i32)>("select id, age from people order by id");
    match null.all(db).await {
        Err(Error::Decode(error)) => {
            assert_eq!(
                error.to_string(),
                "the column `age` of the result: expected a value; found NULL: change the row, or \
                 the Rust type that reads the result"
            );
            assert_eq!((&*error.column, error.index), ("age", 1));
        }
        other => panic!("{other:?}"),
    }
    // If a column has another type, a server may report the column of the table.
    for wrong in [
        sql::<(String, i64)>("select name, name from people")
            .all(db)
            .await
            .err(),
        sql::<i64>("select name from people")
            .all(db)
            .await
            .map(drop)
            .err(),
    ] {
        let error = wrong.expect("a text is no number");
        assert!(error.to_string().contains("name"), "{error}");
    }
    let wrong = "select name as age, id as number, name from people";
    let error = sql::<Named>(wrong)
        .one(db)
        .await
        .expect_err("a text is no number");
    let message = error.to_string();
    assert!(
        message.contains("`age`") || message.contains("people.name"),
        "{message}"
    );
    let negative = sql::<u64>("select -1 as less from people").one(db).await;
    match negative {
        Err(Error::Decode(error)) => assert_eq!(error.column, "less"),
        other => panic!("{other:?}"),
    }
    Ok(())
}

async fn refused_parameters_are_named(db: &Database) -> Result<()> {
    let nul = sql::<i64>("select id from people where id = ? and name = ?").bind(1);
    assert_eq!(
        reason(nul.bind("a\0b").all(db).await),
        "parameter 2: a text must not contain the character NUL"
    );
    let infinite = sql("update people set score = ?").bind(f64::INFINITY);
    assert!(reason(infinite.execute(db).await).starts_with("parameter 1: "));
    if db.dialect() == Dialect::Postgres {
        let text = sql::<i64>("select id from people where id = ?").bind("1");
        let message = reason(text.all(db).await);
        assert!(message.starts_with("parameter 1: "), "{message}");
        assert!(message.contains("BIGINT"), "{message}");
    }
    Ok(())
}

async fn what_the_database_refuses_is_told(db: &Database) -> Result<()> {
    fill(db).await?;
    let again = sql("insert into people (name) values (?)").bind("Ada");
    match again.execute(db).await {
        Err(Error::Unique(violation)) => {
            assert!(!violation.message.contains("Ada"));
            assert_eq!(
                violation.table,
                if db.dialect() == Dialect::Postgres {
                    "people"
                } else {
                    &violation.table
                }
            );
        }
        other => panic!("{other:?}"),
    }
    let nonsense = sql::<i64>("selct 1").one(db).await.expect_err("nonsense");
    assert!(!nonsense.to_string().starts_with(':'), "{nonsense}");
    let missing = sql::<i64>("select id from nowhere").one(db).await;
    assert!(misfit(missing).contains("nowhere"));
    let missing = sql::<i64>("select missing from people").one(db).await;
    assert!(misfit(missing).contains("missing"));
    // One statement, whatever the text.
    let two = sql("delete from people; delete from people")
        .execute(db)
        .await;
    assert!(two.is_err());
    assert_eq!(Person::all().count(db).await?, 2);
    Ok(())
}

/// A prepared statement is cached by its SQL, and prepared again if the table has changed.
async fn a_table_that_was_altered_is_seen(db: &Database) -> Result<()> {
    sql("create table small (a bigint)").execute(db).await?;
    sql("insert into small (a) values (1)").execute(db).await?;
    row! {
        struct One { a: i64 }
        struct Two { a: i64, b: Option<i64> }
    }
    let all = "select * from small";
    assert_eq!(sql::<One>(all).one(db).await?.a, 1);
    sql("alter table small add b bigint").execute(db).await?;
    let message = misfit(sql::<One>(all).one(db).await);
    assert!(message.contains("`b`"), "{message}");
    let two = sql::<Two>(all).one(db).await?;
    assert_eq!((two.a, two.b), (1, None));
    Ok(())
}

async fn it_runs_in_transactions(db: &Database) -> Result<()> {
    let insert = |name| sql("insert into people (name) values (?)").bind(name);
    let tx = db.begin().await?;
    insert("Ada").execute(&tx).await?;
    assert_eq!(
        sql::<String>("select name from people").all(&tx).await?,
        ["Ada"]
    );
    // A result that we refuse leaves the transaction unchanged.
    misfit(sql::<Named>("select name from people").all(&tx).await);
    insert("Bob").execute(&tx).await?;
    tx.rollback().await?;
    assert_eq!(sql::<u64>("select count(*) from people").one(db).await?, 0);
    Ok(())
}

/// The same lines without `await`.
#[test]
fn it_blocks_where_the_connection_does() -> Result<()> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    let text = "insert into people (name, age) values (?, ?)";
    assert_eq!(sql(text).bind("Ada").bind(36).execute(&db)?, 1);
    let person = sql::<Person>("select * from people").one(&db)?;
    assert_eq!((person.name.as_str(), person.age), ("Ada", Some(36)));
    let named: Option<Named> = sql("select name, age, id as number from people").optional(&db)?;
    assert_eq!(named.map(|named| named.number), Some(person.id));
    misfit(sql::<Named>("select name from people where id = 0").all(&db));
    assert!(
        sql::<i64>("select id from people where name = :name")
            .all(&db)
            .is_err()
    );
    Ok(())
}
