-- What this migration leaves behind: the next one starts from here. Written by `tablewright diff`;
-- change up and down, not this.

-- table "issues" from c43f7b98ed6473236d9623bd8dbac0f7 to b0b657aa6d7863a31c2c970b060c1d30
CREATE TABLE "issues" (
    "id" INTEGER CONSTRAINT "pk_issues" PRIMARY KEY AUTOINCREMENT,
    "project_id" BIGINT NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "priority" SMALLINT NOT NULL DEFAULT 20,
    "reporter_id" BIGINT NOT NULL,
    "assignee_id" BIGINT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "deleted_at" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    "updated_at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    CONSTRAINT "ck_issues_project_id_type" CHECK (typeof("project_id") = 'integer'),
    CONSTRAINT "ck_issues_title_type" CHECK (typeof("title") = 'text' AND length("title") <= 200),
    CONSTRAINT "ck_issues_body_type" CHECK (typeof("body") = 'text'),
    CONSTRAINT "ck_issues_status_type" CHECK ("status" = 'open' OR "status" = 'in_progress' OR "status" = 'closed'),
    CONSTRAINT "ck_issues_priority_type" CHECK ("priority" = 10 OR "priority" = 20 OR "priority" = 30 OR "priority" = 40),
    CONSTRAINT "ck_issues_reporter_id_type" CHECK (typeof("reporter_id") = 'integer'),
    CONSTRAINT "ck_issues_assignee_id_type" CHECK (typeof("assignee_id") IN ('integer', 'null')),
    CONSTRAINT "ck_issues_version_type" CHECK (typeof("version") = 'integer' AND "version" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_issues_deleted_at_type" CHECK (substr("deleted_at", 1, 19) IS datetime(substr("deleted_at", 1, 19)) AND substr("deleted_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "deleted_at" >= '0001-01-01'),
    CONSTRAINT "ck_issues_created_at_type" CHECK (substr("created_at", 1, 19) IS datetime(substr("created_at", 1, 19)) AND substr("created_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "created_at" >= '0001-01-01'),
    CONSTRAINT "ck_issues_updated_at_type" CHECK (substr("updated_at", 1, 19) IS datetime(substr("updated_at", 1, 19)) AND substr("updated_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "updated_at" >= '0001-01-01'),
    CONSTRAINT "ck_issues_title_length" CHECK (length("title") BETWEEN 1 AND 200),
    CONSTRAINT "fk_issues_project_id" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_issues_reporter_id" FOREIGN KEY ("reporter_id") REFERENCES "users" ("id"),
    CONSTRAINT "fk_issues_assignee_id" FOREIGN KEY ("assignee_id") REFERENCES "users" ("id")
);

CREATE INDEX "ix_issues_project_id" ON "issues" ("project_id");

CREATE INDEX "ix_issues_reporter_id" ON "issues" ("reporter_id");

CREATE INDEX "ix_issues_assignee_id" ON "issues" ("assignee_id");
