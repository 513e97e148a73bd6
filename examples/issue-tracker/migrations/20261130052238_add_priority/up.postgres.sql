-- tablewright: refuse if
--   SELECT p.proname::text AS name FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang WHERE l.lanname NOT IN ('c', 'internal') AND p.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e') AND p.prosrc ~* '(^|[^[:alnum:]_$])(description)([^[:alnum:]_$]|$)' AND (EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = to_regclass('"issues"') AND t.tgfoid = p.oid) OR p.prosrc ~* '(^|[^[:alnum:]_$])(issues)([^[:alnum:]_$]|$)')
-- because
--   `{names}` is not in the models, and names a column of `issues` that gets another name (`description`): drop it, and create it again afterwards in the form that fits. If it may be lost, delete this check from the file

-- rename the column `issues.description` to `body`
-- breaks: programs that still ask for `issues.description` fail once it is `body`
--   deploy in two steps: first a program that works with both (a new column beside the old one, written together), then the models with the new name; or stop the old programs first
ALTER TABLE "issues" RENAME COLUMN "description" TO "body";

-- add the column `issues.priority`
ALTER TABLE "issues" ADD COLUMN "priority" SMALLINT NOT NULL DEFAULT '20'::SMALLINT;

-- add the check `ck_issues_priority_type` to `issues`
-- lock: no session reads or writes `issues` while the rows of `issues` are checked for `ck_issues_priority_type`
--   on a large table, let the rows be validated while others write: `tablewright diff --concurrently`
ALTER TABLE "issues" ADD CONSTRAINT "ck_issues_priority_type" CHECK ("priority" IN (10, 20, 30, 40));
