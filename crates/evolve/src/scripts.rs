//! The user's own SQL, `sql:` of the models: which parts have to be dropped while the tables that
//! they use change.

use std::collections::BTreeSet;

use tablewright_schema::When;
use tablewright_schema::catalog::{Other, OtherKind};
use tablewright_schema::own_sql::{OwnSql, made};
use tablewright_sql::{Dialect, Token, TokenKind, tokens};

use crate::diff::{Alteration, Change};

/// The reason why a change of such SQL cannot be made.
pub fn without_effect(name: &str) -> String {
    format!(
        "the SQL `{name}` has changed, but running it again has no effect, because its object \
         exists: add a `drop`, use `CREATE OR REPLACE`, or write a migration for the change"
    )
}

/// The tables whose changes affect views, triggers and functions that use them, with their old and
/// new names.
pub fn changing(dialect: Dialect, changes: &[Change]) -> BTreeSet<String> {
    let mut tables = BTreeSet::new();
    for change in changes {
        match change {
            Change::RenameTable { from, to } => {
                tables.insert(from.clone());
                tables.insert(to.clone());
            }
            Change::DropTable(table) => {
                tables.insert(table.name.clone());
            }
            Change::Alter { table, alteration } if concerns(dialect, alteration) => {
                tables.insert(table.clone());
            }
            Change::Alter { .. }
            | Change::CreateTable(_)
            | Change::CreateOther(_)
            | Change::DropOther(_) => {}
        }
    }
    tables
}

fn concerns(dialect: Dialect, alteration: &Alteration) -> bool {
    match alteration {
        Alteration::AddColumn(_)
        | Alteration::DropColumn(_)
        | Alteration::RenameColumn { .. }
        | Alteration::ChangeColumn { .. }
        | Alteration::RenameValues { .. } => true,
        Alteration::AddIndex(_) | Alteration::DropIndex(_) => false,
        Alteration::DropDefault(_)
        | Alteration::SetDefault(_)
        | Alteration::AddPrimaryKey(_)
        | Alteration::DropPrimaryKey(_)
        | Alteration::AddUnique(_)
        | Alteration::DropUnique(_)
        | Alteration::AddCheck(_)
        | Alteration::DropCheck(_)
        | Alteration::AddForeignKey(_)
        | Alteration::DropForeignKey(_)
        | Alteration::Rename { .. }
        | Alteration::Comment { .. }
        | Alteration::Options { .. } => dialect.rebuilds_tables(),
    }
}

/// The scripts that have to be dropped and created again around a change of these tables: views,
/// triggers and functions that use one of them, and objects that use these.
pub fn affected(dialect: Dialect, scripts: &[OwnSql], tables: &BTreeSet<String>) -> Vec<bool> {
    let found: Vec<Option<Other>> = scripts
        .iter()
        .map(|script| made(dialect, &script.create))
        .collect();
    let words: Vec<Vec<Token<'_>>> = scripts
        .iter()
        .map(|script| tokens(dialect, &script.create))
        .collect();
    let mut names: Vec<String> = tables.iter().cloned().collect();
    let mut views: Vec<String> = Vec::new();
    let mut affected = vec![false; scripts.len()];
    loop {
        let next = (0..scripts.len()).find(|&each| {
            let mentions = |names: &[String]| {
                let mut words = words[each].iter();
                words.any(|token| is_one(dialect, token, names))
            };
            let goes = can_go(dialect, &scripts[each], found[each].as_ref()) && mentions(&names);
            // The index of a materialized view goes with it.
            let is_lost = is_index(&words[each])
                && scripts[each].when == When::After
                && scripts[each].harmless_undo(dialect).is_some()
                && mentions(&views);
            !affected[each] && (goes || is_lost)
        });
        let Some(next) = next else {
            return affected;
        };
        affected[next] = true;
        if let Some(made) = &found[next] {
            names.push(made.name.clone());
            if made.kind == OtherKind::MaterializedView {
                views.push(made.name.clone());
            }
        }
    }
}

/// Whether it can be missing for a while: the tables may need objects that are created before them.
fn can_go(dialect: Dialect, script: &OwnSql, made: Option<&Other>) -> bool {
    let is_of_kind = made.is_some_and(|made| match made.kind {
        OtherKind::View | OtherKind::MaterializedView | OtherKind::Trigger | OtherKind::Routine => {
            true
        }
        OtherKind::Extension | OtherKind::Sequence | OtherKind::Type | OtherKind::Virtual => false,
    });
    script.when == When::After && is_of_kind && script.harmless_undo(dialect).is_some()
}

fn is_index(words: &[Token<'_>]) -> bool {
    let mut head = words.iter().take(3);
    words.first().is_some_and(|first| first.is("create")) && head.any(|token| token.is("index"))
}

fn is_one(dialect: Dialect, token: &Token<'_>, names: &[String]) -> bool {
    let is_name = match token.kind {
        TokenKind::Word | TokenKind::Quoted => true,
        TokenKind::Text | TokenKind::Number | TokenKind::Parameter | TokenKind::Symbol => false,
    };
    is_name && {
        let is_folded = dialect.folds_names_to_lower_case() && token.kind == TokenKind::Word;
        let name = match is_folded {
            true => token.text.to_ascii_lowercase(),
            false => token.name().into_owned(),
        };
        names.iter().any(|one| dialect.same_name(one, &name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(create: &str) -> OwnSql {
        OwnSql {
            name: "a".to_owned(),
            when: When::After,
            create: create.to_owned(),
            drop: None,
        }
    }

    #[test]
    fn what_names_a_table_goes_with_what_names_that() {
        let scripts = [
            own("CREATE VIEW a AS SELECT * FROM users"),
            own("CREATE VIEW b AS SELECT * FROM a"),
            own("CREATE VIEW c AS SELECT * FROM posts WHERE 'users' <> ''"),
            own("CREATE TRIGGER d AFTER INSERT ON posts BEGIN DELETE FROM users; END"),
            OwnSql {
                when: When::Before,
                ..own("CREATE VIEW e AS SELECT * FROM users")
            },
            own("CREATE INDEX f ON users (id)"),
        ];
        let tables = BTreeSet::from(["Users".to_owned()]);
        assert_eq!(
            affected(Dialect::Sqlite, &scripts, &tables),
            [true, true, false, true, false, false]
        );
        let scripts = [
            own("CREATE UNIQUE INDEX a ON made (id)"),
            own("CREATE MATERIALIZED VIEW made AS SELECT id FROM users"),
            own("CREATE INDEX b ON other (id)"),
        ];
        let tables = BTreeSet::from(["users".to_owned()]);
        assert_eq!(
            affected(Dialect::Postgres, &scripts, &tables),
            [true, true, false]
        );
        let scripts = [
            own("CREATE VIEW Made AS SELECT id FROM Users"),
            own("CREATE VIEW other AS SELECT id FROM MADE"),
        ];
        assert_eq!(affected(Dialect::Postgres, &scripts, &tables), [true; 2]);
    }
}
