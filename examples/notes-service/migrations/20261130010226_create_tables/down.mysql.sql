-- tablewright: refuse if
--   SELECT name FROM (SELECT 'trigger' AS kind, CONVERT(trigger_name USING utf8mb4) AS name, lower(CONVERT(action_statement USING utf8mb4)) AS body, CONVERT(event_object_table USING utf8mb4) AS of_table FROM information_schema.triggers WHERE trigger_schema = database() UNION ALL SELECT lower(routine_type) AS kind, CONVERT(routine_name USING utf8mb4) AS name, lower(CONVERT(routine_definition USING utf8mb4)) AS body, CONVERT('' USING utf8mb4) AS of_table FROM information_schema.routines WHERE routine_schema = database() UNION ALL SELECT 'event' AS kind, CONVERT(event_name USING utf8mb4) AS name, lower(CONVERT(event_definition USING utf8mb4)) AS body, CONVERT('' USING utf8mb4) AS of_table FROM information_schema.events WHERE event_schema = database()) AS others WHERE of_table <> 'notes' AND body REGEXP '(^|[^[:alnum:]_$])(notes)([^[:alnum:]_$]|$)'
-- because
--   `{names}` is not in the models, and names the table `notes`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM (SELECT 'trigger' AS kind, CONVERT(trigger_name USING utf8mb4) AS name, lower(CONVERT(action_statement USING utf8mb4)) AS body, CONVERT(event_object_table USING utf8mb4) AS of_table FROM information_schema.triggers WHERE trigger_schema = database() UNION ALL SELECT lower(routine_type) AS kind, CONVERT(routine_name USING utf8mb4) AS name, lower(CONVERT(routine_definition USING utf8mb4)) AS body, CONVERT('' USING utf8mb4) AS of_table FROM information_schema.routines WHERE routine_schema = database() UNION ALL SELECT 'event' AS kind, CONVERT(event_name USING utf8mb4) AS name, lower(CONVERT(event_definition USING utf8mb4)) AS body, CONVERT('' USING utf8mb4) AS of_table FROM information_schema.events WHERE event_schema = database()) AS others WHERE of_table <> 'notebooks' AND body REGEXP '(^|[^[:alnum:]_$])(notebooks)([^[:alnum:]_$]|$)'
-- because
--   `{names}` is not in the models, and names the table `notebooks`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT CONVERT(constraint_name USING utf8mb4) AS name FROM information_schema.key_column_usage WHERE table_schema = database() AND constraint_name NOT IN ('fk_notes_notebook_id', '') AND (referenced_table_schema = database() AND referenced_table_name = 'notebooks')
-- because
--   the foreign key `{names}`, which is not in the models, is about columns of `notebooks` that change: drop it, and add it again afterwards. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT CONVERT(table_name USING utf8mb4) AS name FROM information_schema.views WHERE table_schema = database() AND locate('`notebooks`', view_definition) > 0
-- because
--   `{names}` names `notebooks`, which is dropped or gets another name, and is not in the models: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT CONVERT(constraint_name USING utf8mb4) AS name FROM information_schema.key_column_usage WHERE table_schema = database() AND constraint_name NOT IN ('fk_notes_notebook_id', '') AND (referenced_table_schema = database() AND referenced_table_name = 'notes')
-- because
--   the foreign key `{names}`, which is not in the models, is about columns of `notes` that change: drop it, and add it again afterwards. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT CONVERT(table_name USING utf8mb4) AS name FROM information_schema.views WHERE table_schema = database() AND locate('`notes`', view_definition) > 0
-- because
--   `{names}` names `notes`, which is dropped or gets another name, and is not in the models: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file

-- undo: create the table `notes`
DROP TABLE `notes`;

-- undo: create the table `notebooks`
DROP TABLE `notebooks`;
