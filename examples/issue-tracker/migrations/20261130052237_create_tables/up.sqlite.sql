-- create the table `users`
CREATE TABLE "users" (
    "id" INTEGER CONSTRAINT "pk_users" PRIMARY KEY AUTOINCREMENT,
    "email" VARCHAR(254) NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    CONSTRAINT "uq_users_email" UNIQUE ("email"),
    CONSTRAINT "ck_users_email_type" CHECK (typeof("email") = 'text' AND length("email") <= 254),
    CONSTRAINT "ck_users_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 100),
    CONSTRAINT "ck_users_email_email" CHECK ("email" LIKE '_%@%_' AND "email" NOT LIKE '%@%@%' AND "email" NOT LIKE '% %'),
    CONSTRAINT "ck_users_name_length" CHECK (length("name") BETWEEN 1 AND 100)
);

-- create the table `organizations`
CREATE TABLE "organizations" (
    "id" INTEGER CONSTRAINT "pk_organizations" PRIMARY KEY AUTOINCREMENT,
    "slug" VARCHAR(40) NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "created_at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    "updated_at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    CONSTRAINT "uq_organizations_slug" UNIQUE ("slug"),
    CONSTRAINT "ck_organizations_slug_type" CHECK (typeof("slug") = 'text' AND length("slug") <= 40),
    CONSTRAINT "ck_organizations_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 100),
    CONSTRAINT "ck_organizations_created_at_type" CHECK (substr("created_at", 1, 19) IS datetime(substr("created_at", 1, 19)) AND substr("created_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "created_at" >= '0001-01-01'),
    CONSTRAINT "ck_organizations_updated_at_type" CHECK (substr("updated_at", 1, 19) IS datetime(substr("updated_at", 1, 19)) AND substr("updated_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "updated_at" >= '0001-01-01'),
    CONSTRAINT "ck_organizations_name_length" CHECK (length("name") BETWEEN 1 AND 100)
);

-- create the table `members`
CREATE TABLE "members" (
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
CREATE INDEX "ix_members_user_id" ON "members" ("user_id");

-- create the table `projects`
CREATE TABLE "projects" (
    "id" INTEGER CONSTRAINT "pk_projects" PRIMARY KEY AUTOINCREMENT,
    "organization_id" BIGINT NOT NULL,
    "key" VARCHAR(10) NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "created_at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    "updated_at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    CONSTRAINT "uq_projects_organization_id_key" UNIQUE ("organization_id", "key"),
    CONSTRAINT "ck_projects_organization_id_type" CHECK (typeof("organization_id") = 'integer'),
    CONSTRAINT "ck_projects_key_type" CHECK (typeof("key") = 'text' AND length("key") <= 10),
    CONSTRAINT "ck_projects_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 100),
    CONSTRAINT "ck_projects_created_at_type" CHECK (substr("created_at", 1, 19) IS datetime(substr("created_at", 1, 19)) AND substr("created_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "created_at" >= '0001-01-01'),
    CONSTRAINT "ck_projects_updated_at_type" CHECK (substr("updated_at", 1, 19) IS datetime(substr("updated_at", 1, 19)) AND substr("updated_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "updated_at" >= '0001-01-01'),
    CONSTRAINT "ck_projects_name_length" CHECK (length("name") BETWEEN 1 AND 100),
    CONSTRAINT "fk_projects_organization_id" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON DELETE CASCADE
);

-- create the table `issues`
CREATE TABLE "issues" (
    "id" INTEGER CONSTRAINT "pk_issues" PRIMARY KEY AUTOINCREMENT,
    "project_id" BIGINT NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "description" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "reporter_id" BIGINT NOT NULL,
    "assignee_id" BIGINT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "deleted_at" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    "updated_at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    CONSTRAINT "ck_issues_project_id_type" CHECK (typeof("project_id") = 'integer'),
    CONSTRAINT "ck_issues_title_type" CHECK (typeof("title") = 'text' AND length("title") <= 200),
    CONSTRAINT "ck_issues_description_type" CHECK (typeof("description") = 'text'),
    CONSTRAINT "ck_issues_status_type" CHECK ("status" = 'open' OR "status" = 'in_progress' OR "status" = 'closed'),
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

-- create the table `labels`
CREATE TABLE "labels" (
    "id" INTEGER CONSTRAINT "pk_labels" PRIMARY KEY AUTOINCREMENT,
    "project_id" BIGINT NOT NULL,
    "name" VARCHAR(30) NOT NULL,
    CONSTRAINT "uq_labels_project_id_name" UNIQUE ("project_id", "name"),
    CONSTRAINT "ck_labels_project_id_type" CHECK (typeof("project_id") = 'integer'),
    CONSTRAINT "ck_labels_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 30),
    CONSTRAINT "ck_labels_name_length" CHECK (length("name") BETWEEN 1 AND 30),
    CONSTRAINT "fk_labels_project_id" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON DELETE CASCADE
);

-- create the table `issue_labels`
CREATE TABLE "issue_labels" (
    "issue_id" BIGINT NOT NULL,
    "label_id" BIGINT NOT NULL,
    CONSTRAINT "pk_issue_labels" PRIMARY KEY ("issue_id", "label_id"),
    CONSTRAINT "ck_issue_labels_issue_id_type" CHECK (typeof("issue_id") = 'integer'),
    CONSTRAINT "ck_issue_labels_label_id_type" CHECK (typeof("label_id") = 'integer'),
    CONSTRAINT "fk_issue_labels_issue_id" FOREIGN KEY ("issue_id") REFERENCES "issues" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_issue_labels_label_id" FOREIGN KEY ("label_id") REFERENCES "labels" ("id") ON DELETE CASCADE
);
CREATE INDEX "ix_issue_labels_label_id" ON "issue_labels" ("label_id");

-- create the table `comments`
CREATE TABLE "comments" (
    "id" INTEGER CONSTRAINT "pk_comments" PRIMARY KEY AUTOINCREMENT,
    "issue_id" BIGINT NOT NULL,
    "author_id" BIGINT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    CONSTRAINT "ck_comments_issue_id_type" CHECK (typeof("issue_id") = 'integer'),
    CONSTRAINT "ck_comments_author_id_type" CHECK (typeof("author_id") = 'integer'),
    CONSTRAINT "ck_comments_body_type" CHECK (typeof("body") = 'text'),
    CONSTRAINT "ck_comments_created_at_type" CHECK (substr("created_at", 1, 19) IS datetime(substr("created_at", 1, 19)) AND substr("created_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "created_at" >= '0001-01-01'),
    CONSTRAINT "ck_comments_body_length" CHECK (length("body") >= 1),
    CONSTRAINT "fk_comments_issue_id" FOREIGN KEY ("issue_id") REFERENCES "issues" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_comments_author_id" FOREIGN KEY ("author_id") REFERENCES "users" ("id")
);
CREATE INDEX "ix_comments_issue_id" ON "comments" ("issue_id");
CREATE INDEX "ix_comments_author_id" ON "comments" ("author_id");

-- create the table `audit_entries`
CREATE TABLE "audit_entries" (
    "id" INTEGER CONSTRAINT "pk_audit_entries" PRIMARY KEY AUTOINCREMENT,
    "organization_id" BIGINT NOT NULL,
    "actor_id" BIGINT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" BIGINT NOT NULL,
    "changes" TEXT NOT NULL,
    "at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    CONSTRAINT "ck_audit_entries_organization_id_type" CHECK (typeof("organization_id") = 'integer'),
    CONSTRAINT "ck_audit_entries_actor_id_type" CHECK (typeof("actor_id") = 'integer'),
    CONSTRAINT "ck_audit_entries_action_type" CHECK ("action" = 'created' OR "action" = 'updated' OR "action" = 'deleted' OR "action" = 'restored'),
    CONSTRAINT "ck_audit_entries_subject_type" CHECK ("subject" = 'organization' OR "subject" = 'member' OR "subject" = 'project' OR "subject" = 'issue'),
    CONSTRAINT "ck_audit_entries_subject_id_type" CHECK (typeof("subject_id") = 'integer'),
    CONSTRAINT "ck_audit_entries_changes_type" CHECK (typeof("changes") = 'text' AND json_valid("changes")),
    CONSTRAINT "ck_audit_entries_at_type" CHECK (substr("at", 1, 19) IS datetime(substr("at", 1, 19)) AND substr("at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "at" >= '0001-01-01'),
    CONSTRAINT "fk_audit_entries_organization_id" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_audit_entries_actor_id" FOREIGN KEY ("actor_id") REFERENCES "users" ("id")
);
CREATE INDEX "ix_audit_entries_subject_subject_id" ON "audit_entries" ("subject", "subject_id");
CREATE INDEX "ix_audit_entries_organization_id" ON "audit_entries" ("organization_id");
CREATE INDEX "ix_audit_entries_actor_id" ON "audit_entries" ("actor_id");
