use tablewright::{Connection, Mode};

fn main() {}

struct Own;

impl Mode for Own {
    type Output<'c, T: Send + 'c> = T;

    fn finish<'c, T: Send + 'c>(_: impl Future<Output = T> + Send + 'c) -> T {
        panic!()
    }
}

fn driver<C: Connection>(db: &C) {
    let _ = db.driver();
    let _ = db.__driver();
    let _ = db.run("DROP TABLE users");
}
