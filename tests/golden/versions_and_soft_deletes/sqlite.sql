CREATE TABLE IF NOT EXISTS "documents" (
    "id" INTEGER CONSTRAINT "pk_documents" PRIMARY KEY AUTOINCREMENT,
    "title" VARCHAR(50) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "ck_documents_title_type" CHECK (typeof("title") = 'text' AND length("title") <= 50),
    CONSTRAINT "ck_documents_version_type" CHECK (typeof("version") = 'integer' AND "version" BETWEEN -2147483648 AND 2147483647)
);

CREATE TABLE IF NOT EXISTS "notes" (
    "id" INTEGER CONSTRAINT "pk_notes" PRIMARY KEY AUTOINCREMENT,
    "text" VARCHAR(50) NOT NULL,
    "deleted_at" TIMESTAMP,
    CONSTRAINT "uq_notes_text" UNIQUE ("text"),
    CONSTRAINT "ck_notes_text_type" CHECK (typeof("text") = 'text' AND length("text") <= 50),
    CONSTRAINT "ck_notes_deleted_at_type" CHECK (substr("deleted_at", 1, 19) IS datetime(substr("deleted_at", 1, 19)) AND substr("deleted_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "deleted_at" >= '0001-01-01')
);

CREATE TABLE IF NOT EXISTS "boths" (
    "part" VARCHAR(5) NOT NULL,
    "number" INTEGER NOT NULL,
    "revision" BIGINT NOT NULL DEFAULT 10,
    "gone at" DATETIME,
    CONSTRAINT "pk_boths" PRIMARY KEY ("part", "number"),
    CONSTRAINT "ck_boths_part_type" CHECK (typeof("part") = 'text' AND length("part") <= 5),
    CONSTRAINT "ck_boths_number_type" CHECK (typeof("number") = 'integer' AND "number" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_boths_revision_type" CHECK (typeof("revision") = 'integer'),
    CONSTRAINT "ck_boths_gone at_type" CHECK (substr("gone at", 1, 19) IS datetime(substr("gone at", 1, 19)) AND substr("gone at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND "gone at" >= '0001-01-01')
);
