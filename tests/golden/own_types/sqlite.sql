CREATE TABLE IF NOT EXISTS "books" (
    "isbn" VARCHAR(13) NOT NULL,
    "other" VARCHAR(13),
    "price" BIGINT NOT NULL DEFAULT 0,
    "tax" DECIMAL(8, 2) NOT NULL,
    "cover" TEXT NOT NULL,
    "topics" TEXT NOT NULL,
    "layout" TEXT NOT NULL,
    "raw" TEXT,
    "shelf" TEXT NOT NULL,
    CONSTRAINT "pk_books" PRIMARY KEY ("isbn"),
    CONSTRAINT "ck_books_isbn_type" CHECK (typeof("isbn") = 'text' AND length("isbn") <= 13),
    CONSTRAINT "ck_books_other_type" CHECK (typeof("other") IN ('text', 'null') AND length("other") <= 13),
    CONSTRAINT "ck_books_price_type" CHECK (typeof("price") = 'integer'),
    CONSTRAINT "ck_books_tax_type" CHECK (typeof("tax") = 'integer' AND "tax" BETWEEN -99999999 AND 99999999),
    CONSTRAINT "ck_books_cover_type" CHECK ("cover" IN ('soft', 'hard')),
    CONSTRAINT "ck_books_topics_type" CHECK (typeof("topics") = 'text' AND json_valid("topics") AND json_type("topics") = substr('array of string(20)', 1, 5)),
    CONSTRAINT "ck_books_layout_type" CHECK (typeof("layout") = 'text' AND json_valid("layout")),
    CONSTRAINT "ck_books_raw_type" CHECK ("raw" IS NULL OR typeof("raw") = 'text' AND json_valid("raw")),
    CONSTRAINT "ck_books_shelf_type" CHECK (typeof("shelf") = 'text')
);

CREATE TABLE IF NOT EXISTS "reviews" (
    "id" INTEGER CONSTRAINT "pk_reviews" PRIMARY KEY AUTOINCREMENT,
    "book_isbn" VARCHAR(13) NOT NULL,
    CONSTRAINT "ck_reviews_book_isbn_type" CHECK (typeof("book_isbn") = 'text' AND length("book_isbn") <= 13),
    CONSTRAINT "fk_reviews_book_isbn" FOREIGN KEY ("book_isbn") REFERENCES "books" ("isbn")
);

CREATE INDEX IF NOT EXISTS "ix_reviews_book_isbn" ON "reviews" ("book_isbn");
