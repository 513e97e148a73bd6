-- tablewright: refuse if
--   SELECT name FROM (SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, p.proname::text FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang WHERE l.lanname NOT IN ('c', 'internal') AND p.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e') AND p.prosrc ~* '(^|[^[:alnum:]_$])(notes)([^[:alnum:]_$]|$)') AS found (kind, name) WHERE name <> ''
-- because
--   `{names}` is not in the models, and names the table `notes`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM (SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, p.proname::text FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang WHERE l.lanname NOT IN ('c', 'internal') AND p.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e') AND p.prosrc ~* '(^|[^[:alnum:]_$])(notebooks)([^[:alnum:]_$]|$)') AS found (kind, name) WHERE name <> ''
-- because
--   `{names}` is not in the models, and names the table `notebooks`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT coalesce(c.relname, t.tgname, p.proname)::text AS name FROM pg_depend AS d LEFT JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid LEFT JOIN pg_class AS c ON c.oid = r.ev_class LEFT JOIN pg_trigger AS t ON d.classid = 'pg_trigger'::regclass AND t.oid = d.objid AND NOT t.tgisinternal LEFT JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass('"notebooks"') AND coalesce(c.relname, t.tgname, p.proname) IS NOT NULL
-- because
--   `{names}` names a column of `notebooks` that is dropped or changes its type, and is not in the models: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT n.conname::text AS name FROM pg_constraint AS n WHERE n.contype = 'f' AND n.confrelid = to_regclass('"notebooks"') AND n.conname NOT IN ('fk_notes_notebook_id', '')
-- because
--   the foreign key `{names}`, which is not in the models, is about columns of `notebooks` that change: drop it, and add it again afterwards. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT coalesce(c.relname, t.tgname, p.proname)::text AS name FROM pg_depend AS d LEFT JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid LEFT JOIN pg_class AS c ON c.oid = r.ev_class LEFT JOIN pg_trigger AS t ON d.classid = 'pg_trigger'::regclass AND t.oid = d.objid AND NOT t.tgisinternal LEFT JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass('"notes"') AND coalesce(c.relname, t.tgname, p.proname) IS NOT NULL
-- because
--   `{names}` names a column of `notes` that is dropped or changes its type, and is not in the models: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT n.conname::text AS name FROM pg_constraint AS n WHERE n.contype = 'f' AND n.confrelid = to_regclass('"notes"') AND n.conname NOT IN ('fk_notes_notebook_id', '')
-- because
--   the foreign key `{names}`, which is not in the models, is about columns of `notes` that change: drop it, and add it again afterwards. If it may be lost, delete this check from the file

-- undo: create the table `notes`
DROP TABLE "notes";

-- undo: create the table `notebooks`
DROP TABLE "notebooks";
