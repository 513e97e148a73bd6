-- tablewright: refuse if
--   SELECT name FROM (SELECT CONVERT(table_name USING utf8mb4) AS name, lower(CONVERT(view_definition USING utf8mb4)) AS body, CONVERT('' USING utf8mb4) AS of_table FROM information_schema.views WHERE table_schema = database() UNION ALL SELECT CONVERT(trigger_name USING utf8mb4) AS name, lower(CONVERT(action_statement USING utf8mb4)) AS body, CONVERT(event_object_table USING utf8mb4) AS of_table FROM information_schema.triggers WHERE trigger_schema = database() UNION ALL SELECT CONVERT(routine_name USING utf8mb4) AS name, lower(CONVERT(routine_definition USING utf8mb4)) AS body, CONVERT('' USING utf8mb4) AS of_table FROM information_schema.routines WHERE routine_schema = database() UNION ALL SELECT CONVERT(event_name USING utf8mb4) AS name, lower(CONVERT(event_definition USING utf8mb4)) AS body, CONVERT('' USING utf8mb4) AS of_table FROM information_schema.events WHERE event_schema = database()) AS others WHERE (of_table = 'issues' OR body REGEXP '(^|[^[:alnum:]_$])(issues)([^[:alnum:]_$]|$)') AND body REGEXP '(^|[^[:alnum:]_$])(description)([^[:alnum:]_$]|$)' UNION SELECT CONVERT(c.constraint_name USING utf8mb4) AS name FROM information_schema.check_constraints AS c WHERE c.constraint_schema = database() AND EXISTS (SELECT 1 FROM information_schema.table_constraints AS t WHERE t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name AND t.table_name = 'issues') AND c.constraint_name NOT IN ('ck_issues_status_type', 'ck_issues_title_length', '') AND (locate('`description`', c.check_clause) > 0) UNION SELECT CONVERT(column_name USING utf8mb4) AS name FROM information_schema.columns WHERE table_schema = database() AND table_name = 'issues' AND column_name NOT IN ('id', 'project_id', 'title', 'description', 'status', 'reporter_id', 'assignee_id', 'version', 'deleted_at', 'created_at', 'updated_at') AND (locate('`description`', generation_expression) > 0)
-- because
--   `{names}` is not in the models, and names a column of `issues` that gets another name (`description`): drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file

-- rename the column `issues.description` to `body`
-- breaks: programs that still ask for `issues.description` fail once it is `body`
--   deploy in two steps: first a program that works with both (a new column beside the old one, written together), then the models with the new name; or stop the old programs first
ALTER TABLE `issues` RENAME COLUMN `description` TO `body`;

-- add the column `issues.priority`
ALTER TABLE `issues` ADD COLUMN `priority` SMALLINT NOT NULL DEFAULT 20;

-- add the check `ck_issues_priority_type` to `issues`
ALTER TABLE `issues` ADD CONSTRAINT `ck_issues_priority_type` CHECK (`priority` IN (10, 20, 30, 40));
