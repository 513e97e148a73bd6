-- create the table `notebooks`
CREATE TABLE "notebooks" (
    "id" INTEGER CONSTRAINT "pk_notebooks" PRIMARY KEY AUTOINCREMENT,
    "name" VARCHAR(50) NOT NULL,
    CONSTRAINT "uq_notebooks_name" UNIQUE ("name"),
    CONSTRAINT "ck_notebooks_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 50),
    CONSTRAINT "ck_notebooks_name" CHECK ("name" <> '')
);

-- create the table `notes`
CREATE TABLE "notes" (
    "id" INTEGER CONSTRAINT "pk_notes" PRIMARY KEY AUTOINCREMENT,
    "notebook_id" BIGINT,
    "title" VARCHAR(100) NOT NULL,
    "body" TEXT NOT NULL,
    "pinned" BOOLEAN NOT NULL DEFAULT 0,
    "created_at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    CONSTRAINT "uq_notes_title" UNIQUE ("title"),
    CONSTRAINT "ck_notes_notebook_id_type" CHECK (typeof("notebook_id") IN ('integer', 'null')),
    CONSTRAINT "ck_notes_title_type" CHECK (typeof("title") = 'text' AND length("title") <= 100),
    CONSTRAINT "ck_notes_body_type" CHECK (typeof("body") = 'text'),
    CONSTRAINT "ck_notes_pinned_type" CHECK ("pinned" IN (0, 1)),
    CONSTRAINT "ck_notes_created_at_type" CHECK (substr("created_at", 1, 19) IS datetime(substr("created_at", 1, 19)) AND substr("created_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "created_at" >= '0001-01-01'),
    CONSTRAINT "ck_notes_title" CHECK ("title" <> ''),
    CONSTRAINT "fk_notes_notebook_id" FOREIGN KEY ("notebook_id") REFERENCES "notebooks" ("id") ON DELETE CASCADE
);
CREATE INDEX "ix_notes_notebook_id" ON "notes" ("notebook_id");
