CREATE TABLE IF NOT EXISTS "documents" (
    "id" INTEGER CONSTRAINT "pk_documents" PRIMARY KEY AUTOINCREMENT,
    "owner" VARCHAR(50) COLLATE "NOCASE",
    "title" VARCHAR(100) NOT NULL,
    "tags" TEXT NOT NULL DEFAULT '[]',
    "deleted_at" TIMESTAMP,
    CONSTRAINT "ck_documents_owner_type" CHECK (typeof("owner") IN ('text', 'null') AND length("owner") <= 50),
    CONSTRAINT "ck_documents_title_type" CHECK (typeof("title") = 'text' AND length("title") <= 100),
    CONSTRAINT "ck_documents_tags_type" CHECK (typeof("tags") = 'text' AND json_valid("tags")),
    CONSTRAINT "ck_documents_deleted_at_type" CHECK (substr("deleted_at", 1, 19) IS datetime(substr("deleted_at", 1, 19)) AND substr("deleted_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "deleted_at" >= '0001-01-01')
);

CREATE UNIQUE INDEX IF NOT EXISTS "uq_documents_title" ON "documents" ("title") WHERE (deleted_at IS NULL);

CREATE INDEX IF NOT EXISTS "ix_documents_search" ON "documents" ((lower(title)), "deleted_at" DESC);

CREATE INDEX IF NOT EXISTS "ix_documents_tags" ON "documents" ("tags");

CREATE INDEX IF NOT EXISTS "ix_documents_owner" ON "documents" ("owner");
