CREATE TABLE IF NOT EXISTS "publishers" (
    "id" INTEGER CONSTRAINT "pk_publishers" PRIMARY KEY AUTOINCREMENT,
    "founder_id" BIGINT,
    CONSTRAINT "ck_publishers_founder_id_type" CHECK (typeof("founder_id") IN ('integer', 'null')),
    CONSTRAINT "fk_publishers_founder_id" FOREIGN KEY ("founder_id") REFERENCES "authors" ("id")
);

CREATE INDEX IF NOT EXISTS "ix_publishers_founder_id" ON "publishers" ("founder_id");

CREATE TABLE IF NOT EXISTS "books" (
    "id" INTEGER CONSTRAINT "pk_books" PRIMARY KEY AUTOINCREMENT,
    "author_id" BIGINT NOT NULL,
    "publisher_id" BIGINT,
    CONSTRAINT "ck_books_author_id_type" CHECK (typeof("author_id") = 'integer'),
    CONSTRAINT "ck_books_publisher_id_type" CHECK (typeof("publisher_id") IN ('integer', 'null')),
    CONSTRAINT "fk_books_author_id" FOREIGN KEY ("author_id") REFERENCES "authors" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_books_publisher_id" FOREIGN KEY ("publisher_id") REFERENCES "publishers" ("id")
);

CREATE INDEX IF NOT EXISTS "ix_books_author_id" ON "books" ("author_id");

CREATE INDEX IF NOT EXISTS "ix_books_publisher_id" ON "books" ("publisher_id");

CREATE TABLE IF NOT EXISTS "authors" (
    "id" INTEGER CONSTRAINT "pk_authors" PRIMARY KEY AUTOINCREMENT,
    "name" VARCHAR(50) NOT NULL,
    "best_book_id" BIGINT,
    CONSTRAINT "ck_authors_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 50),
    CONSTRAINT "ck_authors_best_book_id_type" CHECK (typeof("best_book_id") IN ('integer', 'null')),
    CONSTRAINT "fk_authors_best_book_id" FOREIGN KEY ("best_book_id") REFERENCES "books" ("id") ON DELETE SET NULL
);

CREATE INDEX IF NOT EXISTS "ix_authors_best_book_id" ON "authors" ("best_book_id");
