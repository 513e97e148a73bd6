CREATE TABLE IF NOT EXISTS "posts" (
    "id" INTEGER CONSTRAINT "pk_posts" PRIMARY KEY AUTOINCREMENT,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "renamed" TEXT,
    "kept" TEXT,
    "priority" SMALLINT NOT NULL DEFAULT 0,
    "level" INTEGER,
    "flags" TEXT NOT NULL,
    "priorities" TEXT NOT NULL DEFAULT '[-10,10]',
    CONSTRAINT "ck_posts_status_type" CHECK ("status" = 'draft' OR "status" = 'in review' OR "status" = 'Gone'),
    CONSTRAINT "ck_posts_renamed_type" CHECK ("renamed" IN ('one-way', 'no-way')),
    CONSTRAINT "ck_posts_kept_type" CHECK ("kept" IN ('some-way')),
    CONSTRAINT "ck_posts_priority_type" CHECK ("priority" = -10 OR "priority" = 0 OR "priority" = 10),
    CONSTRAINT "ck_posts_level_type" CHECK ("level" IN (1, 2000000)),
    CONSTRAINT "ck_posts_flags_type" CHECK (typeof("flags") = 'text' AND json_valid("flags") AND json_type("flags") = substr('array of 9000000000', 1, 5)),
    CONSTRAINT "ck_posts_priorities_type" CHECK (typeof("priorities") = 'text' AND json_valid("priorities") AND json_type("priorities") = substr('array of -10, 0, 10', 1, 5))
);

CREATE INDEX IF NOT EXISTS "ix_posts_level" ON "posts" ("level");

CREATE TABLE IF NOT EXISTS "boards" (
    "priority" SMALLINT NOT NULL DEFAULT 10,
    "title" VARCHAR(50) NOT NULL,
    CONSTRAINT "pk_boards" PRIMARY KEY ("priority"),
    CONSTRAINT "ck_boards_priority_type" CHECK ("priority" = -10 OR "priority" = 0 OR "priority" = 10),
    CONSTRAINT "ck_boards_title_type" CHECK (typeof("title") = 'text' AND length("title") <= 50)
);
