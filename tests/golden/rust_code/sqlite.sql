CREATE TABLE IF NOT EXISTS "authors" (
    "id" BLOB NOT NULL,
    "name" VARCHAR(50) NOT NULL,
    "PassWord" BLOB NOT NULL,
    "token" VARCHAR(64),
    CONSTRAINT "pk_authors" PRIMARY KEY ("id"),
    CONSTRAINT "uq_authors_token" UNIQUE ("token"),
    CONSTRAINT "ck_authors_id_type" CHECK (typeof("id") = 'blob' AND length("id") = 16),
    CONSTRAINT "ck_authors_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 50),
    CONSTRAINT "ck_authors_PassWord_type" CHECK (typeof("PassWord") = 'blob'),
    CONSTRAINT "ck_authors_token_type" CHECK (typeof("token") IN ('text', 'null') AND length("token") <= 64)
);

CREATE TABLE IF NOT EXISTS "articles" (
    "id" INTEGER CONSTRAINT "pk_articles" PRIMARY KEY AUTOINCREMENT,
    "type" TEXT NOT NULL DEFAULT 'draft',
    "self" VARCHAR(254),
    "new" TEXT DEFAULT 'nothing',
    "is_free" BOOLEAN NOT NULL,
    "add" SMALLINT NOT NULL DEFAULT 1,
    "author_id" BLOB NOT NULL,
    "price" DECIMAL(12, 2) NOT NULL DEFAULT 0,
    "discount" DECIMAL(12, 2),
    "prices" TEXT NOT NULL,
    "words" TEXT,
    "contact" VARCHAR(254) NOT NULL,
    "created_at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    "day" DATE,
    "payload" TEXT DEFAULT '{"a":1}',
    "shout" TEXT NOT NULL GENERATED ALWAYS AS (upper(contact)) STORED,
    CONSTRAINT "uq_articles_author_id_contact" UNIQUE ("author_id", "contact"),
    CONSTRAINT "uq_articles_price" UNIQUE ("price"),
    CONSTRAINT "ck_articles_type_type" CHECK ("type" = 'draft' OR "type" = 'in review' OR "type" = 'gone'),
    CONSTRAINT "ck_articles_self_type" CHECK (typeof("self") IN ('text', 'null') AND length("self") <= 254),
    CONSTRAINT "ck_articles_new_type" CHECK (typeof("new") IN ('text', 'null')),
    CONSTRAINT "ck_articles_is_free_type" CHECK ("is_free" IN (0, 1)),
    CONSTRAINT "ck_articles_add_type" CHECK (typeof("add") = 'integer' AND "add" BETWEEN -32768 AND 32767),
    CONSTRAINT "ck_articles_author_id_type" CHECK (typeof("author_id") = 'blob' AND length("author_id") = 16),
    CONSTRAINT "ck_articles_price_type" CHECK (typeof("price") = 'integer' AND "price" BETWEEN -999999999999 AND 999999999999),
    CONSTRAINT "ck_articles_discount_type" CHECK (typeof("discount") IN ('integer', 'null') AND "discount" BETWEEN -999999999999 AND 999999999999),
    CONSTRAINT "ck_articles_prices_type" CHECK (typeof("prices") = 'text' AND json_valid("prices") AND json_type("prices") = substr('array of decimal(12, 2)', 1, 5)),
    CONSTRAINT "ck_articles_words_type" CHECK ("words" IS NULL OR typeof("words") = 'text' AND json_valid("words") AND json_type("words") = substr('array of string(20)', 1, 5)),
    CONSTRAINT "ck_articles_contact_type" CHECK (typeof("contact") = 'text' AND length("contact") <= 254),
    CONSTRAINT "ck_articles_created_at_type" CHECK (substr("created_at", 1, 19) IS datetime(substr("created_at", 1, 19)) AND substr("created_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "created_at" >= '0001-01-01'),
    CONSTRAINT "ck_articles_day_type" CHECK ("day" IS date("day") AND "day" >= '0001-01-01'),
    CONSTRAINT "ck_articles_payload_type" CHECK ("payload" IS NULL OR typeof("payload") = 'text' AND json_valid("payload")),
    CONSTRAINT "ck_articles_shout_type" CHECK (typeof("shout") = 'text'),
    CONSTRAINT "fk_articles_author_id" FOREIGN KEY ("author_id") REFERENCES "authors" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX IF NOT EXISTS "uq_articles_day_type" ON "articles" ("day", "type");

CREATE UNIQUE INDEX IF NOT EXISTS "uq_articles_is_free" ON "articles" ("is_free") WHERE (price > 0);

CREATE TABLE IF NOT EXISTS "taggings" (
    "article_id" BIGINT NOT NULL,
    "tag" VARCHAR(30) NOT NULL,
    CONSTRAINT "pk_taggings" PRIMARY KEY ("article_id", "tag"),
    CONSTRAINT "ck_taggings_article_id_type" CHECK (typeof("article_id") = 'integer'),
    CONSTRAINT "ck_taggings_tag_type" CHECK (typeof("tag") = 'text' AND length("tag") <= 30),
    CONSTRAINT "fk_taggings_article_id" FOREIGN KEY ("article_id") REFERENCES "articles" ("id")
);

CREATE TABLE IF NOT EXISTS "counters" (
    "id" INTEGER CONSTRAINT "pk_counters" PRIMARY KEY AUTOINCREMENT
);
