-- tablewright: foreign keys off
-- tablewright: refuse if
--   SELECT DISTINCT t.name || '.' || f."from" AS name FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' AND lower(t.name) NOT IN ('users', 'organizations', 'members', 'projects', 'issues', 'labels', 'issue_labels', 'comments', 'attachments', 'time_entries', 'audit_entries', '') AND lower(f."table") = lower('members') AND (lower(coalesce(f."to", 'organization_id')) IN ('hourly_rate', ''))
-- because
--   the foreign key `{names}` is not in the models, and is about columns of `members` that change: drop its table, or create that again without the foreign key, and add it again afterwards. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM pragma_table_xinfo('members') WHERE lower(name) NOT IN ('organization_id', 'user_id', 'role', 'hourly_rate', '')
-- because
--   the table `members` is rebuilt, and its column `{names}` is not in the models: it would be lost with its values. Add it to the models, or drop it. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM sqlite_schema WHERE type = 'index' AND lower(tbl_name) = lower('members') AND sql IS NOT NULL AND lower(name) NOT IN ('ix_members_user_id', '') AND (' ' || lower(sql) || ' ' GLOB '*[^a-z0-9_]' || 'hourly_rate' || '[^a-z0-9_]*')
-- because
--   the index `{names}` of `members` is not in the models, and names a column that is dropped: drop the index, or add it to the models without that column. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM (WITH RECURSIVE naming (name) AS (SELECT 'members' UNION SELECT lower(v.name) FROM naming AS n JOIN sqlite_schema AS v ON v.type = 'view' AND ' ' || lower(v.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') SELECT o.name AS name FROM sqlite_schema AS o WHERE o.type IN ('view', 'trigger') AND EXISTS (SELECT 1 FROM naming AS n WHERE ' ' || lower(o.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') AND (lower(o.tbl_name) = 'members' AND (' ' || lower(sql) || ' ' GLOB '*[^a-z0-9_]' || 'hourly_rate' || '[^a-z0-9_]*') OR lower(o.tbl_name) <> 'members' AND (' ' || lower(sql) || ' ' GLOB '*[^a-z0-9_]' || 'hourly_rate' || '[^a-z0-9_]*'))) AS others
-- because
--   `{names}` is not in the models, and names a column of `members` that is dropped (`hourly_rate`): drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT DISTINCT t.name || '.' || f."from" AS name FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' AND lower(t.name) NOT IN ('users', 'organizations', 'members', 'projects', 'issues', 'labels', 'issue_labels', 'comments', 'attachments', 'time_entries', 'audit_entries', '') AND lower(f."table") = lower('time_entries') AND (1 = 1)
-- because
--   the foreign key `{names}` is not in the models, and refers to `time_entries`, which is dropped: drop its table, or create that again without the foreign key. If it may be lost, delete this check from the file
-- tablewright: refuse if
--   SELECT name FROM (WITH RECURSIVE naming (name) AS (SELECT 'time_entries' UNION SELECT lower(v.name) FROM naming AS n JOIN sqlite_schema AS v ON v.type = 'view' AND ' ' || lower(v.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') SELECT o.name AS name FROM sqlite_schema AS o WHERE o.type IN ('view', 'trigger') AND EXISTS (SELECT 1 FROM naming AS n WHERE ' ' || lower(o.sql) || ' ' GLOB '*[^a-z0-9_]' || replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]') || '[^a-z0-9_]*') AND (lower(o.tbl_name) <> 'time_entries')) AS others
-- because
--   `{names}` is not in the models, and names the table `time_entries`, which is dropped: drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file

-- undo: add the check `ck_members_hourly_rate_min` to `members`
-- undo: add the check `ck_members_hourly_rate_type` to `members`
-- undo: add the column `members.hourly_rate`
CREATE TABLE "tablewright_new_members" (
    "organization_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'member',
    CONSTRAINT "pk_members" PRIMARY KEY ("organization_id", "user_id"),
    CONSTRAINT "ck_members_organization_id_type" CHECK (typeof("organization_id") = 'integer'),
    CONSTRAINT "ck_members_user_id_type" CHECK (typeof("user_id") = 'integer'),
    CONSTRAINT "ck_members_role_type" CHECK ("role" = 'viewer' OR "role" = 'member' OR "role" = 'admin' OR "role" = 'owner'),
    CONSTRAINT "fk_members_organization_id" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_members_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id")
);
INSERT INTO "tablewright_new_members" ("organization_id", "user_id", "role") SELECT "organization_id", "user_id", "role" FROM "members";
DROP TABLE "members";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "tablewright_new_members" RENAME TO "members";
PRAGMA legacy_alter_table = OFF;
CREATE INDEX "ix_members_user_id" ON "members" ("user_id");

-- undo: create the table `time_entries`
DROP TABLE "time_entries";
