use messages::models::*;

fn main() {
    struct Price;
    let db = tablewright::Sqlite::memory().unwrap();
    let _ = tablewright::sql::<Price>("select 1").one(&db);
    let _ = tablewright::sql::<(i64, tablewright::rust_decimal::Decimal)>("select 1, 2").one(&db);
    let _ = tablewright::sql::<User>("select * from users").execute(&db);
    let _ = tablewright::sql::<i64>("select ?").bind(Price).one(&db);
}
