//! Indexes: those that references imply are not written.

use tablewright_schema::Type;
use tablewright_schema::catalog::{Index, IndexKey, IndexPart};
use tablewright_schema::names::{Kind, constraint, distinct};
use tablewright_sql::{Dialect, tokens};

use super::model::{Model, PulledIndex, Unique};

/// Finds the indexes to write, and those that references imply.
///
/// With an extension, an index may have a method that the language does not know.
pub(super) fn find(
    dialect: Dialect,
    models: &mut [Model<'_>],
    position: usize,
    has_extension: bool,
) {
    let targets = targets(models, position);
    let model = &mut models[position];
    if dialect.has_mysql_grammar() {
        named_uniques(model, &targets);
    }
    let has_key = model.table.primary_key.is_some();
    let mut moved: Vec<&str> = Vec::new();
    for index in &model.table.indexes {
        if !has_key && index.unique && columns_of(model, index).as_ref() == Some(&model.key) {
            // It is the primary key now.
            continue;
        }
        let problem = problem(dialect, model, index, has_extension).or_else(|| more(index));
        match problem {
            // On this database it has to be unchanged, and a repeated script must not fail.
            Some(problem)
                if dialect.has_index_if_not_exists() && !is_like_another(model, index) =>
            {
                let what = format!("a script creates the index {}, {problem}", index.name);
                model.notes.push(what);
                model.scripted.push(index.clone());
            }
            Some(problem) => {
                let what = format!("left out: the index {}, {problem}", index.name);
                model.notes.push(what);
            }
            None => {
                if moves_nulls(dialect, model, index) {
                    moved.push(&index.name);
                }
                let index = plain(dialect, model, index.clone());
                model.indexes.push(PulledIndex {
                    index,
                    given: None,
                    automatic: false,
                });
            }
        }
    }
    if !moved.is_empty() {
        let names = moved.join(", ");
        model.notes.push(format!(
            "NULL sorts first in an index, as in queries, and last in descending order: {names}"
        ));
    }
    find_automatic(dialect, model);
}

/// Whether NULLs have another position in the index than by default.
fn moves_nulls(dialect: Dialect, model: &Model<'_>, index: &Index) -> bool {
    let is_sorted = index
        .method
        .as_deref()
        .is_none_or(|method| method == "btree");
    !dialect.nulls_are_least()
        && is_sorted
        && index.parts.iter().any(|part| match &part.key {
            IndexKey::Column(name) => {
                let column = model.position(name).map(|it| &model.fields[it]);
                let is_nullable = column.is_some_and(|column| column.nullable);
                is_nullable && part.nulls_first != Some(!part.descending)
            }
            IndexKey::Expression(_) => part.nulls_first.is_some(),
        })
}

/// The keys of the model that others reference.
fn targets(models: &[Model<'_>], position: usize) -> Vec<Vec<usize>> {
    let references = models.iter().flat_map(|model| &model.references);
    let references = references.filter(|reference| reference.target == position);
    references
        .map(|reference| sorted(&reference.target_columns))
        .collect()
}

fn sorted(columns: &[usize]) -> Vec<usize> {
    let mut columns = columns.to_vec();
    columns.sort_unstable();
    columns
}

/// On MySQL a unique key is a unique index, and only an index can have a name.
fn named_uniques(model: &mut Model<'_>, targets: &[Vec<usize>]) {
    let table = model.table;
    let fields = &model.fields;
    let is_key = |unique: &Unique<'_>| {
        let parts: Vec<&str> = unique
            .columns
            .iter()
            .map(|&it| fields[it].column.name.as_str())
            .collect();
        let is_usual = unique.name == constraint(Kind::Unique, &table.name, &parts)
            || unique.name == distinct(Kind::Unique, &table.name, &parts, "");
        is_usual || unique.name.is_empty() || targets.contains(&sorted(&unique.columns))
    };
    let (keys, others): (Vec<_>, Vec<_>) = std::mem::take(&mut model.uniques)
        .into_iter()
        .partition(is_key);
    for unique in others {
        let part = |&column: &usize| IndexPart {
            key: IndexKey::Column(model.fields[column].column.name.clone()),
            descending: false,
            more: None,
            prefix: None,
            nulls_first: None,
        };
        let index = Index {
            name: unique.name.to_owned(),
            parts: unique.columns.iter().map(part).collect(),
            unique: true,
            predicate: None,
            method: None,
            include: Vec::new(),
            options: Vec::new(),
        };
        model.indexes.push(PulledIndex {
            index,
            given: None,
            automatic: false,
        });
    }
    model.uniques = keys;
}

/// The reason why the language has no such index.
fn problem(
    dialect: Dialect,
    model: &Model<'_>,
    index: &Index,
    has_extension: bool,
) -> Option<String> {
    if let Some(method) = &index.method {
        // InnoDB uses `btree` instead of `hash`.
        let is_btree = dialect.has_mysql_grammar() && method == "hash";
        let is_known = dialect.index_methods().contains(&method.as_str());
        let is_of_extension = has_extension && dialect.has_index_options();
        if !(is_btree || is_known || is_of_extension) {
            return Some(format!("whose method is {method}"));
        }
    }
    let has_prefix = index.parts.iter().any(|part| part.prefix.is_some());
    if has_prefix {
        return Some("which indexes a prefix of a text".to_owned());
    }
    for part in &index.parts {
        let IndexKey::Column(name) = &part.key else {
            continue;
        };
        let Some(column) = model.position(name) else {
            return Some(format!("whose column {name} does not exist"));
        };
        let ty = &model.fields[column].ty;
        if index.unique && matches!(ty, Type::Json | Type::List(_)) {
            return Some(format!("which uses {name}"));
        }
        let is_taken = match index.method.as_deref() {
            Some(_) if part.more.is_some() => true,
            Some("gin") => matches!(ty, Type::Json | Type::List(_) | Type::Native(_)),
            Some("gist") => matches!(ty, Type::Native(_)),
            Some(_) | None => true,
        };
        if !is_taken && dialect == Dialect::Postgres {
            return Some(format!(
                "whose method does not support the type of {name} in the models"
            ));
        }
    }
    let others = || model.indexes.iter().map(|other| &other.index);
    if let Some(other) = others().find(|other| is_like(other, index)) {
        return Some(format!("an equal one exists: {}", other.name));
    }
    // The language has one position of NULLs.
    let without_nulls = |index: &Index| {
        let mut index = index.clone();
        index
            .parts
            .iter_mut()
            .for_each(|part| part.nulls_first = None);
        index
    };
    let same = others().find(|other| is_like(&without_nulls(other), &without_nulls(index)));
    same.map(|other| format!("which has NULLs at another position than {}", other.name))
}

fn is_like(other: &Index, index: &Index) -> bool {
    other.parts == index.parts
        && other.unique == index.unique
        && other.predicate == index.predicate
        && other.method == index.method
        && other.options == index.options
}

fn is_like_another(model: &Model<'_>, index: &Index) -> bool {
    let written = model.indexes.iter().map(|other| &other.index);
    let mut others = written.chain(&model.scripted);
    others.any(|other| is_like(other, index))
}

/// Notes on properties of the index that the language cannot express: collations.
fn more(index: &Index) -> Option<String> {
    let of_part = |part: &IndexPart| {
        let is_class = class(part).is_some();
        let more = part.more.as_ref().filter(|_| !is_class);
        let more = more.map(|more| more.text().to_owned());
        let is_expression = matches!(part.key, IndexKey::Expression(_));
        let order =
            (is_expression && part.descending).then(|| "DESC after an expression".to_owned());
        more.into_iter().chain(order)
    };
    let more: Vec<String> = index.parts.iter().flat_map(of_part).collect();
    (!more.is_empty()).then(|| format!("which has {}", more.join(", ")))
}

/// PostgreSQL's operator class of a part, if the part has no other property.
pub(super) fn class(part: &IndexPart) -> Option<&str> {
    let more = part.more.as_ref()?;
    let is_collation = tokens(more.dialect(), more.text())
        .iter()
        .any(|token| token.is("collate"));
    (more.dialect() == Dialect::Postgres && !is_collation).then(|| more.text())
}

/// An index that MySQL created for a reference has the name of the reference.
fn plain(dialect: Dialect, model: &Model<'_>, mut index: Index) -> Index {
    if dialect.has_mysql_grammar() && index.method.as_deref() == Some("hash") {
        index.method = None;
    }
    if !dialect.has_mysql_grammar() || index.unique {
        return index;
    }
    let Some(columns) = columns_of(model, &index) else {
        return index;
    };
    let is_its = |name: &str| name == index.name;
    let mut references = model.references.iter();
    if references.any(|it| it.columns == columns && is_its(&it.key.name)) {
        let parts: Vec<&str> = columns
            .iter()
            .map(|&it| model.fields[it].column.name.as_str())
            .collect();
        index.name = constraint(Kind::Index, &model.table.name, &parts);
    }
    index
}

fn has_class(index: &Index) -> bool {
    index.parts.iter().any(|part| part.more.is_some())
}

/// The columns of an index without any other property.
fn columns_of(model: &Model<'_>, index: &Index) -> Option<Vec<usize>> {
    let column = |part: &IndexPart| match &part.key {
        IndexKey::Column(name) if !part.descending => model.position(name),
        IndexKey::Column(_) | IndexKey::Expression(_) => None,
    };
    let is_plain = index.predicate.is_none()
        && index.method.is_none()
        && index.include.is_empty()
        && index.options.is_empty()
        && !has_class(index);
    is_plain
        .then(|| index.parts.iter().map(column).collect())
        .flatten()
}

/// Finds the indexes that the front end implies for references: those that no other index covers.
fn find_automatic(dialect: Dialect, model: &mut Model<'_>) {
    for number in 0..model.references.len() {
        let columns = model.references[number].columns.clone();
        let names: Vec<&str> = columns
            .iter()
            .map(|&it| model.fields[it].column.name.as_str())
            .collect();
        let usual = [
            constraint(Kind::Index, &model.table.name, &names),
            distinct(Kind::Index, &model.table.name, &names, ""),
        ];
        let is_it = |index: &PulledIndex| {
            !index.index.unique
                && usual.contains(&index.index.name)
                && columns_of(model, &index.index) == Some(columns.clone())
        };
        let Some(found) = model.indexes.iter().position(is_it) else {
            continue;
        };
        let begins = |other: &[usize]| other.starts_with(&columns);
        let by_key = begins(&model.key) || model.uniques.iter().any(|it| begins(&it.columns));
        let others = model.indexes.iter().enumerate();
        let mut others = others.filter(|(position, other)| *position != found && !other.automatic);
        let by_index = others.any(|(_, other)| begins(&leading(dialect, model, &other.index)));
        if !by_key && !by_index {
            model.indexes[found].automatic = true;
        }
    }
}

/// The columns at the beginning of an index that a reference can use.
fn leading(dialect: Dialect, model: &Model<'_>, index: &Index) -> Vec<usize> {
    if index.predicate.is_some() || index.method.is_some() || has_class(index) {
        return Vec::new();
    }
    let usable = index
        .parts
        .iter()
        .take_while(|part| !(dialect == Dialect::Mysql && part.descending));
    let columns = usable.map_while(|part| match &part.key {
        IndexKey::Column(name) => model.position(name),
        IndexKey::Expression(_) => None,
    });
    columns.collect()
}
