-- tablewright: foreign keys off
-- tablewright: refuse if
--   SELECT DISTINCT t.name || '.' || f."from" AS name FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' AND lower(t.name) NOT IN ('users', 'organizations', 'members', 'projects', 'issues', 'labels', 'issue_labels', 'comments', 'audit_entries', '') AND lower(f."table") = lower('audit_entries') AND (1 = 1)
-- because
--   the foreign key `{names}` is not in the models, and refers to `audit_entries`, which is dropped: drop its table, or create that again without the foreign key. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM (WITH RECURSIVE naming (name) AS (SELECT 'audit_entries' UNION SELECT lower(v.name) FROM naming AS n JOIN sqlite_schema AS v ON v.type = 'view' AND ' ' || lower(v.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') SELECT o.name AS name FROM sqlite_schema AS o WHERE o.type IN ('view', 'trigger') AND EXISTS (SELECT 1 FROM naming AS n WHERE ' ' || lower(o.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') AND (lower(o.tbl_name) <> 'audit_entries')) AS others
-- because
--   `{names}` is not in the models, and names the table `audit_entries`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT t.name || '.' || f."from" AS name FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' AND lower(t.name) NOT IN ('users', 'organizations', 'members', 'projects', 'issues', 'labels', 'issue_labels', 'comments', 'audit_entries', '') AND lower(f."table") = lower('comments') AND (1 = 1)
-- because
--   the foreign key `{names}` is not in the models, and refers to `comments`, which is dropped: drop its table, or create that again without the foreign key. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM (WITH RECURSIVE naming (name) AS (SELECT 'comments' UNION SELECT lower(v.name) FROM naming AS n JOIN sqlite_schema AS v ON v.type = 'view' AND ' ' || lower(v.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') SELECT o.name AS name FROM sqlite_schema AS o WHERE o.type IN ('view', 'trigger') AND EXISTS (SELECT 1 FROM naming AS n WHERE ' ' || lower(o.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') AND (lower(o.tbl_name) <> 'comments')) AS others
-- because
--   `{names}` is not in the models, and names the table `comments`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT t.name || '.' || f."from" AS name FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' AND lower(t.name) NOT IN ('users', 'organizations', 'members', 'projects', 'issues', 'labels', 'issue_labels', 'comments', 'audit_entries', '') AND lower(f."table") = lower('issue_labels') AND (1 = 1)
-- because
--   the foreign key `{names}` is not in the models, and refers to `issue_labels`, which is dropped: drop its table, or create that again without the foreign key. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM (WITH RECURSIVE naming (name) AS (SELECT 'issue_labels' UNION SELECT lower(v.name) FROM naming AS n JOIN sqlite_schema AS v ON v.type = 'view' AND ' ' || lower(v.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') SELECT o.name AS name FROM sqlite_schema AS o WHERE o.type IN ('view', 'trigger') AND EXISTS (SELECT 1 FROM naming AS n WHERE ' ' || lower(o.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') AND (lower(o.tbl_name) <> 'issue_labels')) AS others
-- because
--   `{names}` is not in the models, and names the table `issue_labels`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT t.name || '.' || f."from" AS name FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' AND lower(t.name) NOT IN ('users', 'organizations', 'members', 'projects', 'issues', 'labels', 'issue_labels', 'comments', 'audit_entries', '') AND lower(f."table") = lower('issues') AND (1 = 1)
-- because
--   the foreign key `{names}` is not in the models, and refers to `issues`, which is dropped: drop its table, or create that again without the foreign key. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM (WITH RECURSIVE naming (name) AS (SELECT 'issues' UNION SELECT lower(v.name) FROM naming AS n JOIN sqlite_schema AS v ON v.type = 'view' AND ' ' || lower(v.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') SELECT o.name AS name FROM sqlite_schema AS o WHERE o.type IN ('view', 'trigger') AND EXISTS (SELECT 1 FROM naming AS n WHERE ' ' || lower(o.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') AND (lower(o.tbl_name) <> 'issues')) AS others
-- because
--   `{names}` is not in the models, and names the table `issues`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT t.name || '.' || f."from" AS name FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' AND lower(t.name) NOT IN ('users', 'organizations', 'members', 'projects', 'issues', 'labels', 'issue_labels', 'comments', 'audit_entries', '') AND lower(f."table") = lower('labels') AND (1 = 1)
-- because
--   the foreign key `{names}` is not in the models, and refers to `labels`, which is dropped: drop its table, or create that again without the foreign key. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM (WITH RECURSIVE naming (name) AS (SELECT 'labels' UNION SELECT lower(v.name) FROM naming AS n JOIN sqlite_schema AS v ON v.type = 'view' AND ' ' || lower(v.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') SELECT o.name AS name FROM sqlite_schema AS o WHERE o.type IN ('view', 'trigger') AND EXISTS (SELECT 1 FROM naming AS n WHERE ' ' || lower(o.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') AND (lower(o.tbl_name) <> 'labels')) AS others
-- because
--   `{names}` is not in the models, and names the table `labels`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT t.name || '.' || f."from" AS name FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' AND lower(t.name) NOT IN ('users', 'organizations', 'members', 'projects', 'issues', 'labels', 'issue_labels', 'comments', 'audit_entries', '') AND lower(f."table") = lower('members') AND (1 = 1)
-- because
--   the foreign key `{names}` is not in the models, and refers to `members`, which is dropped: drop its table, or create that again without the foreign key. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM (WITH RECURSIVE naming (name) AS (SELECT 'members' UNION SELECT lower(v.name) FROM naming AS n JOIN sqlite_schema AS v ON v.type = 'view' AND ' ' || lower(v.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') SELECT o.name AS name FROM sqlite_schema AS o WHERE o.type IN ('view', 'trigger') AND EXISTS (SELECT 1 FROM naming AS n WHERE ' ' || lower(o.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') AND (lower(o.tbl_name) <> 'members')) AS others
-- because
--   `{names}` is not in the models, and names the table `members`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT t.name || '.' || f."from" AS name FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' AND lower(t.name) NOT IN ('users', 'organizations', 'members', 'projects', 'issues', 'labels', 'issue_labels', 'comments', 'audit_entries', '') AND lower(f."table") = lower('organizations') AND (1 = 1)
-- because
--   the foreign key `{names}` is not in the models, and refers to `organizations`, which is dropped: drop its table, or create that again without the foreign key. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM (WITH RECURSIVE naming (name) AS (SELECT 'organizations' UNION SELECT lower(v.name) FROM naming AS n JOIN sqlite_schema AS v ON v.type = 'view' AND ' ' || lower(v.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') SELECT o.name AS name FROM sqlite_schema AS o WHERE o.type IN ('view', 'trigger') AND EXISTS (SELECT 1 FROM naming AS n WHERE ' ' || lower(o.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') AND (lower(o.tbl_name) <> 'organizations')) AS others
-- because
--   `{names}` is not in the models, and names the table `organizations`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT t.name || '.' || f."from" AS name FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' AND lower(t.name) NOT IN ('users', 'organizations', 'members', 'projects', 'issues', 'labels', 'issue_labels', 'comments', 'audit_entries', '') AND lower(f."table") = lower('projects') AND (1 = 1)
-- because
--   the foreign key `{names}` is not in the models, and refers to `projects`, which is dropped: drop its table, or create that again without the foreign key. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM (WITH RECURSIVE naming (name) AS (SELECT 'projects' UNION SELECT lower(v.name) FROM naming AS n JOIN sqlite_schema AS v ON v.type = 'view' AND ' ' || lower(v.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') SELECT o.name AS name FROM sqlite_schema AS o WHERE o.type IN ('view', 'trigger') AND EXISTS (SELECT 1 FROM naming AS n WHERE ' ' || lower(o.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') AND (lower(o.tbl_name) <> 'projects')) AS others
-- because
--   `{names}` is not in the models, and names the table `projects`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT t.name || '.' || f."from" AS name FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' AND lower(t.name) NOT IN ('users', 'organizations', 'members', 'projects', 'issues', 'labels', 'issue_labels', 'comments', 'audit_entries', '') AND lower(f."table") = lower('users') AND (1 = 1)
-- because
--   the foreign key `{names}` is not in the models, and refers to `users`, which is dropped: drop its table, or create that again without the foreign key. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM (WITH RECURSIVE naming (name) AS (SELECT 'users' UNION SELECT lower(v.name) FROM naming AS n JOIN sqlite_schema AS v ON v.type = 'view' AND ' ' || lower(v.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') SELECT o.name AS name FROM sqlite_schema AS o WHERE o.type IN ('view', 'trigger') AND EXISTS (SELECT 1 FROM naming AS n WHERE ' ' || lower(o.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') AND (lower(o.tbl_name) <> 'users')) AS others
-- because
--   `{names}` is not in the models, and names the table `users`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file

-- undo: create the table `audit_entries`
DROP TABLE "audit_entries";

-- undo: create the table `comments`
DROP TABLE "comments";

-- undo: create the table `issue_labels`
DROP TABLE "issue_labels";

-- undo: create the table `labels`
DROP TABLE "labels";

-- undo: create the table `issues`
DROP TABLE "issues";

-- undo: create the table `projects`
DROP TABLE "projects";

-- undo: create the table `members`
DROP TABLE "members";

-- undo: create the table `organizations`
DROP TABLE "organizations";

-- undo: create the table `users`
DROP TABLE "users";
