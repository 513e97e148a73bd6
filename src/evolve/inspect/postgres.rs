//! Inspects a PostgreSQL database by its system catalogs.
//!
//! There is one query for each kind of object, however many tables there are. Names are read as
//! PostgreSQL prints them for this search path, so a table is the same in every schema. PostgreSQL
//! has no SQL for an object that another session drops concurrently; such an object is left out.

use std::collections::BTreeMap;

use tablewright_schema::Action;
use tablewright_schema::catalog::{
    Catalog, Check, Column, Counted, Expression, ForeignKey, Generated, Index, IndexKey, IndexPart,
    Key, Other, OtherKind, Table, Weak, WeakKind, column_type,
};
use tablewright_sql::quote::identifier;
use tablewright_sql::{Dialect, Token, TokenKind, tokens};

use super::without_parentheses;
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result, SchemaError};

const DIALECT: Dialect = Dialect::Postgres;

/// The number of tries if other sessions drop objects.
const TRIES: usize = 10;

/// Reads the current schema.
///
/// If another session drops a view together with its tables, the SQL of the view is an error of the
/// server that looks like any other. So the inspection is repeated, unless the error aborts a
/// transaction.
pub(super) async fn catalog<C: Driver>(db: &C) -> Result<Catalog> {
    let mut tries = 0;
    loop {
        tries += 1;
        match read(db).await {
            Err(Error::Database(_)) if tries < TRIES && !db.in_transaction() => {}
            read => return read,
        }
    }
}

async fn read<C: Driver>(db: &C) -> Result<Catalog> {
    let mut found = Found::default();
    for row in crate::query::raw::sql::<TableRow>(TABLES)
        .run_all(db)
        .await?
    {
        found.table(row)?;
    }
    for row in crate::query::raw::sql::<ColumnRow>(COLUMNS)
        .run_all(db)
        .await?
    {
        found.column(row);
    }
    let rows = crate::query::raw::sql::<ConstraintRow>(CONSTRAINTS)
        .run_all(db)
        .await?;
    for rows in rows.chunk_by(|one, next| (&one.0, &one.1) == (&next.0, &next.1)) {
        found.constraint(rows);
    }
    let rows = crate::query::raw::sql::<IndexRow>(INDEXES)
        .run_all(db)
        .await?;
    for rows in rows.chunk_by(|one, next| (&one.0, &one.1) == (&next.0, &next.1)) {
        found.index(rows);
    }
    for (table, note) in crate::query::raw::sql::<(String, Option<String>)>(NOTES)
        .run_all(db)
        .await?
    {
        found.note(&table, note);
    }
    for row in crate::query::raw::sql::<WeakRow>(WEAK).run_all(db).await? {
        found.weak(row);
    }
    let mut others = Vec::new();
    for row in crate::query::raw::sql::<OtherRow>(OTHERS)
        .run_all(db)
        .await?
    {
        others.extend(other(row, &found.schema));
    }
    Ok(Catalog {
        tables: found.tables.into_values().collect(),
        others,
    })
}

/// The objects so far.
#[derive(Default)]
struct Found {
    schema: String,
    tables: BTreeMap<String, Table>,
}

/// The current schema, and a table with its comment, its options and its access method.
type TableRow = (
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// It has at least one row, to distinguish an empty schema from a search path without a schema.
const TABLES: &str = "
    SELECT current_schema()::text, c.relname::text, obj_description(c.oid, 'pg_class'),
           nullif(concat_ws(' ', 'USING ' || quote_ident(nullif(m.amname, 'heap')),
                                 'WITH (' || array_to_string(c.reloptions, ', ') || ')',
                                 'TABLESPACE ' || quote_ident(s.spcname)), '')
    FROM (SELECT) AS once
    LEFT JOIN pg_class AS c ON c.relkind IN ('r', 'p')
      AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass
                      AND d.objid = c.oid AND d.deptype = 'e')
    LEFT JOIN pg_am AS m ON m.oid = c.relam
    LEFT JOIN pg_tablespace AS s ON s.oid = c.reltablespace
    ORDER BY c.relname";

/// A table and a column: name, type, whether it is NOT NULL, default or expression, identity, kind
/// of generation, collation, comment.
type ColumnRow = (
    String,
    String,
    String,
    bool,
    Option<String>,
    String,
    String,
    Option<String>,
    Option<String>,
);

const COLUMNS: &str = "
    SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull,
           pg_get_expr(d.adbin, d.adrelid), a.attidentity::text, a.attgenerated::text,
           CASE WHEN a.attcollation <> t.typcollation THEN k.collname::text END,
           col_description(c.oid, a.attnum)
    FROM pg_class AS c
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
    LEFT JOIN pg_collation AS k ON k.oid = a.attcollation
    WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
      AND c.relkind IN ('r', 'p')
    ORDER BY c.relname, a.attnum";

/// A table, a constraint, its kind, its SQL and its condition; whether it is checked at the end of
/// the transaction; its actions on delete and on update; its target; and one of the columns with
/// the column that it refers to.
type ConstraintRow = (
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    bool,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// Constraint triggers are read with the triggers, and NOT NULL constraints, which exist since
/// version 18, with the columns. A reference to a partitioned table has copies for its partitions.
const CONSTRAINTS: &str = "
    SELECT c.relname::text, n.conname::text, n.contype::text, pg_get_constraintdef(n.oid),
           pg_get_expr(n.conbin, n.conrelid), n.condeferrable AND n.condeferred,
           n.confdeltype::text, n.confupdtype::text,
           CASE WHEN t.relnamespace = c.relnamespace THEN t.relname::text END, a.attname::text,
           f.attname::text
    FROM pg_class AS c
    JOIN pg_constraint AS n ON n.conrelid = c.oid AND n.contype NOT IN ('n', 't')
    LEFT JOIN pg_class AS t ON t.oid = n.confrelid
    LEFT JOIN LATERAL unnest(n.conkey, n.confkey) WITH ORDINALITY AS k(here, there, place)
           ON n.contype IN ('p', 'u', 'f')
    LEFT JOIN pg_attribute AS a ON a.attrelid = n.conrelid AND a.attnum = k.here
    LEFT JOIN pg_attribute AS f ON f.attrelid = n.confrelid AND f.attnum = k.there
    WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
      AND c.relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_constraint AS o
                      WHERE o.oid = n.conparentid AND o.conrelid = n.conrelid)
    ORDER BY c.relname, n.conname, k.place";

/// A table, an index, whether it is unique, its access method, its condition and the rest of its
/// SQL after `USING` without its storage parameters; of each part: whether it is a key or only
/// included, its column, its SQL, collation and operator class, and its order; and its storage
/// parameters, one in each line.
type IndexRow = (
    String,
    String,
    bool,
    String,
    Option<String>,
    Option<String>,
    bool,
    Option<String>,
    Option<String>,
    Option<String>,
    i64,
    Option<String>,
);

/// The indexes that belong to no constraint. No catalog has the default collation of an expression,
/// so the SQL shows whether it has another one.
const INDEXES: &str = "
    SELECT c.relname::text, i.relname::text, x.indisunique, m.amname::text,
           pg_get_expr(x.indpred, x.indrelid),
           replace(substr(pg_get_indexdef(i.oid), length(concat(
               'CREATE ', CASE WHEN x.indisunique THEN 'UNIQUE ' END, 'INDEX ',
               quote_ident(i.relname), ' ON ', CASE WHEN c.relkind = 'p' THEN 'ONLY ' END,
               quote_ident(s.nspname), '.', quote_ident(c.relname), ' USING ')) + 1),
               coalesce(' WITH (' || (SELECT string_agg(
                   quote_ident(split_part(z, '=', 1)) || '=' ||
                   CASE WHEN quote_ident(v) = v THEN v ELSE quote_literal(v) END, ', ')
                   FROM unnest(i.reloptions) AS z,
                        LATERAL (SELECT substr(z, strpos(z, '=') + 1)) AS w(v)) || ')', ''), ''),
           k.place <= x.indnkeyatts, a.attname::text, pg_get_indexdef(i.oid, k.place::int4, false),
           nullif(concat_ws(' ',
               CASE WHEN o.sorting <> 0 AND CASE WHEN a.attnum IS NULL
                        THEN strpos(pg_get_indexdef(i.oid), concat(
                             pg_get_indexdef(i.oid, k.place::int4, false), ' COLLATE ')) > 0
                        ELSE o.sorting <> a.attcollation END
                    THEN 'COLLATE ' || CASE WHEN pg_collation_is_visible(l.oid) THEN ''
                         ELSE quote_ident(ln.nspname) || '.' END || quote_ident(l.collname) END,
               CASE WHEN NOT p.opcdefault OR b.attoptions IS NOT NULL
                    THEN CASE WHEN pg_opclass_is_visible(p.oid) THEN ''
                         ELSE quote_ident(pn.nspname) || '.' END || quote_ident(p.opcname) ||
                         coalesce(' (' || (SELECT string_agg(
                             split_part(z, '=', 1) || '=' ||
                             quote_literal(substr(z, strpos(z, '=') + 1)), ', ')
                             FROM unnest(b.attoptions) AS z) || ')', '') END), ''),
           coalesce(o.ordering, 0)::int8, array_to_string(i.reloptions, E'\n')
    FROM pg_class AS c
    JOIN pg_namespace AS s ON s.oid = c.relnamespace AND s.nspname = current_schema()
    JOIN pg_index AS x ON x.indrelid = c.oid
    JOIN pg_class AS i ON i.oid = x.indexrelid
    JOIN pg_am AS m ON m.oid = i.relam
    CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(number, place)
    JOIN pg_attribute AS b ON b.attrelid = i.oid AND b.attnum = k.place
    LEFT JOIN LATERAL (SELECT x.indcollation[k.place - 1], x.indclass[k.place - 1],
                              x.indoption[k.place - 1]) AS o(sorting, class, ordering)
           ON k.place <= x.indnkeyatts
    LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.number
    LEFT JOIN pg_collation AS l ON l.oid = o.sorting
    LEFT JOIN pg_namespace AS ln ON ln.oid = l.collnamespace
    LEFT JOIN pg_opclass AS p ON p.oid = o.class
    LEFT JOIN pg_namespace AS pn ON pn.oid = p.opcnamespace
    WHERE c.relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_constraint AS n
                      WHERE n.conindid = i.oid AND n.contype IN ('p', 'u', 'x'))
    ORDER BY c.relname, i.relname, k.place";

/// Properties of tables for which a catalog has no field.
const NOTES: &str = "
    WITH c AS (
        SELECT * FROM pg_class
        WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
          AND relkind IN ('r', 'p')
    )
    SELECT c.relname::text, 'partitioned: PARTITION BY ' || pg_get_partkeydef(c.oid)
    FROM c WHERE c.relkind = 'p'
    UNION ALL
    SELECT c.relname::text, CASE WHEN c.relispartition
           THEN 'a partition: PARTITION OF ' || h.inhparent::regclass::text || ' ' ||
                pg_get_expr(c.relpartbound, c.oid)
           ELSE 'inherits: INHERITS (' || h.inhparent::regclass::text || ')' END
    FROM c JOIN pg_inherits AS h ON h.inhrelid = c.oid
    UNION ALL
    SELECT c.relname::text, 'not logged: UNLOGGED' FROM c WHERE c.relpersistence = 'u'
    UNION ALL
    SELECT c.relname::text, 'of a type: OF ' || format_type(c.reloftype, NULL)
    FROM c WHERE c.reloftype <> 0
    UNION ALL
    SELECT c.relname::text, 'row security: ' ||
           CASE WHEN c.relforcerowsecurity THEN 'FORCE' ELSE 'ENABLE' END || ' ROW LEVEL SECURITY'
    FROM c WHERE c.relrowsecurity OR c.relforcerowsecurity
    UNION ALL
    SELECT c.relname::text, concat('row security: CREATE POLICY ', quote_ident(p.polname),
           ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
           ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
    FROM c JOIN pg_policy AS p ON p.polrelid = c.oid
    UNION ALL
    SELECT c.relname::text, 'a rule: ' || pg_get_ruledef(r.oid)
    FROM c JOIN pg_rewrite AS r ON r.ev_class = c.oid
    UNION ALL
    SELECT c.relname::text, 'statistics: ' || pg_get_statisticsobjdef(s.oid)
    FROM c JOIN pg_statistic_ext AS s ON s.stxrelid = c.oid
    UNION ALL
    SELECT c.relname::text, 'a constraint: CONSTRAINT ' || quote_ident(n.conname) || ' ' ||
           pg_get_constraintdef(n.oid)
    FROM c JOIN pg_constraint AS n ON n.conrelid = c.oid
    WHERE n.contype = 'n' AND (n.connoinherit OR NOT n.convalidated)
    UNION ALL
    SELECT c.relname::text, 'a collation of another schema: ' || quote_ident(a.attname) ||
           ' COLLATE ' || k.oid::regcollation::text
    FROM c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_collation AS k ON k.oid = a.attcollation
    WHERE NOT pg_collation_is_visible(k.oid)
    UNION ALL
    SELECT c.relname::text, format('how %I counts: INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s%s',
           a.attname, s.seqincrement, s.seqmin, s.seqmax, s.seqstart,
           CASE WHEN s.seqcycle THEN ' CYCLE' END)
    FROM c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attidentity <> ''
    JOIN pg_depend AS d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
     AND d.refobjsubid = a.attnum AND d.classid = 'pg_class'::regclass AND d.deptype = 'i'
    JOIN pg_sequence AS s ON s.seqrelid = d.objid
    WHERE s.seqincrement <> 1 OR s.seqstart <> 1 OR s.seqmin <> 1 OR s.seqcycle
       OR s.seqmax <> CASE s.seqtypid WHEN 'int2'::regtype THEN 32767
                      WHEN 'int4'::regtype THEN 2147483647 ELSE 9223372036854775807 END";

/// A table; the kind and the name of one of its objects that is not fully effective; and the
/// reason.
type WeakRow = (String, String, String, String);

/// Indexes that queries do not use, and triggers that do not run, including those of foreign keys.
/// For constraints, their SQL has this.
const WEAK: &str = "
    WITH c AS (
        SELECT * FROM pg_class
        WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
          AND relkind IN ('r', 'p')
    )
    SELECT c.relname::text, 'index', i.relname::text, 'INVALID'
    FROM c JOIN pg_index AS x ON x.indrelid = c.oid
    JOIN pg_class AS i ON i.oid = x.indexrelid
    WHERE NOT (x.indisvalid AND x.indisready) AND c.relkind = 'r'
    UNION
    SELECT c.relname::text, 'foreign key', n.conname::text, 'enforced by triggers that are disabled'
    FROM c JOIN pg_constraint AS n ON n.conrelid = c.oid AND n.contype = 'f'
    JOIN pg_trigger AS g ON g.tgconstraint = n.oid
    WHERE g.tgisinternal AND g.tgenabled IN ('D', 'R')
    UNION
    SELECT c.relname::text, 'trigger', g.tgname::text, 'disabled'
    FROM c JOIN pg_trigger AS g ON g.tgrelid = c.oid
    WHERE NOT g.tgisinternal AND g.tgenabled = 'D'";

/// The kind, the name, the table and the SQL of an object; and further properties, in pieces.
type OtherRow = (
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// The separator of pieces: `chr(30)`.
const PIECE: char = '\u{1e}';

/// Objects other than tables. PostgreSQL prints no SQL of aggregates and collations, and the
/// catalog has the locale of a collation in another column in each version.
const OTHERS: &str = "
    WITH s AS (SELECT oid FROM pg_namespace WHERE nspname = current_schema()),
    e AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
    c AS (
        SELECT * FROM pg_class WHERE relnamespace = (SELECT oid FROM s)
        AND NOT EXISTS (SELECT FROM e WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid)
    ),
    t AS (
        SELECT * FROM pg_type WHERE typnamespace = (SELECT oid FROM s)
        AND NOT EXISTS (SELECT FROM e WHERE classid = 'pg_type'::regclass AND objid = pg_type.oid)
    ),
    p AS (
        SELECT * FROM pg_proc WHERE pronamespace = (SELECT oid FROM s)
        AND NOT EXISTS (SELECT FROM e WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid)
        AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_proc'::regclass
                        AND d.objid = pg_proc.oid AND d.deptype = 'i')
    ),
    made (kind, name, place, sql, class, oid, more) AS (
        SELECT 'extension', x.extname::text, NULL::text,
               format('CREATE EXTENSION IF NOT EXISTS %I', x.extname), NULL::text, x.oid, NULL::text
        FROM pg_extension AS x WHERE x.extname <> 'plpgsql'
        UNION ALL
        SELECT 'view', c.relname::text, NULL, concat('CREATE VIEW ', quote_ident(c.relname),
                   ' WITH (' || array_to_string(c.reloptions, ', ') || ')',
                   ' AS ', pg_get_viewdef(c.oid)), 'pg_class', c.oid,
               (SELECT string_agg(format('left out: the default of %s: %s', a.attname,
                                         pg_get_expr(d.adbin, d.adrelid)), chr(30) ORDER BY a.attnum)
                FROM pg_attrdef AS d JOIN pg_attribute AS a ON a.attrelid = d.adrelid
                 AND a.attnum = d.adnum WHERE d.adrelid = c.oid)
        FROM c WHERE c.relkind = 'v'
        UNION ALL
        SELECT 'materialized view', c.relname::text, NULL,
               concat('CREATE MATERIALIZED VIEW ', quote_ident(c.relname),
                   ' WITH (' || array_to_string(c.reloptions, ', ') || ')',
                   ' AS ', pg_get_viewdef(c.oid),
                   (SELECT string_agg(E'\\n' || pg_get_indexdef(x.indexrelid) || ';', '' ORDER BY i.relname)
                    FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
                    WHERE x.indrelid = c.oid)), 'pg_class', c.oid, NULL
        FROM c WHERE c.relkind = 'm'
        UNION ALL
        SELECT 'virtual', c.relname::text, NULL,
               'CREATE FOREIGN TABLE ' || quote_ident(c.relname) || ' (' || coalesce((
                   SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod),
                                     ', ' ORDER BY a.attnum)
                   FROM pg_attribute AS a
                   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '') ||
               ') SERVER ' || quote_ident(r.srvname), NULL, c.oid, NULL
        FROM c JOIN pg_foreign_table AS f ON f.ftrelid = c.oid
        JOIN pg_foreign_server AS r ON r.oid = f.ftserver
        UNION ALL
        SELECT 'sequence', c.relname::text, NULL,
               format('CREATE SEQUENCE %I AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s%s',
                      c.relname, format_type(q.seqtypid, NULL), q.seqincrement, q.seqmin, q.seqmax,
                      q.seqstart, q.seqcache, CASE WHEN q.seqcycle THEN ' CYCLE' END), 'pg_class', c.oid, NULL
        FROM c JOIN pg_sequence AS q ON q.seqrelid = c.oid
        WHERE NOT EXISTS (SELECT FROM pg_depend AS d
                          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                            AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
                            AND (d.deptype = 'i' OR d.deptype = 'a' AND EXISTS (
                                SELECT FROM pg_index AS x WHERE x.indrelid = d.refobjid AND x.indisprimary
                                AND x.indnkeyatts = 1 AND x.indkey[0] = d.refobjsubid)))
        UNION ALL
        SELECT 'type', t.typname::text, NULL, format('CREATE TYPE %I AS ENUM (%s)', t.typname, (
                   SELECT string_agg(quote_literal(v.enumlabel), ', ' ORDER BY v.enumsortorder)
                   FROM pg_enum AS v WHERE v.enumtypid = t.oid)), 'pg_type', t.oid, NULL
        FROM t WHERE t.typtype = 'e'
        UNION ALL
        SELECT 'type', t.typname::text, NULL, concat_ws(' ', 'CREATE DOMAIN', quote_ident(t.typname), 'AS',
                   format_type(t.typbasetype, t.typtypmod),
                   CASE WHEN t.typcollation <> b.typcollation
                        THEN 'COLLATE ' || t.typcollation::regcollation::text END,
                   'DEFAULT ' || t.typdefault, CASE WHEN t.typnotnull THEN 'NOT NULL' END,
                   (SELECT string_agg('CONSTRAINT ' || quote_ident(n.conname) || ' ' ||
                                      pg_get_constraintdef(n.oid), ' ' ORDER BY n.conname)
                    FROM pg_constraint AS n WHERE n.contypid = t.oid AND n.contype = 'c')),
               'pg_type', t.oid, NULL
        FROM t JOIN pg_type AS b ON b.oid = t.typbasetype WHERE t.typtype = 'd'
        UNION ALL
        SELECT 'type', t.typname::text, NULL, format('CREATE TYPE %I AS (%s)', t.typname, (
                   SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod),
                                     ', ' ORDER BY a.attnum)
                   FROM pg_attribute AS a
                   WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)),
               'pg_type', t.oid, NULL
        FROM t JOIN pg_class AS r ON r.oid = t.typrelid AND r.relkind = 'c' WHERE t.typtype = 'c'
        UNION ALL
        SELECT 'type', t.typname::text, NULL, format('CREATE TYPE %I AS RANGE (%s)', t.typname,
                   concat_ws(', ', 'SUBTYPE = ' || format_type(r.rngsubtype, NULL),
                       (SELECT 'SUBTYPE_OPCLASS = ' || quote_ident(o.opcname) FROM pg_opclass AS o
                        WHERE o.oid = r.rngsubopc AND NOT o.opcdefault),
                       (SELECT 'COLLATION = ' || r.rngcollation::regcollation FROM pg_type AS b
                        WHERE b.oid = r.rngsubtype AND b.typcollation <> r.rngcollation))),
               'pg_type', t.oid, nullif(concat_ws(', ',
                   'left out: SUBTYPE_DIFF = ' || nullif(r.rngsubdiff::text, '-'),
                   'left out: CANONICAL = ' || nullif(r.rngcanonical::text, '-')), '')
        FROM t JOIN pg_range AS r ON r.rngtypid = t.oid
        UNION ALL
        SELECT 'type', t.typname::text, NULL, format('CREATE TYPE %I', t.typname), NULL, t.oid, NULL
        FROM t WHERE t.typtype = 'b' AND t.typcategory <> 'A'
        UNION ALL
        SELECT 'type', l.collname::text, NULL,
               format('CREATE COLLATION IF NOT EXISTS %I (%s)', l.collname, concat_ws(', ',
                   'PROVIDER = ' || CASE l.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin'
                                                        ELSE 'libc' END,
                   CASE WHEN l.collprovider <> 'c' THEN 'LOCALE = ' || quote_literal(coalesce(
                        to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'colliculocale', l.collcollate)) END,
                   CASE WHEN l.collprovider = 'c' THEN 'LC_COLLATE = ' || quote_literal(l.collcollate) ||
                        ', LC_CTYPE = ' || quote_literal(l.collctype) END,
                   CASE WHEN NOT l.collisdeterministic THEN 'DETERMINISTIC = false' END,
                   'RULES = ' || quote_literal(to_jsonb(l) ->> 'collicurules'))),
               'pg_collation', l.oid, NULL
        FROM pg_collation AS l WHERE l.collnamespace = (SELECT oid FROM s)
          AND NOT EXISTS (SELECT FROM e WHERE classid = 'pg_collation'::regclass AND objid = l.oid)
        UNION ALL
        SELECT 'routine', p.proname::text, NULL, pg_get_functiondef(p.oid), 'pg_proc', p.oid, NULL
        FROM p WHERE p.prokind <> 'a'
        UNION ALL
        SELECT 'routine', p.proname::text, NULL,
               format('CREATE OR REPLACE AGGREGATE %I(%s) (%s)', p.proname,
                   coalesce(nullif(pg_get_function_identity_arguments(p.oid), ''), '*'), concat_ws(', ',
                   'SFUNC = ' || a.aggtransfn, 'STYPE = ' || format_type(a.aggtranstype, NULL),
                   'SSPACE = ' || nullif(a.aggtransspace, 0), 'FINALFUNC = ' || nullif(a.aggfinalfn::text, '-'),
                   CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
                   'FINALFUNC_MODIFY = ' || CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY'
                                            WHEN 's' THEN 'SHAREABLE' WHEN 'w' THEN 'READ_WRITE' END,
                   'COMBINEFUNC = ' || nullif(a.aggcombinefn::text, '-'),
                   'SERIALFUNC = ' || nullif(a.aggserialfn::text, '-'),
                   'DESERIALFUNC = ' || nullif(a.aggdeserialfn::text, '-'),
                   'INITCOND = ' || quote_literal(a.agginitval),
                   'MSFUNC = ' || nullif(a.aggmtransfn::text, '-'),
                   'MINVFUNC = ' || nullif(a.aggminvtransfn::text, '-'),
                   'MSTYPE = ' || format_type(nullif(a.aggmtranstype, 0), NULL),
                   'MSSPACE = ' || nullif(a.aggmtransspace, 0),
                   'MFINALFUNC = ' || nullif(a.aggmfinalfn::text, '-'),
                   CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
                   CASE WHEN a.aggmtransfn <> 0 THEN 'MFINALFUNC_MODIFY = ' ||
                        CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY'
                             WHEN 's' THEN 'SHAREABLE' WHEN 'w' THEN 'READ_WRITE' END END,
                   'MINITCOND = ' || quote_literal(a.aggminitval),
                   (SELECT format('SORTOP = OPERATOR(%I.%s)', n.nspname, o.oprname) FROM pg_operator AS o
                    JOIN pg_namespace AS n ON n.oid = o.oprnamespace WHERE o.oid = a.aggsortop),
                   'PARALLEL = ' || CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END,
                   CASE a.aggkind WHEN 'h' THEN 'HYPOTHETICAL' END)),
               'pg_proc', p.oid, NULL
        FROM p JOIN pg_aggregate AS a ON a.aggfnoid = p.oid
        UNION ALL
        SELECT 'trigger', g.tgname::text, c.relname::text, pg_get_triggerdef(g.oid), 'pg_trigger', g.oid,
               CASE g.tgenabled WHEN 'D' THEN 'left out: DISABLE TRIGGER'
                                WHEN 'R' THEN 'left out: ENABLE REPLICA TRIGGER'
                                WHEN 'A' THEN 'left out: ENABLE ALWAYS TRIGGER' END
        FROM c JOIN pg_trigger AS g ON g.tgrelid = c.oid WHERE NOT g.tgisinternal
        UNION ALL
        SELECT 'trigger', r.rulename::text, c.relname::text, pg_get_ruledef(r.oid), 'pg_rewrite', r.oid, NULL
        FROM c JOIN pg_rewrite AS r ON r.ev_class = c.oid
        WHERE c.relkind IN ('v', 'm') AND r.rulename <> '_RETURN'
        UNION ALL
        SELECT 'routine', x.name, NULL, 'CREATE ' || x.word, NULL, x.oid,
               concat('the ', lower(x.word), ' ', x.name, ': a new database has it if SQL of your own makes it')
        FROM (
            SELECT 'OPERATOR', o.oid::regoperator::text, 'pg_operator'::regclass, o.oid
            FROM pg_operator AS o WHERE o.oprnamespace = (SELECT oid FROM s)
            UNION ALL
            SELECT 'OPERATOR CLASS', o.opcname::text, 'pg_opclass'::regclass, o.oid
            FROM pg_opclass AS o WHERE o.opcnamespace = (SELECT oid FROM s)
            UNION ALL
            SELECT 'TEXT SEARCH CONFIGURATION', o.cfgname::text, 'pg_ts_config'::regclass, o.oid
            FROM pg_ts_config AS o WHERE o.cfgnamespace = (SELECT oid FROM s)
            UNION ALL
            SELECT 'TEXT SEARCH DICTIONARY', o.dictname::text, 'pg_ts_dict'::regclass, o.oid
            FROM pg_ts_dict AS o WHERE o.dictnamespace = (SELECT oid FROM s)
            UNION ALL
            SELECT 'CONVERSION', o.conname::text, 'pg_conversion'::regclass, o.oid
            FROM pg_conversion AS o WHERE o.connamespace = (SELECT oid FROM s)
            UNION ALL
            SELECT 'CAST', format('(%s AS %s)', format_type(o.castsource, NULL),
                                  format_type(o.casttarget, NULL)), 'pg_cast'::regclass, o.oid
            FROM pg_cast AS o WHERE o.castfunc IN (SELECT oid FROM p)
               OR o.castsource IN (SELECT oid FROM t) OR o.casttarget IN (SELECT oid FROM t)
            UNION ALL
            SELECT 'EVENT TRIGGER', o.evtname::text, 'pg_event_trigger'::regclass, o.oid
            FROM pg_event_trigger AS o WHERE o.evtfoid IN (SELECT oid FROM p)
        ) AS x (word, name, class, oid)
        WHERE NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = x.class AND d.objid = x.oid
                          AND d.deptype IN ('e', 'i'))
    )
    SELECT kind, name, place, sql, nullif(concat_ws(chr(30), more,
           'left out: its comment: ' || obj_description(oid, class)), '')
    FROM made";

impl Found {
    fn table(&mut self, (schema, name, comment, options): TableRow) -> Result<()> {
        self.schema = schema.ok_or_else(no_schema)?;
        // If there are no tables, there is one row without a table.
        if let Some(name) = name {
            let mut table = Table::new(name.clone());
            table.comment = comment;
            table.options = options.map(|options| Expression::new(DIALECT, &options));
            self.tables.insert(name, table);
        }
        Ok(())
    }

    fn column(&mut self, row: ColumnRow) {
        let (table, name, ty, not_null, expression, identity, generation, collation, comment) = row;
        let Some(table) = self.tables.get_mut(&table) else {
            return;
        };
        let generated = expression
            .as_deref()
            .filter(|_| !generation.is_empty())
            .map(|text| Generated {
                expression: without_parentheses(Dialect::Postgres, text),
                stored: generation == "s",
            });
        let default = expression.filter(|_| generation.is_empty());
        table.columns.push(Column {
            name,
            ty: column_type(DIALECT, &ty),
            nullable: !not_null,
            default: default.map(|text| Expression::new(DIALECT, &text)),
            counted: match identity.as_str() {
                "d" => Some(Counted::ByDefault),
                "a" => Some(Counted::Always),
                _ => None,
            },
            generated,
            collation,
            comment,
        });
    }

    /// A constraint, with a row for each of its columns. Parts of its SQL for which the catalog has
    /// no field, such as `NOT VALID`, are noted.
    fn constraint(&mut self, rows: &[ConstraintRow]) {
        let Some(first) = rows.first() else {
            return;
        };
        let (table, name, kind, sql, condition, deferred, on_delete, on_update, target, ..) = first;
        let (Some(table), Some(sql)) = (self.tables.get_mut(table), sql) else {
            return;
        };
        let key = || Key {
            name: name.clone(),
            columns: rows.iter().filter_map(|row| row.9.clone()).collect(),
        };
        let understood = match kind.as_str() {
            "p" => {
                let key = key();
                let sql = format!("PRIMARY KEY ({})", listed(&key.columns));
                table.primary_key = Some(key);
                sql
            }
            "u" => {
                let key = key();
                let sql = format!("UNIQUE ({})", listed(&key.columns));
                table.uniques.push(key);
                sql
            }
            "c" => {
                let condition = condition.as_deref().unwrap_or_default();
                table.checks.push(Check {
                    name: name.clone(),
                    expression: without_parentheses(Dialect::Postgres, condition),
                });
                format!("CHECK ({condition})")
            }
            "f" if target.is_some() => {
                let key = ForeignKey {
                    name: name.clone(),
                    columns: key().columns,
                    target: target.clone().unwrap_or_default(),
                    target_columns: rows.iter().filter_map(|row| row.10.clone()).collect(),
                    on_delete: action(on_delete),
                    on_update: action(on_update),
                    deferrable: *deferred,
                };
                let sql = foreign_key_sql(&key);
                table.foreign_keys.push(key);
                sql
            }
            _ => String::new(),
        };
        if Expression::new(DIALECT, sql) == Expression::new(DIALECT, &understood) {
            return;
        }
        let note = format!(
            "a constraint: CONSTRAINT {} {sql}",
            identifier(DIALECT, name)
        );
        table.unsupported.push(note.clone());
        let weak_kind = match kind.as_str() {
            "c" => WeakKind::Check,
            "f" => WeakKind::ForeignKey,
            _ => return,
        };
        for how in ["NOT VALID", "NOT ENFORCED"] {
            let Some(rest) = sql.strip_suffix(how) else {
                continue;
            };
            let is_alone = Expression::new(DIALECT, rest) == Expression::new(DIALECT, &understood);
            table.weak.push(Weak {
                kind: weak_kind,
                name: name.clone(),
                how: how.to_owned(),
                noted: Some(note.clone()).filter(|_| is_alone),
            });
        }
    }

    /// An index, with a row for each of its parts. Parts of its SQL for which the catalog has no
    /// field, such as `NULLS NOT DISTINCT`, are noted.
    fn index(&mut self, rows: &[IndexRow]) {
        let Some(first) = rows.first() else {
            return;
        };
        let (table, name, unique, method, predicate, sql, .., options) = first;
        let (Some(table), Some(sql)) = (self.tables.get_mut(table), sql) else {
            return;
        };
        let mut parts = Vec::new();
        let mut include = Vec::new();
        let mut said = Vec::new();
        for (_, _, _, _, _, _, is_key, column, key, more, order, _) in rows {
            if !is_key {
                include.extend(column.clone());
                continue;
            }
            let key = key.as_deref().unwrap_or_default();
            let part = index_part(column.as_deref(), key, more.as_deref(), *order);
            said.push(part_sql(key, &part));
            parts.push(part);
        }
        let mut understood = format!("{} ({})", identifier(DIALECT, method), said.join(", "));
        if !include.is_empty() {
            understood.push_str(&format!(" INCLUDE ({})", listed(&include)));
        }
        if let Some(predicate) = predicate {
            understood.push_str(&format!(" WHERE {predicate}"));
        }
        if Expression::new(DIALECT, sql) != Expression::new(DIALECT, &understood) {
            let name = identifier(DIALECT, name);
            let note = format!("an index: INDEX {name} USING {sql}");
            table.unsupported.push(note);
        }
        table.indexes.push(Index {
            name: name.clone(),
            parts,
            unique: *unique,
            predicate: predicate
                .as_deref()
                .map(|text| without_parentheses(Dialect::Postgres, text)),
            method: (method != "btree").then(|| method.clone()),
            include,
            options: {
                let lines = options.iter().flat_map(|options| options.lines());
                let mut options: Vec<String> = lines.map(str::to_owned).collect();
                options.sort();
                options
            },
        });
    }

    fn weak(&mut self, (table, kind, name, how): WeakRow) {
        let kind = match kind.as_str() {
            "index" => WeakKind::Index,
            "foreign key" => WeakKind::ForeignKey,
            _ => WeakKind::Trigger,
        };
        if let Some(table) = self.tables.get_mut(&table) {
            table.weak.push(Weak {
                kind,
                name,
                how,
                noted: None,
            });
        }
    }

    fn note(&mut self, table: &str, note: Option<String>) {
        if let Some(table) = self.tables.get_mut(table) {
            table.unsupported.extend(note);
        }
    }
}

/// A part of an index. By default, NULLs come last in ascending order, and first in descending
/// order.
fn index_part(column: Option<&str>, key: &str, more: Option<&str>, order: i64) -> IndexPart {
    const DESCENDING: i64 = 1;
    const NULLS_FIRST: i64 = 2;
    let descending = order & DESCENDING != 0;
    let nulls_first = order & NULLS_FIRST != 0;
    IndexPart {
        key: match column {
            Some(column) => IndexKey::Column(column.to_owned()),
            None => IndexKey::Expression(without_parentheses(Dialect::Postgres, key)),
        },
        descending,
        more: more.map(|more| Expression::new(DIALECT, more)),
        prefix: None,
        nulls_first: (nulls_first != descending).then_some(nulls_first),
    }
}

/// The part as PostgreSQL prints it.
fn part_sql(key: &str, part: &IndexPart) -> String {
    let mut sql = key.to_owned();
    if let Some(more) = &part.more {
        sql.push_str(&format!(" {more}"));
    }
    if part.descending {
        sql.push_str(" DESC");
    }
    match part.nulls_first {
        Some(true) => sql.push_str(" NULLS FIRST"),
        Some(false) => sql.push_str(" NULLS LAST"),
        None => {}
    }
    sql
}

/// The foreign key as PostgreSQL prints it.
fn foreign_key_sql(key: &ForeignKey) -> String {
    let mut sql = format!(
        "FOREIGN KEY ({}) REFERENCES {}({})",
        listed(&key.columns),
        identifier(DIALECT, &key.target),
        listed(&key.target_columns),
    );
    for (event, action) in [("UPDATE", key.on_update), ("DELETE", key.on_delete)] {
        if action != Action::NoAction {
            sql.push_str(&format!(" ON {event} {}", action.sql()));
        }
    }
    if key.deferrable {
        sql.push_str(" DEFERRABLE INITIALLY DEFERRED");
    }
    sql
}

fn listed(columns: &[String]) -> String {
    let quoted = columns.iter().map(|column| identifier(DIALECT, column));
    quoted.collect::<Vec<_>>().join(", ")
}

/// The action of a letter. An unknown letter gives SQL that differs, which is noted.
fn action(letter: &str) -> Action {
    match letter {
        "r" => Action::Restrict,
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        _ => Action::NoAction,
    }
}

/// PostgreSQL prints functions, triggers and rules with the schema of their objects, although it
/// would find these anyway. Created in another schema, they would use this one.
fn without_schema(sql: &str, schema: &str) -> String {
    let tokens = tokens(DIALECT, sql);
    let mut plain = sql.to_owned();
    for trio in tokens.windows(3).rev() {
        let [before, dot, name] = trio else { continue };
        let is_name = |token: &Token<'_>| matches!(token.kind, TokenKind::Word | TokenKind::Quoted);
        let is_schema = is_name(before) && before.name() == schema;
        if is_schema && dot.is_symbol('.') && is_name(name) && dot.end() == name.start {
            plain.replace_range(before.start..name.start, "");
        }
    }
    plain
}

fn other((kind, name, table, sql, more): OtherRow, schema: &str) -> Option<Other> {
    let kind = match kind.as_str() {
        "view" => OtherKind::View,
        "materialized view" => OtherKind::MaterializedView,
        "virtual" => OtherKind::Virtual,
        "sequence" => OtherKind::Sequence,
        "type" => OtherKind::Type,
        "extension" => OtherKind::Extension,
        "routine" => OtherKind::Routine,
        "trigger" => OtherKind::Trigger,
        _ => return None,
    };
    let sql = sql?.trim().trim_end_matches(';').trim_end().to_owned();
    let sql = match kind {
        OtherKind::Routine | OtherKind::Trigger | OtherKind::MaterializedView => {
            without_schema(&sql, schema)
        }
        OtherKind::View
        | OtherKind::Sequence
        | OtherKind::Type
        | OtherKind::Extension
        | OtherKind::Virtual => sql,
    };
    let pieces = more.iter().flat_map(|more| more.split(PIECE));
    let pieces = pieces.filter(|piece| !piece.is_empty());
    let mut unsupported: Vec<String> = pieces.map(str::to_owned).collect();
    // Most databases have a schema of the usual name.
    if schema != "public" && body_names_schema(&sql, schema) {
        unsupported.push(format!(
            "its body names the schema {schema}: in another schema it uses the tables of {schema}"
        ));
    }
    Some(Other {
        kind,
        name,
        table,
        sql,
        unsupported,
    })
}

/// Whether the body of a function, which is a string literal, has names with the schema.
fn body_names_schema(sql: &str, schema: &str) -> bool {
    let tokens = tokens(DIALECT, sql);
    let texts = tokens.iter().filter(|token| token.kind == TokenKind::Text);
    let mut bodies = texts.map(|text| text.value(DIALECT));
    bodies.any(|body| without_schema(&body, schema) != *body)
}

#[cold]
fn no_schema() -> Error {
    Error::Schema(Box::new(SchemaError {
        missing: Vec::new(),
        message: "the search path of the connection has no existing schema: create one, or set \
            `search_path`"
            .to_owned(),
    }))
}
