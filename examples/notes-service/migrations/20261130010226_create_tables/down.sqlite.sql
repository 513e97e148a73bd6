-- tablewright: foreign keys off
-- tablewright: refuse if
--   SELECT name FROM sqlite_schema WHERE type IN ('view', 'trigger') AND lower(tbl_name) <> lower('notebooks') AND ' ' || lower(sql) || ' ' GLOB '*[^a-z0-9_]notebooks[^a-z0-9_]*'
-- because
--   `{names}` names `notebooks`, which is dropped, and is not in the models: drop it first. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT t.name FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table' AND lower(t.name) NOT IN ('notebooks', 'notes', '') AND lower(f."table") = lower('notebooks')
-- because
--   the table `{names}`, which is not in the models, refers to `notebooks`, and its rows would refer to rows that are not there: drop it, or create it again afterwards without the reference. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM sqlite_schema WHERE type IN ('view', 'trigger') AND lower(tbl_name) <> lower('notes') AND ' ' || lower(sql) || ' ' GLOB '*[^a-z0-9_]notes[^a-z0-9_]*'
-- because
--   `{names}` names `notes`, which is dropped, and is not in the models: drop it first. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT t.name FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table' AND lower(t.name) NOT IN ('notebooks', 'notes', '') AND lower(f."table") = lower('notes')
-- because
--   the table `{names}`, which is not in the models, refers to `notes`, and its rows would refer to rows that are not there: drop it, or create it again afterwards without the reference. If it may be lost, delete this check from the file

-- undo: create the table `notes`
DROP TABLE "notes";

-- undo: create the table `notebooks`
DROP TABLE "notebooks";
