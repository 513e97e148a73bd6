//! Generates relations: a constant for each, and the function that queries its rows. A relation
//! through a join table also has functions that connect, disconnect and replace rows.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use tablewright_schema::names::{adder, remover, setter};
use tablewright_schema::{ForeignKey, ManyToMany, Schema, Source, Table};
use tablewright_sql::statements::{self, Join};

use super::docs::{code, doc, doc_of_query};
use super::names::{constant, ident};
use super::table::positions;
use super::{Context, types, unbound};
use tablewright_schema::structure::position;

/// The inverse relations of each model, by its position.
pub struct Inverses<'a>(BTreeMap<usize, Vec<Inverse<'a>>>);

/// An inverse relation.
enum Inverse<'a> {
    /// The inverse of the reference at a position in the references of a table.
    Reference {
        table: usize,
        reference: usize,
        name: &'a str,
    },
    /// The inverse of a relation through a join table.
    Through(&'a ManyToMany, &'a str),
}

impl<'a> Inverses<'a> {
    pub fn of(schema: &'a Schema) -> Self {
        let mut inverses: BTreeMap<usize, Vec<Inverse<'_>>> = BTreeMap::new();
        for (position, table) in schema.tables.iter().enumerate() {
            for (reference, key) in table.foreign_keys.iter().enumerate() {
                if let Some(name) = &key.inverse {
                    let inverse = Inverse::Reference {
                        table: position,
                        reference,
                        name,
                    };
                    inverses.entry(key.target).or_default().push(inverse);
                }
            }
            for relation in &table.relations {
                if let Some(name) = &relation.inverse {
                    let between = &schema.tables[relation.through];
                    let end = between.foreign_keys[relation.there].target;
                    let inverse = Inverse::Through(relation, name);
                    inverses.entry(end).or_default().push(inverse);
                }
            }
        }
        Inverses(inverses)
    }
}

/// The generated items of one relation.
pub struct Relation {
    pub constant: TokenStream,
    pub functions: TokenStream,
}

/// The relations of a model.
pub fn all(context: &Context<'_>, inverses: &Inverses<'_>) -> Vec<Relation> {
    let table = context.table;
    let keys = table.foreign_keys.iter().enumerate();
    let mut relations: Vec<Relation> = keys
        .map(|(position, key)| forward(context, position, key))
        .collect();
    for relation in &table.relations {
        let ends = Ends::of(context, relation, (relation.here, relation.there));
        relations.push(through(context, &ends, &relation.name));
    }
    for inverse in inverses.0.get(&context.position).into_iter().flatten() {
        relations.push(match *inverse {
            Inverse::Reference {
                table,
                reference,
                name,
            } => back(context, table, reference, name),
            Inverse::Through(relation, name) => {
                let ends = Ends::of(context, relation, (relation.there, relation.here));
                through(context, &ends, name)
            }
        });
    }
    relations
}

/// The relation to the row that a reference references.
fn forward(context: &Context<'_>, reference: usize, key: &ForeignKey) -> Relation {
    let target = &context.schema.tables[key.target];
    let model = ident(&target.model);
    let mut columns = key.columns.iter();
    let end = if columns.any(|&column| context.table.columns[column].nullable) {
        quote!(Option<#model>)
    } else {
        quote!(#model)
    };
    let constant = constant_of(&key.relation);
    let (shown, own) = (code(&target.model), code(&context.table.model));
    let by = code(&key.relation);
    let documented = doc(&format!(
        "The relation from a {own} to the {shown} that it refers to by {by}."
    ));
    let text = format!("A query for the {shown} that this {own} refers to by {by}.");
    let reference = Literal::usize_unsuffixed(reference);

    let at = at(&key.target_columns);
    // A soft-deleted row is found, too, because the reference needs a row.
    let sql = context.sql(|to| {
        statements::find(&context.tables[key.target], &at, None, to, unbound);
    });
    let find = Find {
        function: quote!(referred),
        target,
        at: &at,
        values: &key.columns,
    };
    Relation {
        constant: quote! {
            #documented
            pub const #constant: tw::One<Self, #end> = tw::One::to(#reference);
        },
        functions: find.function(context, &key.relation, &doc_of_query(&text, &sql)),
    }
}

/// The relation to the rows, or the one row, that reference the model.
fn back(context: &Context<'_>, table: usize, reference: usize, name: &str) -> Relation {
    let structure = &context.tables[table];
    let table = &context.schema.tables[table];
    let key = &table.foreign_keys[reference];
    let model = ident(&table.model);
    let constant = constant_of(name);
    let reference = Literal::usize_unsuffixed(reference);
    let (shown, by) = (code(&table.model), code(&key.relation));
    let own = code(&context.table.model);
    let (at, deleted) = (at(&key.columns), super::deletion(table));
    if table.is_one_to_one(key) {
        let text = format!("A query for the {shown} that refers to this {own} by {by}.");
        let sql = context.sql(|to| statements::find(structure, &at, deleted, to, unbound));
        let find = Find {
            function: quote!(find),
            target: table,
            at: &at,
            values: &key.target_columns,
        };
        let documented = doc(&format!(
            "The relation from a {own} to the {shown} that refers to it by {by}."
        ));
        return Relation {
            constant: quote! {
                #documented
                pub const #constant: tw::One<Self, Option<#model>> = tw::One::back(#reference);
            },
            functions: find.function(context, name, &doc_of_query(&text, &sql)),
        };
    }
    let text = format!("A query for every {shown} that refers to this {own} by {by}.");
    let sql = context.sql(|to| statements::referring(structure, &at, deleted, to, unbound));
    let find = Find {
        function: quote!(referring),
        target: table,
        at: &at,
        values: &key.target_columns,
    };
    let documented = doc(&format!(
        "The relation from a {own} to every {shown} that refers to it by {by}."
    ));
    Relation {
        constant: quote! {
            #documented
            pub const #constant: tw::Many<Self, #model> = tw::Many::back(#reference);
        },
        functions: find.function(context, name, &doc_of_query(&text, &sql)),
    }
}

/// The function of a relation that finds rows by their own columns.
struct Find<'f> {
    /// The runtime's function.
    function: TokenStream,
    target: &'f Table,
    /// The columns of the target.
    at: &'f [u16],
    /// The columns of the model with the values, pairwise.
    values: &'f [usize],
}

impl Find<'_> {
    fn function(&self, context: &Context<'_>, name: &str, documented: &TokenStream) -> TokenStream {
        let function = &self.function;
        let at = positions(self.at);
        let model = ident(&self.target.model);
        let values = values(context, &model, self.at, self.values);
        let call = quote!(twp::#function(#at, [#(#values),*]));
        select(context, name, &model, self.values, documented, &call)
    }
}

/// A function that queries the rows of a relation, by values of columns of the model.
fn select(
    context: &Context<'_>,
    name: &str,
    model: &Ident,
    columns: &[usize],
    documented: &TokenStream,
    call: &TokenStream,
) -> TokenStream {
    let allowed = allowed_name(name);
    let name = ident(name);
    let mut columns = columns.iter();
    let (generics, lifetime) =
        if columns.all(|&column| types::is_copied(&context.table.columns[column])) {
            (Some(quote!(<'a>)), quote!('a))
        } else {
            (None, quote!('_))
        };
    quote! {
        #documented
        #allowed
        pub fn #name #generics (&self) -> tw::Select<#lifetime, #model> {
            #call
        }
    }
}

/// The values of fields of the row, as parameters with the types of columns of a model.
fn values(context: &Context<'_>, model: &Ident, at: &[u16], fields: &[usize]) -> Vec<TokenStream> {
    let values = at.iter().zip(fields).map(|(&at, &field)| {
        let column = &context.table.columns[field];
        let at = Literal::u16_unsuffixed(at);
        let field = ident(&column.field);
        if types::is_copied(column) {
            quote!(twp::owned_parameter::<#model, _>(#at, self.#field))
        } else {
            quote!(twp::borrowed_parameter::<#model, _>(#at, &self.#field))
        }
    });
    values.collect()
}

/// A join table, and its references to the model and to the other model.
struct Ends<'a> {
    position: usize,
    here: usize,
    there: usize,
    between: &'a Table,
}

impl<'a> Ends<'a> {
    fn of(context: &Context<'a>, relation: &ManyToMany, (here, there): (usize, usize)) -> Self {
        Ends {
            position: relation.through,
            here,
            there,
            between: &context.schema.tables[relation.through],
        }
    }

    fn here(&self) -> &'a ForeignKey {
        &self.between.foreign_keys[self.here]
    }

    fn there(&self) -> &'a ForeignKey {
        &self.between.foreign_keys[self.there]
    }

    fn join(&self, context: &Context<'a>) -> Join<'a> {
        Join {
            table: &context.tables[self.position],
            here: position(self.here),
            there: position(self.there),
        }
    }
}

/// The relation to the rows that a join table connects with rows of the model.
fn through(context: &Context<'_>, ends: &Ends<'_>, name: &str) -> Relation {
    let target = ends.there().target;
    let (target, structure) = (&context.schema.tables[target], &context.tables[target]);
    let (model, between) = (ident(&target.model), ident(&ends.between.model));
    let constant = constant_of(name);
    let [here, there] = [ends.here, ends.there].map(Literal::usize_unsuffixed);
    let (shown, by) = (code(&target.model), code(&ends.between.model));
    let this = code(&context.table.model);
    let is_own = ends.here().target == ends.there().target;
    // A relation of a model with itself needs the reference, which tells the two ends apart.
    let role = code(&ends.there().relation);
    let [this_row, it] = [format!("this {this}"), "it".to_owned()].map(|row| match is_own {
        true => format!("is the {role} of {row} in a {by}"),
        false => format!("a {by} connects with {row}"),
    });
    let text = format!("A query for every {shown} that {this_row}.");
    let documented = doc(&format!(
        "The relation from a {this} to every {shown} that {it}."
    ));

    let join = ends.join(context);
    let deleted = super::deletion(target);
    let sql = context.sql(|to| statements::connected(structure, join, deleted, to, unbound));
    let (own, keys) = (&ends.here().target_columns, at(&ends.here().columns));
    let values = values(context, &between, &keys, own);
    let call = quote!(twp::connected(Self::#constant, [#(#values),*]));
    let mut functions = select(
        context,
        name,
        &model,
        own,
        &doc_of_query(&text, &sql),
        &call,
    );
    functions.extend(changes(context, ends, name));
    Relation {
        constant: quote! {
            #documented
            pub const #constant: tw::Many<Self, #model> =
                tw::Many::through::<#between>(#here, #there);
        },
        functions,
    }
}

/// The functions that connect and disconnect rows.
fn changes(context: &Context<'_>, ends: &Ends<'_>, relation: &str) -> TokenStream {
    let connection = &context.parameters.connection;
    let target = &context.schema.tables[ends.there().target];
    let model = ident(&target.model);
    let constant = constant_of(relation);
    let shown = code(&target.model);
    let this = code(&context.table.model);
    let join = ends.join(context);
    let pair = statements::pair(join);
    let pairwise = |name: &str, function: TokenStream, text: &str, sql: &str| {
        let name = ident(name);
        let documented = doc_of_query(text, sql);
        quote! {
            #documented
            pub fn #name<'c, #connection: tw::Connection>(
                &'c self,
                other: &'c #model,
                db: &'c #connection
            ) -> tw::Output<'c, #connection, tw::Result<bool>> {
                twp::#function(Self::#constant, self, other, db)
            }
        }
    };

    let sql = context.sql(|to| statements::disconnect(join.table, &pair, to, unbound));
    let text =
        format!("Disconnects this {this} from a {shown}; returns whether they were connected.");
    let mut functions = pairwise(&remover(relation), quote!(remove), &text, &sql);
    if !can_connect(ends) {
        return functions;
    }

    let unless_there =
        context.schema.dialects[0].has_on_conflict() && statements::is_key(join.table, &pair);
    let sql = context.sql(|to| statements::connect(join.table, &pair, unless_there, to, unbound));
    let text = format!(
        "Connects this {this} with a {shown}; returns false if they were connected already."
    );
    functions.extend(pairwise(&adder(relation), quote!(add), &text, &sql));

    let documented = doc(&format!(
        "Connects this {this} with exactly these rows of {shown}, in one transaction."
    ));
    let name = ident(&setter(relation));
    functions.extend(quote! {
        #documented
        pub fn #name<'c, #connection: tw::Connection>(
            &'c self,
            others: &'c [#model],
            db: &'c #connection
        ) -> tw::Output<'c, #connection> {
            twp::set(Self::#constant, self, others, db)
        }
    });
    functions
}

/// Whether a row of the join table needs only its two references.
fn can_connect(ends: &Ends<'_>) -> bool {
    let is_of_pair = |position: &usize| {
        let mut keys = [ends.here(), ends.there()].into_iter();
        keys.any(|key| key.columns.contains(position))
    };
    let mut columns = ends.between.columns.iter().enumerate();
    columns.all(|(position, column)| match column.source {
        Source::Input => column.nullable || is_of_pair(&position),
        Source::Identity | Source::Default(_) => true,
        // Join rows are inserted without defaults from the program.
        Source::Computed(_) => is_of_pair(&position),
        // An insert cannot set generated columns.
        Source::Generated(_) => !is_of_pair(&position),
    })
}

fn at(columns: &[usize]) -> Vec<u16> {
    columns.iter().map(|&column| position(column)).collect()
}

fn constant_of(relation: &str) -> Ident {
    Ident::new(&constant(relation), Span::call_site())
}

/// An `allow`, if clippy expects another signature for a method with this name.
fn allowed_name(name: &str) -> Option<TokenStream> {
    const OF_TRAITS: [&str; 4] = ["as_ref", "borrow", "clone", "deref"];
    const CONVERSIONS: [&str; 3] = ["from_", "into_", "to_"];
    if OF_TRAITS.contains(&name) {
        return Some(quote!(#[allow(clippy::should_implement_trait)]));
    }
    let converts = CONVERSIONS.iter().any(|prefix| name.starts_with(prefix));
    converts.then(|| quote!(#[allow(clippy::wrong_self_convention)]))
}
