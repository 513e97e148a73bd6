CREATE TABLE IF NOT EXISTS "users" (
    "id" INTEGER CONSTRAINT "pk_users" PRIMARY KEY AUTOINCREMENT,
    "name" VARCHAR(50),
    "email" VARCHAR(100),
    "age" INTEGER NOT NULL DEFAULT 18,
    CONSTRAINT "uq_users_email" UNIQUE ("email"),
    CONSTRAINT "ck_users_name_type" CHECK (typeof("name") IN ('text', 'null') AND length("name") <= 50),
    CONSTRAINT "ck_users_email_type" CHECK (typeof("email") IN ('text', 'null') AND length("email") <= 100),
    CONSTRAINT "ck_users_age_type" CHECK (typeof("age") = 'integer' AND "age" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_users_age" CHECK ("age" >= 0)
);

CREATE TABLE IF NOT EXISTS "posts" (
    "id" INTEGER CONSTRAINT "pk_posts" PRIMARY KEY AUTOINCREMENT,
    "author_id" BIGINT NOT NULL,
    "editor_id" BIGINT,
    "parent_id" BIGINT,
    "title" TEXT,
    CONSTRAINT "uq_posts_author_id_title" UNIQUE ("author_id", "title"),
    CONSTRAINT "ck_posts_author_id_type" CHECK (typeof("author_id") = 'integer'),
    CONSTRAINT "ck_posts_editor_id_type" CHECK (typeof("editor_id") IN ('integer', 'null')),
    CONSTRAINT "ck_posts_parent_id_type" CHECK (typeof("parent_id") IN ('integer', 'null')),
    CONSTRAINT "ck_posts_title_type" CHECK (typeof("title") IN ('text', 'null')),
    CONSTRAINT "fk_posts_author_id" FOREIGN KEY ("author_id") REFERENCES "users" ("id"),
    CONSTRAINT "fk_posts_editor_id" FOREIGN KEY ("editor_id") REFERENCES "users" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "fk_posts_parent_id" FOREIGN KEY ("parent_id") REFERENCES "posts" ("id") ON DELETE RESTRICT
);

CREATE INDEX IF NOT EXISTS "ix_posts_editor_id" ON "posts" ("editor_id");

CREATE INDEX IF NOT EXISTS "ix_posts_parent_id" ON "posts" ("parent_id");
