//! Numbers in the form of a schema, without a meaning yet.

use proptest::collection::vec;
use proptest::prelude::*;

#[derive(Clone, Debug)]
pub struct Schema {
    pub dialects: u8,
    pub chrono: bool,
    pub enums: Vec<Enum>,
    pub types: Vec<Field>,
    pub mixins: Vec<Mixin>,
    pub models: Vec<Model>,
    pub scripts: u8,
}

#[derive(Clone, Debug)]
pub struct Enum {
    pub doc: Option<u8>,
    pub repr: u8,
    pub values: Vec<(u8, bool, Option<u8>)>,
}

#[derive(Clone, Debug)]
pub struct Mixin {
    pub mixin: Option<u8>,
    pub fields: Vec<Field>,
    pub check: Option<u8>,
}

#[derive(Clone, Debug)]
pub struct Model {
    pub name: u8,
    pub table: Option<u8>,
    pub doc: Option<u8>,
    pub mixin: Option<u8>,
    pub key: Key,
    pub fields: Vec<Field>,
    pub references: Vec<Reference>,
    pub uniques: Vec<Vec<u8>>,
    pub indexes: Vec<Index>,
    pub checks: Vec<(Option<u8>, u8)>,
    /// How far the fields are rotated, so that the key is not always the first.
    pub turn: u8,
    pub relation: Option<u8>,
    pub without_rowid: bool,
    pub attributes: bool,
}

#[derive(Clone, Debug)]
pub struct Key {
    pub kind: u8,
    pub fields: Vec<Field>,
    pub list: bool,
    pub reversed: bool,
    pub to: u8,
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: u8,
    pub ty: u8,
    pub kind: u8,
    pub nullable: bool,
    pub default: Option<u8>,
    pub column: Option<u8>,
    pub doc: Option<u8>,
    pub check: Option<u8>,
    pub collation: Option<u8>,
    pub flags: Flags,
}

#[derive(Clone, Debug)]
pub struct Flags {
    pub unique: bool,
    pub index: bool,
    pub sensitive: bool,
    pub was: bool,
}

#[derive(Clone, Debug)]
pub struct Reference {
    pub field: Field,
    pub model: u8,
    /// Whether it is to another unique field than the primary key.
    pub to: Option<u8>,
    pub on_delete: u8,
    pub on_update: u8,
    pub deferrable: bool,
    pub inverse: bool,
}

#[derive(Clone, Debug)]
pub struct Index {
    pub parts: Vec<(u8, u8)>,
    pub unique: bool,
    pub partial: Option<u8>,
    pub include: Option<u8>,
    pub named: bool,
}

pub fn schema() -> impl Strategy<Value = Schema> {
    (
        any::<u8>(),
        seldom(),
        vec(enumeration(), 0..=2),
        vec(field(), 0..=2),
        vec(mixin(), 0..=2),
        vec(model(), 1..=6),
        any::<u8>(),
    )
        .prop_map(
            |(dialects, chrono, enums, types, mixins, models, scripts)| Schema {
                dialects,
                chrono,
                enums,
                types,
                mixins,
                models,
                scripts,
            },
        )
}

fn enumeration() -> impl Strategy<Value = Enum> {
    let value = (any::<u8>(), any::<bool>(), maybe());
    let all = (maybe(), any::<u8>(), vec(value, 1..=5));
    all.prop_map(|(doc, repr, values)| Enum { doc, repr, values })
}

fn mixin() -> impl Strategy<Value = Mixin> {
    (maybe(), vec(field(), 1..=3), maybe()).prop_map(|(mixin, fields, check)| Mixin {
        mixin,
        fields,
        check,
    })
}

fn model() -> impl Strategy<Value = Model> {
    let names = (any::<u8>(), maybe(), maybe(), maybe());
    let contents = (key(), vec(field(), 0..=6), vec(reference(), 0..=3));
    let rules = (
        vec(vec(any::<u8>(), 1..=3), 0..=2),
        vec(index(), 0..=2),
        vec((maybe(), any::<u8>()), 0..=2),
    );
    let rest = (any::<u8>(), maybe(), seldom(), seldom());
    (names, contents, rules, rest).prop_map(|(names, contents, rules, rest)| {
        let (name, table, doc, mixin) = names;
        let (key, fields, references) = contents;
        let (uniques, indexes, checks) = rules;
        let (turn, relation, without_rowid, attributes) = rest;
        Model {
            name,
            table,
            doc,
            mixin,
            key,
            fields,
            references,
            uniques,
            indexes,
            checks,
            turn,
            relation,
            without_rowid,
            attributes,
        }
    })
}

fn key() -> impl Strategy<Value = Key> {
    (
        any::<u8>(),
        vec(field(), 3),
        any::<bool>(),
        any::<bool>(),
        any::<u8>(),
    )
        .prop_map(|(kind, fields, list, reversed, to)| Key {
            kind,
            fields,
            list,
            reversed,
            to,
        })
}

fn field() -> impl Strategy<Value = Field> {
    let what = (any::<u8>(), any::<u8>(), any::<u8>(), any::<bool>());
    let more = (maybe(), maybe(), maybe(), maybe(), maybe());
    (what, more, flags()).prop_map(|((name, ty, kind, nullable), more, flags)| {
        let (default, column, doc, check, collation) = more;
        Field {
            name,
            ty,
            kind,
            nullable,
            default,
            column,
            doc,
            check,
            collation,
            flags,
        }
    })
}

fn flags() -> impl Strategy<Value = Flags> {
    (seldom(), seldom(), seldom(), seldom()).prop_map(|(unique, index, sensitive, was)| Flags {
        unique,
        index,
        sensitive,
        was,
    })
}

fn reference() -> impl Strategy<Value = Reference> {
    let rules = (any::<u8>(), any::<u8>(), seldom(), seldom());
    (field(), any::<u8>(), maybe(), rules).prop_map(
        |(field, model, to, (on_delete, on_update, deferrable, inverse))| Reference {
            field,
            model,
            to,
            on_delete,
            on_update,
            deferrable,
            inverse,
        },
    )
}

fn index() -> impl Strategy<Value = Index> {
    (
        vec((any::<u8>(), any::<u8>()), 1..=3),
        seldom(),
        maybe(),
        maybe(),
        seldom(),
    )
        .prop_map(|(parts, unique, partial, include, named)| Index {
            parts,
            unique,
            partial,
            include,
            named,
        })
}

fn maybe() -> impl Strategy<Value = Option<u8>> {
    proptest::option::weighted(0.3, any::<u8>())
}

fn seldom() -> impl Strategy<Value = bool> {
    proptest::bool::weighted(0.15)
}
