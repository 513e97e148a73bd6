//! Names of tables and columns that are drawn from those that are easily taken for something else.

/// Names that the library gives in statements, reserved words, and names that need quotes.
const POOL: &[&str] = &[
    "excluded",
    "EXCLUDED",
    "t1",
    "t2",
    "T3",
    "t4",
    "t_1",
    "e1",
    "e2",
    "E3",
    "e4",
    "e_1",
    "limited",
    "wanted",
    "united",
    "step",
    "start",
    "Reached",
    "numbered",
    "nth_row",
    "firsts",
    "derived",
    "counted",
    "computed",
    "owner_0",
    "owner_1",
    "locked",
    "new",
    "old",
    "j",
    "value",
    "key",
    "item",
    "select",
    "Order",
    "group",
    "table",
    "where",
    "from",
    "case",
    "end",
    "null",
    "default",
    "values",
    "user",
    "rank",
    "count",
    "row_number",
    "limit",
    "Upper Case",
    "it's",
    "double \" quote",
    "back ` tick",
    "back \\ slash",
    "semi; -- colon /*",
    "?1 $1 :a %s {}",
    "[bracket]",
    "\u{2603} na\u{ef}ve",
    "\u{c4}pfel",
    "two.parts",
    "@tablewright_1",
    "a_name_that_is_nearly_as_long_as_the_databases_allow",
];

/// The models with a name for each `$`: no two tables, and no two columns of a model, have names
/// that differ only in case.
pub fn draw(models: &str, seed: u64, quoted: impl Fn(&str) -> String) -> String {
    let mut state = seed;
    let mut tables: Vec<&str> = Vec::new();
    let mut columns: Vec<&str> = Vec::new();
    let mut shared: Vec<&str> = Vec::new();
    let mut is_mixin = false;
    let mut drawn = String::new();
    for line in models.lines() {
        is_mixin |= line == "mixins:";
        is_mixin &= line != "models:";
        // A model or a mixin begins.
        if line.starts_with("  ") && !line.starts_with("   ") {
            columns.clone_from(&shared);
        }
        let taken = match line.starts_with("    table:") {
            true => &mut tables,
            false => &mut columns,
        };
        match line.contains(": $") {
            false => drawn.push_str(line),
            true => {
                let name = pick(&mut state, taken);
                taken.push(name);
                if is_mixin {
                    shared.push(name);
                }
                drawn.push_str(&line.replace(": $", &format!(": {}", quoted(name))));
            }
        }
        drawn.push('\n');
    }
    drawn
}

/// A name that is not taken.
fn pick(state: &mut u64, taken: &[&str]) -> &'static str {
    loop {
        let name = POOL[(next(state) % POOL.len() as u64) as usize];
        let is_same = |other: &&str| other.to_lowercase() == name.to_lowercase();
        if !taken.iter().any(is_same) {
            return name;
        }
    }
}

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
