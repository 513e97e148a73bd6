CREATE TABLE IF NOT EXISTS "notes" (
    "id" BLOB NOT NULL,
    "code" VARCHAR(20) NOT NULL,
    "text" TEXT NOT NULL,
    "number" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "deleted_at" TIMESTAMP,
    "updated_at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    CONSTRAINT "pk_notes" PRIMARY KEY ("id"),
    CONSTRAINT "uq_notes_code" UNIQUE ("code"),
    CONSTRAINT "ck_notes_id_type" CHECK (typeof("id") = 'blob' AND length("id") = 16),
    CONSTRAINT "ck_notes_code_type" CHECK (typeof("code") = 'text' AND length("code") <= 20),
    CONSTRAINT "ck_notes_text_type" CHECK (typeof("text") = 'text'),
    CONSTRAINT "ck_notes_number_type" CHECK (typeof("number") IN ('integer', 'null') AND "number" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_notes_version_type" CHECK (typeof("version") = 'integer' AND "version" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_notes_deleted_at_type" CHECK (substr("deleted_at", 1, 19) IS datetime(substr("deleted_at", 1, 19)) AND substr("deleted_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "deleted_at" >= '0001-01-01'),
    CONSTRAINT "ck_notes_updated_at_type" CHECK (substr("updated_at", 1, 19) IS datetime(substr("updated_at", 1, 19)) AND substr("updated_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "updated_at" >= '0001-01-01')
);

CREATE TABLE IF NOT EXISTS "plains" (
    "id" INTEGER CONSTRAINT "pk_plains" PRIMARY KEY AUTOINCREMENT,
    "name" VARCHAR(50) NOT NULL,
    "note_id" BLOB,
    "changed at" DATETIME DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'),
    CONSTRAINT "ck_plains_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 50),
    CONSTRAINT "ck_plains_note_id_type" CHECK (typeof("note_id") IN ('blob', 'null') AND length("note_id") = 16),
    CONSTRAINT "ck_plains_changed at_type" CHECK (substr("changed at", 1, 19) IS datetime(substr("changed at", 1, 19)) AND substr("changed at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND "changed at" >= '0001-01-01'),
    CONSTRAINT "fk_plains_note_id" FOREIGN KEY ("note_id") REFERENCES "notes" ("id")
);

CREATE INDEX IF NOT EXISTS "ix_plains_note_id" ON "plains" ("note_id");
