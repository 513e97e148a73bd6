//! The results of the front end for correct files.

use std::path::Path;

use tablewright_schema::yaml::{self, Files};
use tablewright_schema::{
    Action, By, Column, DateCrate, Default, IndexKey, Literal, Schema, Source, Stored, Table, Type,
    ddl,
};
use tablewright_sql::Dialect;

/// The one file of a case.
struct OneFile;

impl Files for OneFile {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/resolved");
        std::fs::read(folder.join(path)).map_err(|error| error.to_string())
    }

    fn glob(&mut self, _: &str) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}

fn load(name: &str) -> Schema {
    match yaml::load(name, &mut OneFile) {
        Ok(schema) => schema,
        Err(mistakes) => panic!("{}", mistakes.render(false)),
    }
}

fn load_text(text: &str) -> Schema {
    match yaml::load("models.yaml", &mut Text(text)) {
        Ok(schema) => schema,
        Err(mistakes) => panic!("{}", mistakes.render(false)),
    }
}

/// A file that is not in the folder.
struct Text<'t>(&'t str);

impl Files for Text<'_> {
    fn read(&mut self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.as_bytes().to_vec())
    }

    fn glob(&mut self, _: &str) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}

fn table<'s>(schema: &'s Schema, model: &str) -> &'s Table {
    let found = schema.tables.iter().find(|table| table.model == model);
    found.unwrap_or_else(|| panic!("the schema has no models {model}"))
}

fn column<'s>(schema: &'s Schema, model: &str, field: &str) -> &'s Column {
    let columns = &table(schema, model).columns;
    let found = columns.iter().find(|column| column.field == field);
    found.unwrap_or_else(|| panic!("{model} has no field {field}"))
}

fn fields(table: &Table) -> Vec<&str> {
    table
        .columns
        .iter()
        .map(|column| column.field.as_str())
        .collect()
}

fn literal(text: Literal) -> Source {
    Source::Default(Default::Literal(text))
}

#[test]
fn tables_have_the_plurals_of_their_models() {
    let schema = load("everywhere.yaml");
    let names: Vec<&str> = schema
        .tables
        .iter()
        .map(|table| table.name.as_str())
        .collect();
    let expected = [
        "people",
        "passports",
        "stamps",
        "blog_posts",
        "labels",
        "friendships",
        "post_tags",
        "comments",
    ];
    assert_eq!(names, expected);
    assert_eq!(schema.dates, DateCrate::Chrono);
    assert_eq!(schema.dialects[0], Dialect::Postgres);
}

/// The models whose keys the columns of a model hold.
fn keys_held<'s>(schema: &'s Schema, model: &str) -> Vec<&'s str> {
    let tables = &schema.tables;
    let table = tables.iter().find(|table| table.model == model);
    let columns = table.into_iter().flat_map(|table| &table.columns);
    columns
        .map(|column| column.key_of.map_or("", |key| tables[key].model.as_str()))
        .collect()
}

#[test]
fn keys_have_types_where_that_is_asked_for() {
    let models = "models:
  User: { fields: { id: id, name: text, friend: User?, code: { type: integer, unique: true } } }
  Profile: { fields: { user: { type: User, primary_key: true } } }
  Picture: { fields: { profile: { type: Profile, primary_key: true }, day: date } }
  Order: { fields: { user: User, number: integer, day: date }, primary_key: [user_id, number] }
  Line:
    fields: { id: id, buyer: bigint, order: integer }
    references: { whole: { to: Order, fields: [buyer, order] } }
  ByCode: { fields: { id: id, code: { type: User, to: code } } }
  Day: { fields: { day: { type: date, primary_key: true } } }
  Own: { fields: { id: { type: bigint, primary_key: true, rust: crate::Own } } }
  Ring: { fields: { ring: { type: Gnir, primary_key: true } } }
  Gnir: { fields: { id: { type: bigint, primary_key: true } } }
";
    let schema = load_text(&format!("typed_ids: true\n{models}"));
    let held = |model| keys_held(&schema, model);
    assert_eq!(held("User"), ["User", "", "User", ""]);
    assert_eq!(held("Profile"), ["User"]);
    assert_eq!(held("Picture"), ["User", ""]);
    assert_eq!(held("Order"), ["User", "", ""]);
    assert_eq!(held("Line"), ["Line", "User", ""]);
    assert_eq!(held("ByCode"), ["ByCode", ""]);
    assert_eq!(held("Day"), [""]);
    assert_eq!(held("Own"), [""]);
    assert_eq!(held("Ring"), ["Gnir"]);
    for setting in ["typed_ids: false\n", ""] {
        let schema = load_text(&format!("{setting}{models}"));
        assert_eq!(keys_held(&schema, "User"), ["", "", "", ""]);
    }
}

#[test]
fn references_end_in_the_key_they_refer_to() {
    let schema = load("everywhere.yaml");
    let stamp = table(&schema, "Stamp");
    let expected = [
        "id",
        "passport_person_id",
        "person_id",
        "owner_login",
        "holder_email",
        "price",
    ];
    assert_eq!(fields(stamp), expected);
    let relations: Vec<&str> = stamp
        .foreign_keys
        .iter()
        .map(|key| &*key.relation)
        .collect();
    assert_eq!(relations, ["passport", "person", "owner", "holder"]);
}

#[test]
fn references_take_type_rust_type_and_collation_along() {
    let schema = load("everywhere.yaml");
    assert_eq!(column(&schema, "Passport", "person_id").ty, Type::BigInt);
    assert_eq!(
        column(&schema, "Stamp", "passport_person_id").ty,
        Type::BigInt
    );

    let owner = column(&schema, "Stamp", "owner_login");
    assert_eq!(owner.ty, Type::String { max: 20 });
    assert_eq!(owner.collation.sqlite.as_deref(), Some("NOCASE"));
    assert_eq!(owner.collation.postgres, None);
    assert!(owner.nullable);
    assert_eq!(column(&schema, "PostTag", "post_number").ty, Type::SmallInt);
}

#[test]
fn integer_keys_count_unless_they_say_otherwise() {
    let schema = load("everywhere.yaml");
    assert_eq!(column(&schema, "Person", "id").source, Source::Identity);
    assert_eq!(
        column(&schema, "BlogPost", "number").source,
        Source::Identity
    );
    assert_eq!(column(&schema, "Tag", "code").source, Source::Input);
    assert_eq!(
        column(&schema, "Passport", "person_id").source,
        Source::Input
    );
    assert_eq!(
        column(&schema, "PostTag", "post_number").source,
        Source::Input
    );
    assert_eq!(
        column(&schema, "Stamp", "id").source,
        Source::Default(Default::Uuid)
    );
}

#[test]
fn defaults_have_one_form() {
    let schema = load("everywhere.yaml");
    let source = |model, field| column(&schema, model, field).source.clone();
    let json = r#"{"theme":"dark","sizes":[1,2.5,null]}"#;
    assert_eq!(
        source("Person", "settings"),
        literal(Literal::Json(json.to_owned()))
    );
    assert_eq!(
        source("Person", "type"),
        literal(Literal::Text("true".to_owned()))
    );
    assert_eq!(source("Person", "self_"), literal(Literal::Integer(80)));
    assert_eq!(
        source("Person", "created_at"),
        Source::Default(Default::Now)
    );
    assert_eq!(
        source("Stamp", "price"),
        literal(Literal::Decimal("1.50".to_owned()))
    );
    let seen = "2024-02-29 12:30:00.000000".to_owned();
    assert_eq!(source("BlogPost", "seen"), literal(Literal::DateTime(seen)));
    let at = "2024-02-29 23:30:00.000000".to_owned();
    assert_eq!(source("BlogPost", "at"), literal(Literal::Timestamp(at)));
    assert_eq!(
        source("BlogPost", "key"),
        literal(Literal::Bytes(vec![0xbe, 0xef]))
    );
    let names = ["Ada", "O'Hara"].map(|name| Literal::Text(name.to_owned()));
    assert_eq!(
        source("Person", "nick_names"),
        literal(Literal::List(names.to_vec()))
    );
}

#[test]
fn mixins_come_behind_and_named_types_go_in() {
    let schema = load("everywhere.yaml");
    let person = table(&schema, "Person");
    assert!(fields(person).ends_with(&["full_name", "created_at", "updated_at", "revision"]));
    assert_eq!(person.derives, ["Eq", "serde::Serialize", "Hash"]);
    assert_eq!(person.attributes, ["#[non_exhaustive]"]);
    assert_eq!(schema.enums[1].derives, ["Eq", "serde::Serialize", "Hash"]);
    assert_eq!(schema.enums[0].variants[1].name, "InReview");

    let email = column(&schema, "Person", "email");
    let own = |column: &Column| {
        column
            .rust
            .as_ref()
            .map(|rust| (rust.path.clone(), rust.by))
    };
    let expected = Some(("crate::Email".to_owned(), By::TryFrom));
    assert_eq!(own(email), expected);
    assert_eq!(email.doc.as_deref(), Some("An address."));
    assert!(email.sensitive);
    // The reference to it has the same type, and is as sensitive.
    let reference = column(&schema, "Stamp", "holder_email");
    assert_eq!(own(reference), expected);
    assert!(reference.sensitive);

    let checks: Vec<(&str, &str)> = person
        .checks
        .iter()
        .map(|check| (check.name.as_str(), check.expression.sqlite.as_str()))
        .collect();
    let expected = [
        ("ck_people_email", "({} LIKE '%@%') AND ({} <> 'root')"),
        ("ck_people_revision", "{} >= 0"),
        ("ck_people_1", "revision < 1000000"),
    ];
    assert_eq!(checks, expected);
}

#[test]
fn names_in_the_database_follow_the_columns() {
    let schema = load("everywhere.yaml");
    let person = table(&schema, "Person");
    assert_eq!(column(&schema, "Person", "secret").name, "Secret Bytes");
    assert_eq!(column(&schema, "Person", "self_").name, "self");
    assert_eq!(column(&schema, "Person", "type").name, "type");
    assert_eq!(person.primary_key.name, "pk_people");
    assert_eq!(person.uniques[0].name, "uq_people_email");

    let post = table(&schema, "BlogPost");
    let checks: Vec<&str> = post
        .checks
        .iter()
        .map(|check| check.name.as_str())
        .collect();
    assert_eq!(checks, ["ck_blog_posts_1", "named", "ck_blog_posts_2"]);
}

#[test]
fn names_that_fall_together_are_told_apart() {
    let schema = load("everywhere.yaml");
    let names = table(&schema, "BlogPost")
        .indexes
        .iter()
        .map(|index| index.name.as_str());
    let titles: Vec<&str> = names.filter(|name| name.contains("title")).collect();
    let [first, given, second] = titles.as_slice() else {
        panic!("{titles:?}")
    };
    assert_eq!(*given, "by_title");
    assert!(
        first.starts_with("ix_blog_posts_title_") && second.starts_with("ix_blog_posts_title_")
    );
    assert_ne!(first, second);
}

#[test]
fn foreign_keys_have_indexes() {
    let schema = load("everywhere.yaml");
    let columns = |model: &str| -> Vec<Vec<usize>> {
        let indexes = table(&schema, model).indexes.iter();
        let columns = indexes.map(|index| {
            let parts = index.parts.iter().map(|part| match part.key {
                IndexKey::Column(column) => column,
                IndexKey::Expression(_) => usize::MAX,
            });
            parts.collect()
        });
        columns.collect()
    };
    // A unique key begins with the author, an index with the editor, though in an order that is of
    // no use to MySQL.
    assert_eq!(
        columns("BlogPost"),
        [vec![2, 4], vec![3], vec![3, 4], vec![3], vec![2]]
    );
    // The primary key begins with the post, so the tag is left.
    assert_eq!(columns("PostTag"), [[0]]);
    // `person_id` has `index: true`; `email` is unique.
    assert_eq!(columns("Stamp"), [[2], [1], [3]]);
    assert_eq!(columns("Passport"), Vec::<Vec<usize>>::new());
    assert_eq!(columns("Comment"), [[2, 1]]);
}

/// MySQL would make an index of its own beside a descending one.
#[test]
fn a_descending_index_serves_a_foreign_key_where_mysql_is_not_asked_for() {
    let count = |dialects: &str, indexes: &str| {
        let schema = load_text(&format!(
            "dialects: [{dialects}]
models:
  Node:
    fields: {{ id: id, up: Node?, at: date }}
    indexes: [{indexes}]
"
        ));
        table(&schema, "Node").indexes.len()
    };
    assert_eq!(count("sqlite, postgres, mariadb", "[up desc, at]"), 1);
    assert_eq!(count("sqlite, mysql", "[up desc, at]"), 2);
    assert_eq!(count("sqlite, mysql", "[up, at desc]"), 1);
}

#[test]
fn composite_references_are_in_the_order_of_the_key() {
    let schema = load("everywhere.yaml");
    let key = &table(&schema, "Comment").foreign_keys[0];
    assert_eq!(key.name, "fk_comments_post_number_tag_code");
    assert_eq!(key.columns, [2, 1]);
    assert_eq!(key.target_columns, [1, 0]);
    assert_eq!(key.on_delete, Action::Cascade);
    assert_eq!(key.inverse.as_deref(), Some("comments"));
}

#[test]
fn many_to_many_relations_know_their_ends() {
    let schema = load("everywhere.yaml");
    let tags = &table(&schema, "BlogPost").relations[0];
    assert_eq!((tags.through, tags.here, tags.there), (6, 1, 0));
    let friends = &table(&schema, "Tag").relations[0];
    assert_eq!((friends.through, friends.here, friends.there), (5, 0, 1));
}

#[test]
fn former_names_are_those_in_the_database() {
    let schema = load("everywhere.yaml");
    assert_eq!(table(&schema, "Person").was, ["accounts", "User", "users"]);
    assert_eq!(
        column(&schema, "Person", "manager_id").was,
        ["boss", "boss_id"]
    );
    assert_eq!(column(&schema, "Tag", "label").was, ["name"]);
    let was = [Stored::Text("two".to_owned())];
    assert_eq!(schema.enums[1].variants[1].was, was);
}

#[test]
fn every_chosen_dialect_has_a_text() {
    let schema = load("everywhere.yaml");
    let Source::Generated(generated) = &column(&schema, "Person", "full_name").source else {
        panic!("it is generated");
    };
    assert!(generated.stored);
    for dialect in schema.dialects.iter().copied() {
        assert_eq!(generated.expression.get(dialect), "upper(name)");
    }
    let script = &schema.scripts[0];
    assert_eq!(script.create.postgres.as_deref(), Some("SELECT 2"));
    assert_eq!(script.create.mysql, None);
    assert_eq!(script.drop.mysql.as_deref(), Some("SELECT 3"));
    assert_eq!(
        table(&schema, "Friendship").options.sqlite.as_deref(),
        Some("WITHOUT ROWID")
    );
}

#[test]
fn one_database_may_have_what_others_have_not() {
    let schema = load("postgres.yaml");
    let chicken = table(&schema, "Chicken");
    assert!(chicken.foreign_keys[0].deferrable);
    let methods: Vec<Option<&str>> = chicken
        .indexes
        .iter()
        .map(|index| index.method.postgres.as_deref())
        .collect();
    // The last one is for the reference: a partial index does not serve it.
    assert_eq!(methods, [Some("gin"), Some("gin"), None, None, None, None]);
    assert_eq!(chicken.indexes[3].name, "uq_chickens_expr_id");
    assert_eq!(chicken.indexes[4].include, [5]);
    assert!(chicken.indexes[5].name.starts_with("ix_chickens_egg_id_"));
}

#[test]
fn sqlite_takes_what_every_database_can_hold() {
    let schema = load("everywhere.yaml");
    let script = ddl::script(&ddl::create(&schema, Dialect::Sqlite)).text;
    let database = rusqlite::Connection::open_in_memory().unwrap();
    database.execute_batch(&script).unwrap();
}

#[test]
fn a_comment_in_a_check_ends_with_its_line() {
    let schema = load("comments.yaml");
    let script = ddl::script(&ddl::create(&schema, Dialect::Sqlite)).text;
    let database = rusqlite::Connection::open_in_memory().unwrap();
    database.execute_batch(&script).unwrap();
    let mut insert = database
        .prepare("INSERT INTO users (name) VALUES (?)")
        .unwrap();
    insert.execute(["ada"]).unwrap();
    for refused in ["", "root"] {
        assert!(insert.execute([refused]).is_err(), "{refused:?}");
    }
}

/// A reference holds the value of its key, so it is as sensitive.
#[test]
fn references_to_sensitive_keys_are_sensitive() {
    let schema = load_text(
        "
models:
  Session:
    fields:
      token: { type: string(40), primary_key: true, sensitive: true }
      parent: Session?
  Device:
    fields:
      session: { type: Session, primary_key: true }
      name: string(40)
  Visit:
    fields:
      id: id
      device: Device
      shown: { type: Session, sensitive: false }
      tenant: integer
      code: string(10)
    references:
      account: { fields: [tenant, code], to: Account }
  Account:
    fields:
      tenant: integer
      code: { type: string(10), sensitive: true }
    primary_key: [tenant, code]
",
    );
    for (model, field, is_sensitive) in [
        ("Session", "token", true),
        ("Session", "parent_token", true),
        ("Device", "session_token", true),
        ("Device", "name", false),
        ("Visit", "device_session_token", true),
        ("Visit", "shown_token", false),
        ("Visit", "tenant", false),
        ("Visit", "code", true),
    ] {
        let found = column(&schema, model, field).sensitive;
        assert_eq!(found, is_sensitive, "{model}.{field}");
    }
}
