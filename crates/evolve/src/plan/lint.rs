//! Finds the risks of changes: what they may lose, refuse, lock or break; and the advice how to
//! avoid them.

use tablewright_schema::Intent;
use tablewright_schema::catalog::{
    Catalog, Check, Column, Expression, ForeignKey, Index, IndexKey, Key, Other, OtherKind,
};
use tablewright_schema::names::is_type_check;
use tablewright_sql::{Dialect, Token, TokenKind, tokens};

use super::before::{Before, compares_otherwise};
use super::{DestructiveChange, DestructiveKind, Warning, WarningKind};
use crate::computed;
use crate::conversion::{Cost, conversion};
use crate::diff::{Alteration, Change};
use crate::items;
use crate::loss;
use crate::physical::Physical;

/// Examines changes, one by one.
pub(super) struct Lint<'a> {
    dialect: Dialect,
    before: &'a Before<'a>,
    /// The state before the plan, with the new names.
    named: &'a Catalog,
    intent: &'a Intent,
}

/// The risks of a change.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) destructive: Vec<DestructiveChange>,
    pub(super) warnings: Vec<Warning>,
}

impl Findings {
    pub(super) fn extend(&mut self, other: Findings) {
        self.destructive.extend(other.destructive);
        for warning in other.warnings {
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
    }

    fn warn(
        &mut self,
        kind: WarningKind,
        message: impl Into<String>,
        advice: impl Into<String>,
        preflight: Option<String>,
    ) {
        self.warnings.push(Warning {
            kind,
            message: message.into(),
            advice: advice.into(),
            preflight,
        });
    }
}

/// The advice for a rename.
const RENAME_ADVICE: &str = "deploy in two steps: first a program that works with both names (it \
    writes the old and a new column), then the models with the new name; or stop the old programs \
    first";

impl<'a> Lint<'a> {
    pub(super) fn new(
        dialect: Dialect,
        before: &'a Before<'a>,
        named: &'a Catalog,
        intent: &'a Intent,
    ) -> Lint<'a> {
        Lint {
            dialect,
            before,
            named,
            intent,
        }
    }

    /// The risks of a change. `replaced` tells whether the same table gets a column with the name
    /// of a lost one.
    pub(super) fn of(&self, change: &Change, is_replaced: impl Fn(&str, &str) -> bool) -> Findings {
        let mut found = Findings::default();
        match change {
            Change::CreateTable(_) | Change::CreateOther(_) => {}
            Change::DropOther(other) => self.drop_other(other, &mut found),
            Change::DropTable(table) => self.drop_table(&table.name, &mut found),
            Change::RenameTable { from, to } => found.warn(
                WarningKind::Breaks,
                format!(
                    "programs that still use the table `{from}` fail after it is renamed to \
                    `{to}`"
                ),
                RENAME_ADVICE,
                None,
            ),
            Change::Alter { table, alteration } => {
                if self.before.is_there(table) {
                    self.alteration(table, alteration, is_replaced, &mut found);
                }
            }
        }
        found
    }

    /// The values that a rollback would round or truncate, to which nobody has agreed.
    pub(super) fn loss(&self, change: &Change) -> Option<Warning> {
        let Change::Alter {
            table,
            alteration: Alteration::ChangeColumn { from, to },
        } = change
        else {
            return None;
        };
        if from.generated.is_some() || to.generated.is_some() {
            return None;
        }
        let conversion = conversion(self.dialect, &from.ty, &to.ty);
        let Cost::Loses { how, condition, .. } = conversion.cost() else {
            return None;
        };
        let condition = condition.as_ref()?;
        let column = self.before.column(table, &to.name)?;
        let what = match *how {
            loss::FORM_OF_JSON => "white space, an order of keys or duplicate keys",
            _ => "digits",
        };
        Some(Warning {
            kind: WarningKind::MayFail,
            message: format!(
                "values of `{table}.{}` would lose {what} in {}",
                to.name, to.ty
            ),
            advice: "change these values first; or, if this loss is acceptable, delete this check \
                     from the file"
                .to_owned(),
            preflight: Some(self.select(table, &condition.replace("{}", &column))),
        })
    }

    /// The columns of a table that an expression uses.
    pub(super) fn columns_in<'s>(
        &'s self,
        table: &str,
        expression: &'s Expression,
    ) -> impl Iterator<Item = &'s Column> {
        let columns = self.named.table(table).map(|table| table.columns.iter());
        let columns = columns.into_iter().flatten();
        columns.filter(|column| expression.mentions(&column.name))
    }

    /// The indexes of a table before the plan, with the new names of its columns.
    pub(super) fn indexes_of(&self, table: &str) -> impl Iterator<Item = &'a Index> {
        let table = self.named.table(table);
        table.into_iter().flat_map(|table| &table.indexes)
    }

    /// The SQL of a view does not show the objects that depend on it or belong to it.
    fn drop_other(&self, other: &Other, found: &mut Findings) {
        let goes = match other.kind {
            OtherKind::View | OtherKind::MaterializedView => "its privileges are",
            OtherKind::Trigger => "its disabled state, if it is disabled, is",
            OtherKind::Sequence
            | OtherKind::Type
            | OtherKind::Routine
            | OtherKind::Extension
            | OtherKind::Virtual => {
                return;
            }
        };
        if self.dialect == Dialect::Postgres {
            found.warn(
                WarningKind::Breaks,
                format!(
                    "{goes} lost when the {} `{}` is dropped, even if it is created again",
                    other.kind.words(),
                    other.name
                ),
                "add statements after it that restore this",
                None,
            );
        }
    }

    fn drop_table(&self, table: &str, found: &mut Findings) {
        self.lose(
            table.to_owned(),
            DestructiveKind::Dropped,
            &self.intent.dropped,
            found,
        );
        found.warn(
            WarningKind::Breaks,
            format!("programs that still use the table `{table}` fail"),
            "first deploy the program that does not use the table, and then drop it",
            None,
        );
    }

    fn lose(
        &self,
        name: String,
        kind: DestructiveKind,
        allowed: &std::collections::BTreeSet<String>,
        found: &mut Findings,
    ) {
        found.destructive.push(DestructiveChange {
            allowed: allowed.contains(&name),
            name,
            kind,
            becomes: None,
        });
    }

    fn alteration(
        &self,
        table: &str,
        alteration: &Alteration,
        is_replaced: impl Fn(&str, &str) -> bool,
        found: &mut Findings,
    ) {
        match alteration {
            Alteration::AddColumn(column) => self.add_column(table, column, found),
            // A generated value is not lost, unless an ordinary column replaces it; and neither is a
            // copy.
            Alteration::DropColumn(column)
                if column.generated.is_some() && !self.is_new(table, &column.name)
                    || super::is_leftover(self.dialect, column) => {}
            Alteration::DropColumn(column) => {
                let name = format!("{table}.{}", column.name);
                if is_replaced(table, &column.name) {
                    let kind = DestructiveKind::Converted(
                        "the old type cannot be converted to the new \
                            one, so the values are lost",
                    );
                    self.lose(name, kind, &self.intent.converted, found);
                } else {
                    self.lose(
                        name.clone(),
                        DestructiveKind::Dropped,
                        &self.intent.dropped,
                        found,
                    );
                    found.warn(
                        WarningKind::Breaks,
                        format!("programs that still read or write `{name}` fail"),
                        "first deploy the program that does not use the column, and then drop it",
                        None,
                    );
                }
            }
            Alteration::RenameColumn { from, to } => found.warn(
                WarningKind::Breaks,
                format!(
                    "programs that still use `{table}.{from}` fail after it is renamed to \
                    `{to}`"
                ),
                RENAME_ADVICE,
                None,
            ),
            Alteration::ChangeColumn { from, to } => self.change_column(table, from, to, found),
            Alteration::RenameValues { column, .. } => {
                found.warn(
                    WarningKind::Breaks,
                    format!(
                        "programs that know only the old values of `{table}.{}` cannot read or \
                         write the new ones",
                        column.name
                    ),
                    RENAME_ADVICE,
                    None,
                );
                let is_own = |check: &Check| {
                    check.expression.mentions(&column.name)
                        && !is_type_check(&check.name, table, &column.name)
                };
                self.checks_that_stay(table, is_own, found);
                self.computed_from(table, &column.name, found);
            }
            Alteration::AddPrimaryKey(key) | Alteration::AddUnique(key) => {
                self.add_key(table, key, found);
            }
            Alteration::AddIndex(index) if index.unique => {
                self.add_unique_index(table, index, found);
            }
            Alteration::AddIndex(_) => {}
            Alteration::AddCheck(check) => self.add_check(table, check, found),
            Alteration::AddForeignKey(key) => self.add_foreign_key(table, key, found),
            Alteration::DropDefault(_)
            | Alteration::SetDefault(_)
            | Alteration::DropPrimaryKey(_)
            | Alteration::DropUnique(_)
            | Alteration::DropIndex(_)
            | Alteration::DropCheck(_)
            | Alteration::DropForeignKey(_)
            | Alteration::Rename { .. }
            | Alteration::Comment { .. }
            | Alteration::Options { .. } => {}
        }
    }

    /// Whether the table gets a column of the name, which is stored.
    fn is_new(&self, table: &str, column: &str) -> bool {
        let mut columns = self.before.new_columns(table);
        columns.any(|new| new == column)
    }

    fn add_column(&self, table: &str, column: &Column, found: &mut Findings) {
        let name = format!("{table}.{}", column.name);
        let now = self.named.table(table);
        if now.is_some_and(|now| now.column(&column.name).is_some()) {
            // SQLite's keys and checks stay although their column is replaced.
            self.rules_that_stay(table, &column.name, found);
        }
        let has_value =
            column.default.is_some() || column.generated.is_some() || column.counted.is_some();
        if !column.nullable && !has_value {
            found.warn(
                WarningKind::MayFail,
                format!(
                    "`{name}` cannot be NULL and has no default, so existing rows have no value \
                     for it"
                ),
                "give the field a `default`; or add it with `?`, fill it, and remove the `?` in a \
                 second step",
                Some(format!(
                    "SELECT 1 FROM {} LIMIT 1",
                    self.before.table(table)
                )),
            );
        }
        if column.generated.is_some() {
            self.may_compute_others(table, column, found);
        }
        if !column.nullable && column.generated.is_some() {
            self.may_compute_null(table, column, found);
        }
        if fills_rows(self.dialect, column) {
            found.warn(
                WarningKind::Rewrite,
                format!("every row of `{table}` is rewritten to give it a value for `{name}`"),
                "on a large table, add the column without the expression, fill it in batches, and \
                 set the expression afterwards",
                None,
            );
        }
    }

    /// Whether a column of MySQL's or MariaDB's type TIMESTAMP becomes a DATETIME.
    fn leaves_the_time_zone(&self, from: &Column, to: &Column) -> bool {
        let physical = |column: &Column| Physical::of(self.dialect, &column.ty);
        self.dialect.has_mysql_grammar()
            && physical(from) == Physical::Timestamp
            && physical(to) == Physical::DateTime
    }

    fn change_column(&self, table: &str, from: &Column, to: &Column, found: &mut Findings) {
        let name = format!("{table}.{}", to.name);
        let cost = conversion(self.dialect, &from.ty, &to.ty).cost().clone();
        let column = self.before.column(table, &to.name);
        let is_computed = from.generated.is_none() && to.generated.is_some();
        let is_computed_again = from.generated.is_some() && to.generated.is_some();
        let is_compared_otherwise = compares_otherwise(self.dialect, from, to);
        let is_otherwise = is_computed || is_computed_otherwise(from, to) || is_compared_otherwise;
        if from.ty != to.ty && cost != Cost::Nothing || is_otherwise {
            self.rules_that_stay(table, &to.name, found);
        }
        if is_computed_otherwise(from, to) {
            self.type_check_that_stays(table, to, found);
        }
        if is_otherwise {
            self.references_that_stay(table, &to.name, found);
        }
        self.computed_from(table, &to.name, found);
        // What is computed is not converted, and may not fit all the same.
        if is_computed || is_computed_again && (from.ty != to.ty || is_computed_otherwise(from, to))
        {
            self.may_compute_others(table, to, found);
        }
        match cost {
            Cost::Nothing => {}
            _ if is_computed_again => {}
            Cost::Loses { how, outside, .. } => {
                self.lose(
                    name.clone(),
                    DestructiveKind::Converted(how),
                    &self.intent.converted,
                    found,
                );
                if let Some(outside) = outside {
                    self.may_not_fit(table, to, &outside, found);
                }
            }
            Cost::Impossible => {
                let kind = DestructiveKind::Converted(
                    "the old type cannot be converted to the new one, \
                        so the values are lost",
                );
                self.lose(name.clone(), kind, &self.intent.converted, found);
            }
            Cost::Refuses(condition) => self.may_not_fit(table, to, &condition, found),
        }
        if is_computed {
            let kind = DestructiveKind::Converted(
                "they are replaced by the values of an \
                expression",
            );
            self.lose(name.clone(), kind, &self.intent.converted, found);
        }
        // The former values of the column say nothing about those of a new expression.
        let may_be_null = from.nullable || is_computed || is_computed_otherwise(from, to);
        // A new run fills a column that an interrupted run has not filled.
        if may_be_null && !to.nullable && to.generated.is_some() {
            self.may_compute_null(table, to, found);
        } else if from.nullable && !to.nullable && !super::mysql::is_to_be_filled(from) {
            found.warn(
                WarningKind::MayFail,
                format!("`{name}` may be NULL in existing rows"),
                format!(
                    "set a value in these rows first: `UPDATE … SET … WHERE {} IS NULL`",
                    to.name
                ),
                column.map(|column| self.select(table, &format!("{column} IS NULL"))),
            );
        }
        if !from.nullable && to.nullable && to.generated.is_none() {
            found.warn(
                WarningKind::Breaks,
                format!(
                    "programs that do not expect NULL in `{name}` cannot read rows that have it"
                ),
                "first deploy a program that can read NULL, and only then one that writes NULL",
                None,
            );
        }
        let is_given = to.default.is_some() || to.nullable || to.counted.is_some();
        if from.default.is_some() && !is_given && to.generated.is_none() {
            found.warn(
                WarningKind::Breaks,
                format!("programs that still insert rows without `{name}` fail"),
                "first deploy a program that always sets it, and then remove the default",
                None,
            );
        }
        if self.leaves_the_time_zone(from, to) {
            found.warn(
                WarningKind::Breaks,
                format!(
                    "the server no longer converts `{name}` to the time zone of the session, as \
                     it does a TIMESTAMP: programs whose sessions have another time zone than UTC \
                     read and write other times"
                ),
                "set the time zone of their sessions: `SET time_zone = '+00:00'`",
                None,
            );
        }
        if rewrites(self.dialect, from, to) {
            found.warn(
                WarningKind::Rewrite,
                format!("the whole table `{table}` is rebuilt for the type of `{name}`"),
                "on a large table, add a new column, fill it in batches, and switch the program \
                 to it",
                None,
            );
        }
    }

    /// What is computed from a column that gets other values, or another collation, may violate
    /// everything that a new value may violate.
    fn computed_from(&self, table: &str, column: &str, found: &mut Findings) {
        for generated in self.before.recomputed_from(table, column) {
            self.rules_that_stay(table, &generated.name, found);
            self.references_that_stay(table, &generated.name, found);
            self.may_compute_others(table, generated, found);
            self.type_check_that_stays(table, generated, found);
            if !generated.nullable {
                self.may_compute_null(table, generated, found);
            }
        }
    }

    /// The check of the type may refuse what is computed. On SQLite, most of them only ask for the
    /// range of the type, which another check has found.
    fn type_check_that_stays(&self, table: &str, column: &Column, found: &mut Findings) {
        if self.dialect != Dialect::Sqlite || computed::outside(self.dialect, &column.ty).is_none()
        {
            let is_of_type = |check: &Check| is_type_check(&check.name, table, &column.name);
            self.checks_that_stay(table, is_of_type, found);
        }
    }

    /// What is computed for an existing row may not fit into the type of the column.
    fn may_compute_others(&self, table: &str, column: &Column, found: &mut Findings) {
        let Some(outside) = computed::outside(self.dialect, &column.ty) else {
            return;
        };
        let Some(value) = self.computed(table, column) else {
            return;
        };
        self.refused_by_type(table, column, &outside.replace("{}", &value), found);
    }

    /// What the column's expression computes for an existing row, in parentheses; `None` if nobody
    /// knows, or it reads a new column that is NULL.
    fn computed(&self, table: &str, column: &Column) -> Option<String> {
        let sql = &column.generated.as_ref()?.expression;
        let known = self.before.expression(table, sql);
        let sql = known.or_else(|| self.before.filled_expression(table, sql))?;
        Some(match self.dialect {
            Dialect::Mysql => format!("({})", with_introducers(&sql)),
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => format!("({sql})"),
        })
    }

    /// What is computed for an existing row may be NULL, which the column refuses.
    fn may_compute_null(&self, table: &str, column: &Column, found: &mut Findings) {
        let name = &column.name;
        let generated = column.generated.as_ref();
        if generated.is_some_and(|made| self.is_never_null(table, &made.expression)) {
            return;
        }
        let Some(sql) = self.computed(table, column) else {
            return;
        };
        found.warn(
            WarningKind::MayFail,
            format!("the expression of `{table}.{name}` may be NULL in existing rows"),
            format!(
                "find such rows and change the columns that it reads first: `{}`; or let the field \
                 be NULL, with a `?` after its type",
                self.rows(table, &format!("{sql} IS NULL"))
            ),
            Some(self.select(table, &format!("{sql} IS NULL"))),
        );
    }

    /// Whether an expression consists of columns that are not NULL in existing rows, and of operators
    /// and functions that then give a value.
    fn is_never_null(&self, table: &str, expression: &Expression) -> bool {
        let table = self.named.table(table);
        let tokens = tokens(self.dialect, expression.text());
        tokens
            .iter()
            .enumerate()
            .all(|(at, token)| match token.kind {
                TokenKind::Number | TokenKind::Text => true,
                TokenKind::Symbol => matches!(token.text, "+" | "-" | "*" | "(" | ")" | "|" | ","),
                TokenKind::Word if tokens.get(at + 1).is_some_and(|next| next.is_symbol('(')) => {
                    token.is_any(&[
                        "lower",
                        "upper",
                        "trim",
                        "length",
                        "char_length",
                        "concat",
                        "abs",
                    ])
                }
                TokenKind::Word | TokenKind::Quoted => table
                    .and_then(|table| table.column(&token.name()))
                    .is_some_and(|column| !column.nullable),
                TokenKind::Parameter => false,
            })
    }

    /// Values that satisfy the condition do not fit into the new type.
    fn may_not_fit(&self, table: &str, to: &Column, condition: &str, found: &mut Findings) {
        if let Some(value) = self.before.with_new_values(table, &to.name) {
            self.refused_by_type(table, to, &condition.replace("{}", &value), found);
        }
    }

    fn refused_by_type(&self, table: &str, to: &Column, condition: &str, found: &mut Findings) {
        found.warn(
            WarningKind::MayFail,
            format!(
                "a value of `{table}.{}` may not fit into {}",
                to.name,
                items::shown(&to.ty)
            ),
            format!(
                "find such rows and change them first: `{}`",
                self.rows(table, condition)
            ),
            Some(self.select(table, condition)),
        );
    }

    /// After a conversion, different values may be equal, and values that satisfied a check may
    /// violate it.
    fn rules_that_stay(&self, table: &str, column: &str, found: &mut Findings) {
        let Some(now) = self.named.table(table) else {
            return;
        };
        let stays = |name: &str| !self.before.is_dropped(table, name);
        for key in now.primary_key.iter().chain(&now.uniques) {
            if stays(&key.name) && key.columns.iter().any(|name| name == column) {
                self.add_key(table, key, found);
            }
        }
        for index in now.indexes.iter().filter(|index| index.unique) {
            if stays(&index.name) && is_in(index, column) {
                self.add_unique_index(table, index, found);
            }
        }
        let is_other = |check: &Check| !is_type_check(&check.name, table, column);
        self.checks_that_stay(
            table,
            |check| is_other(check) && check.expression.mentions(column),
            found,
        );
    }

    fn checks_that_stay(
        &self,
        table: &str,
        is_meant: impl Fn(&Check) -> bool,
        found: &mut Findings,
    ) {
        let now = self.named.table(table).into_iter();
        for check in now.flat_map(|now| &now.checks) {
            if is_meant(check) && !self.before.is_dropped(table, &check.name) {
                self.add_check(table, check, found);
            }
        }
    }

    /// SQLite's foreign keys stay although values or their comparison change.
    fn references_that_stay(&self, changed: &str, column: &str, found: &mut Findings) {
        for table in &self.named.tables {
            for key in &table.foreign_keys {
                let is_own = table.name == changed && key.columns.iter().any(|it| it == column);
                let is_meant = key.target == changed
                    && key.target_columns.iter().any(|target| target == column);
                let stays = !self.before.is_reference_dropped(&table.name, &key.name);
                if (is_own || is_meant) && stays {
                    self.add_foreign_key(&table.name, key, found);
                }
            }
        }
    }

    fn add_key(&self, table: &str, key: &Key, found: &mut Findings) {
        let listed = key.columns.join(", ");
        let Some(columns) = self.before.values(table, &key.columns) else {
            self.new_in_key(table, &key.columns, found);
            return;
        };
        let is_meant = |column: &str| key.columns.iter().any(|it| it == column);
        let is_plain = self.before.keeps_values(table, is_meant);
        let advice = is_plain.then(|| {
            format!(
                "find them first: `SELECT {listed}, count(*) … GROUP BY {listed} \
                 HAVING count(*) > 1`"
            )
        });
        self.unique(table, (&listed, advice), &columns, None, found);
    }

    /// A key with a new column: two rows may get the same value, unless it is NULL, counted or
    /// random.
    fn new_in_key(&self, table: &str, columns: &[String], found: &mut Findings) {
        let mut apart = columns.iter();
        if apart.any(|column| self.before.is_apart(table, column)) {
            return;
        }
        found.warn(
            WarningKind::MayFail,
            format!(
                "existing rows of `{table}` may have equal values in {}",
                columns.join(", ")
            ),
            "add the column first, fill it, and add the key in a second step",
            // No two rows are equal.
            Some(format!(
                "SELECT 1 FROM {} LIMIT 1 OFFSET 1",
                self.before.table(table)
            )),
        );
    }

    fn unique(
        &self,
        table: &str,
        (listed, advice): (&str, Option<String>),
        columns: &[String],
        predicate: Option<String>,
        found: &mut Findings,
    ) {
        let mut conditions: Vec<String> = columns
            .iter()
            .map(|column| format!("{column} IS NOT NULL"))
            .collect();
        conditions.extend(predicate.map(|predicate| format!("({predicate})")));
        let columns = columns.join(", ");
        let equal = format!(
            "FROM {} WHERE {} GROUP BY {columns} HAVING count(*) > 1",
            self.before.table(table),
            conditions.join(" AND "),
        );
        // Where the values change, only the query of the check finds them.
        let advice = advice
            .unwrap_or_else(|| format!("find them first: `SELECT {columns}, count(*) {equal}`"));
        found.warn(
            WarningKind::MayFail,
            format!("rows of `{table}` may have equal values in {listed}"),
            advice,
            Some(format!("SELECT 1 {equal} LIMIT 1")),
        );
    }

    fn add_unique_index(&self, table: &str, index: &Index, found: &mut Findings) {
        let mut parts = Vec::new();
        let mut columns = index.parts.iter().filter_map(|part| match &part.key {
            IndexKey::Column(column) => Some(column),
            IndexKey::Expression(_) => None,
        });
        if columns.any(|column| self.before.is_apart(table, column)) {
            return;
        }
        for part in &index.parts {
            let part = match &part.key {
                IndexKey::Column(column) => self.before.value(table, column),
                IndexKey::Expression(sql) => self
                    .before
                    .expression(table, sql)
                    .map(|sql| format!("({sql})")),
            };
            match part {
                Some(part) => parts.push(part),
                None => return self.new_in_key(table, std::slice::from_ref(&index.name), found),
            }
        }
        let predicate = match &index.predicate {
            Some(predicate) => match self.before.expression(table, predicate) {
                Some(predicate) => Some(predicate),
                None => return self.new_in_key(table, std::slice::from_ref(&index.name), found),
            },
            None => None,
        };
        let keys: Vec<&str> = index.parts.iter().map(|part| key_text(&part.key)).collect();
        let keys = keys.join(", ");
        let of_rows = index.predicate.as_ref();
        let of_rows = of_rows.map_or(String::new(), |predicate| format!(" WHERE {predicate}"));
        let is_plain = self.before.keeps_values(table, |column| {
            let predicate = index.predicate.as_ref();
            predicate.is_some_and(|predicate| predicate.mentions(column)) || is_in(index, column)
        });
        let advice = is_plain.then(|| {
            format!(
                "find them first: `SELECT {keys}, count(*) …{of_rows} GROUP BY {keys} \
                 HAVING count(*) > 1`"
            )
        });
        let listed = format!("the unique index `{}`", index.name);
        self.unique(table, (&listed, advice), &parts, predicate, found);
    }

    fn add_check(&self, table: &str, check: &Check, found: &mut Findings) {
        // The values of a new column fit its type, and NULL satisfies most checks.
        let condition = match self.before.expression(table, &check.expression) {
            None if !self.is_of_type(table, check) => {
                self.before.filled_expression(table, &check.expression)
            }
            known => known,
        };
        let Some(condition) = condition else {
            return;
        };
        let condition = match self.dialect {
            Dialect::Mysql => with_introducers(&condition),
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => condition,
        };
        let violated = format!("NOT ({condition})");
        let mentions = |column: &str| check.expression.mentions(column);
        let advice = match self.before.keeps_values(table, mentions) {
            true => format!(
                "find such rows and change them first: `… WHERE NOT ({})`",
                check.expression
            ),
            // Where the values change, only the query of the check finds them.
            false => format!(
                "find such rows and change them first: `{}`",
                self.rows(table, &violated)
            ),
        };
        found.warn(
            WarningKind::MayFail,
            format!("rows of `{table}` may violate the check `{}`", check.name),
            advice,
            Some(self.select(table, &violated)),
        );
    }

    /// Whether the check enforces the type of a column. The user's own check may have a similar
    /// name.
    fn is_of_type(&self, table: &str, check: &Check) -> bool {
        let mut columns = self.before.new_columns(table);
        columns.any(|column| is_type_check(&check.name, table, column))
    }

    fn add_foreign_key(&self, table: &str, key: &ForeignKey, found: &mut Findings) {
        let message = format!(
            "rows of `{table}` may refer to rows of `{}` that do not exist (`{}`)",
            key.target, key.name
        );
        // A value that is NULL, or that nobody knows, violates nothing now.
        let columns: Vec<Option<String>> = key
            .columns
            .iter()
            .map(|column| self.before.referring(table, column, "child"))
            .collect();
        self.random_reference(table, key, &columns, found);
        let Some(columns) = columns.into_iter().collect::<Option<Vec<String>>>() else {
            return;
        };
        let there: Vec<String> = columns
            .iter()
            .map(|column| format!("{column} IS NOT NULL"))
            .collect();
        let parents = key.target_columns.iter();
        let parents = parents.map(|target| self.before.referring(&key.target, target, "parent"));
        let missing = match parents.collect::<Option<Vec<String>>>() {
            Some(parents) => {
                let pairs = key.columns.iter().zip(&key.target_columns);
                let pairs = pairs.zip(parents.into_iter().zip(&columns));
                let pairs: Vec<String> = pairs
                    .map(|((column, target), (parent, child))| {
                        let parent = self.before.compared(&key.target, target, parent);
                        // SQLite compares as the parent does.
                        let child = match self.dialect {
                            Dialect::Sqlite => child.clone(),
                            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
                                self.before.compared(table, column, child.clone())
                            }
                        };
                        format!("{parent} = {child}")
                    })
                    .collect();
                format!(
                    "NOT EXISTS (SELECT 1 FROM {} parent WHERE {})",
                    self.before.table(&key.target),
                    pairs.join(" AND ")
                )
            }
            // The target is new and empty.
            None => "1 = 1".to_owned(),
        };
        let rows = format!(
            "FROM {} child WHERE {} AND {missing}",
            self.before.table(table),
            there.join(" AND "),
        );
        let advice =
            format!("find such rows and change or delete them first: `SELECT child.* {rows}`");
        let preflight = format!("SELECT 1 {rows} LIMIT 1");
        found.warn(WarningKind::MayFail, message, advice, Some(preflight));
    }

    /// A new reference with a random default, which refers to no row.
    fn random_reference(
        &self,
        table: &str,
        key: &ForeignKey,
        columns: &[Option<String>],
        found: &mut Findings,
    ) {
        let all = || key.columns.iter().zip(columns);
        let mut random = all().filter(|(column, _)| self.before.is_drawn(table, column));
        let Some((column, _)) = random.next() else {
            return;
        };
        let mut there = Vec::new();
        for (column, value) in all() {
            match value {
                Some(value) => there.push(format!("{value} IS NOT NULL")),
                None if self.before.is_drawn(table, column) => {}
                None => return,
            }
        }
        let rows = match there.is_empty() {
            true => String::new(),
            false => format!(" WHERE {}", there.join(" AND ")),
        };
        found.warn(
            WarningKind::MayFail,
            format!(
                "`{table}.{column}` gets a random value in existing rows, which refers to no row \
                 of `{}` (`{}`)",
                key.target, key.name
            ),
            "add the field with `?` and without its default, fill it, and set the default in a \
             second step",
            Some(format!(
                "SELECT 1 FROM {} child{rows} LIMIT 1",
                self.before.table(table)
            )),
        );
    }

    /// The query that shows such rows.
    fn rows(&self, table: &str, condition: &str) -> String {
        format!(
            "SELECT * FROM {} WHERE {condition}",
            self.before.table(table)
        )
    }

    fn select(&self, table: &str, condition: &str) -> String {
        format!(
            "SELECT 1 FROM {} WHERE {condition} LIMIT 1",
            self.before.table(table)
        )
    }
}

/// Whether both columns are generated, by different expressions.
fn is_computed_otherwise(from: &Column, to: &Column) -> bool {
    match (&from.generated, &to.generated) {
        (Some(from), Some(to)) => from.expression != to.expression,
        (Some(_), None) | (None, Some(_)) | (None, None) => false,
    }
}

/// Whether the database rewrites all rows because of a new column.
pub(super) fn fills_rows(dialect: Dialect, column: &Column) -> bool {
    let is_stored = column.generated.as_ref().is_some_and(|made| made.stored);
    let is_computed = || column.default.as_ref().is_some_and(is_volatile) || is_stored;
    column.counted.is_some() || dialect == Dialect::Postgres && is_computed()
}

/// Whether the database rewrites all rows because of another type. SQLite's tables have their own
/// warning.
pub(super) fn rewrites(dialect: Dialect, from: &Column, to: &Column) -> bool {
    use crate::physical::Physical as P;
    if from.ty == to.ty {
        return false;
    }
    let (from, to) = (P::of(dialect, &from.ty), P::of(dialect, &to.ty));
    match dialect {
        Dialect::Sqlite => false,
        Dialect::Postgres => match (&from, &to) {
            (P::Text(Some(from)), P::Text(Some(to))) => from > to,
            (P::Text(_), P::Text(None)) => false,
            (
                P::Decimal { precision, scale },
                P::Decimal {
                    precision: wider,
                    scale: same,
                },
            ) => precision > wider || scale != same,
            _ => from != to,
        },
        Dialect::Mysql | Dialect::Mariadb => match (&from, &to) {
            // All are JSON, which stays where it is; an update changes what is in it.
            (P::Items(_), P::Items(_) | P::Json) | (P::Json, P::Items(_)) => false,
            // The length of a value is stored in one byte or in two.
            (P::Text(Some(from)), P::Text(Some(to))) if from <= to => {
                (from * 4 > 255) != (to * 4 > 255)
            }
            (P::Bytes(Some(from)), P::Bytes(Some(to))) if from <= to => {
                (*from > 255) != (*to > 255)
            }
            _ => from != to,
        },
    }
}

/// PostgreSQL's functions with one value per statement, and types with parameters.
const STABLE: &[&str] = &[
    "now",
    "transaction_timestamp",
    "statement_timestamp",
    "current_timestamp",
    "localtimestamp",
    "current_time",
    "localtime",
    "timezone",
    "date_trunc",
    "to_char",
    "to_timestamp",
    "make_date",
    "lower",
    "upper",
    "coalesce",
    "jsonb_build_object",
    "jsonb_build_array",
    "md5",
    "char",
    "varchar",
    "varying",
    "numeric",
    "decimal",
    "timestamp",
    "timestamptz",
    "time",
];

/// Whether the default may differ between rows: an unknown function counts as such.
fn is_volatile(default: &tablewright_schema::catalog::Expression) -> bool {
    let tokens = tokens(Dialect::Postgres, default.text());
    let calls = tokens.iter().zip(tokens.iter().skip(1));
    let mut called = calls.filter(|(name, next)| {
        matches!(name.kind, TokenKind::Word | TokenKind::Quoted) && next.is_symbol('(')
    });
    called.any(|(name, _)| !name.is_any(STABLE))
}

/// The condition with a character set before strings that may be compared with `json_type`: in a
/// query, but not in a check, MySQL refuses to compare it with a string of the connection's
/// collation.
fn with_introducers(condition: &str) -> String {
    let mut text = condition.to_owned();
    let tokens = tokens(Dialect::Mysql, condition);
    let of_json_type = |token: &Token<'_>| {
        token.kind == TokenKind::Word && token.text.eq_ignore_ascii_case("json_type")
    };
    if !tokens.iter().any(of_json_type) {
        return text;
    }
    for (before, token) in tokens.iter().zip(tokens.iter().skip(1)).rev() {
        let is_compared =
            before.kind == TokenKind::Symbol && matches!(before.text, "=" | ">" | "," | "(");
        if is_compared && token.kind == TokenKind::Text && token.text.starts_with('\'') {
            text.insert_str(token.start, " _utf8mb4");
        }
    }
    text
}

fn is_in(index: &Index, column: &str) -> bool {
    index.parts.iter().any(|part| match &part.key {
        IndexKey::Column(name) => name == column,
        IndexKey::Expression(sql) => sql.mentions(column),
    })
}

fn key_text(key: &IndexKey) -> &str {
    match key {
        IndexKey::Column(name) => name,
        IndexKey::Expression(sql) => sql.text(),
    }
}
