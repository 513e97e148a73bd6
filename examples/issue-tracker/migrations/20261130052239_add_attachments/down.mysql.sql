-- tablewright: refuse if
--   SELECT 1 FROM `issues` WHERE NOT (`status` IN ('open', 'in_progress', 'closed')) LIMIT 1
-- because
--   rows of `issues` may break the check `ck_issues_status_type`: look for such rows and change them first: `… WHERE NOT (`status` IN ('open', 'in_progress', 'closed'))`
-- tablewright: refuse if
--   SELECT DISTINCT CONVERT(concat(k.table_name, '.', k.constraint_name) USING utf8mb4) AS name FROM information_schema.key_column_usage AS k JOIN information_schema.referential_constraints AS r ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name WHERE k.table_schema = database() AND concat(k.table_name, '.', k.constraint_name) NOT IN ('members.fk_members_organization_id', 'members.fk_members_user_id', 'projects.fk_projects_organization_id', 'issues.fk_issues_project_id', 'issues.fk_issues_reporter_id', 'issues.fk_issues_assignee_id', 'labels.fk_labels_project_id', 'issue_labels.fk_issue_labels_issue_id', 'issue_labels.fk_issue_labels_label_id', 'comments.fk_comments_issue_id', 'comments.fk_comments_author_id', 'attachments.fk_attachments_issue_id', 'audit_entries.fk_audit_entries_organization_id', 'audit_entries.fk_audit_entries_actor_id', '') AND (k.referenced_table_schema = database() AND k.referenced_table_name = 'attachments' AND (1 = 1) OR k.table_name = 'attachments' AND 1 = 0)
-- because
--   the foreign key `{names}` is not in the models, and refers to `attachments`, which is dropped: drop it. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM (SELECT CONVERT(table_name USING utf8mb4) AS name, lower(CONVERT(view_definition USING utf8mb4)) AS body, CONVERT('' USING utf8mb4) AS of_table FROM information_schema.views WHERE table_schema = database() UNION ALL SELECT CONVERT(trigger_name USING utf8mb4) AS name, lower(CONVERT(action_statement USING utf8mb4)) AS body, CONVERT(event_object_table USING utf8mb4) AS of_table FROM information_schema.triggers WHERE trigger_schema = database() UNION ALL SELECT CONVERT(routine_name USING utf8mb4) AS name, lower(CONVERT(routine_definition USING utf8mb4)) AS body, CONVERT('' USING utf8mb4) AS of_table FROM information_schema.routines WHERE routine_schema = database() UNION ALL SELECT CONVERT(event_name USING utf8mb4) AS name, lower(CONVERT(event_definition USING utf8mb4)) AS body, CONVERT('' USING utf8mb4) AS of_table FROM information_schema.events WHERE event_schema = database()) AS others WHERE of_table <> 'attachments' AND body REGEXP '(^|[^[:alnum:]_$])(attachments)([^[:alnum:]_$]|$)'
-- because
--   `{names}` is not in the models, and names the table `attachments`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT CONVERT(index_name USING utf8mb4) FROM information_schema.statistics WHERE table_schema = database() AND table_name = 'issues' AND index_name IN ('ck_issues_status_type') AND index_comment <> ''
-- because
--   `{names}` of `issues` is dropped and created again, and would lose what is not in the models (a comment, storage parameters, an attribute): take that away first, and set it again afterwards. If it may be lost, delete this check from the file

-- undo: add the foreign key `fk_attachments_issue_id` from `attachments` to `issues`
ALTER TABLE `attachments` DROP FOREIGN KEY `fk_attachments_issue_id`;

-- undo: add the check `ck_issues_status_type` to `issues`
ALTER TABLE `issues` DROP CONSTRAINT `ck_issues_status_type`;

-- undo: create the table `attachments`
DROP TABLE `attachments`;

-- undo: drop the check `ck_issues_status_type` of `issues`
ALTER TABLE `issues` ADD CONSTRAINT `ck_issues_status_type` CHECK (`status` IN ('open', 'in_progress', 'closed'));
