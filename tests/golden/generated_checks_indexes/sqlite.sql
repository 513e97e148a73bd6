CREATE TABLE IF NOT EXISTS "products" (
    "id" INTEGER CONSTRAINT "pk_products" PRIMARY KEY AUTOINCREMENT,
    "sku" VARCHAR(20) NOT NULL,
    "title" VARCHAR(100) NOT NULL,
    "contact" VARCHAR(100),
    "price" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL DEFAULT 1,
    "total" INTEGER NOT NULL GENERATED ALWAYS AS (price * amount) STORED,
    "label" VARCHAR(200) GENERATED ALWAYS AS (upper(title)) STORED,
    "status" TEXT NOT NULL,
    "seen_at" TIMESTAMP,
    CONSTRAINT "uq_products_sku_title" UNIQUE ("sku", "title"),
    CONSTRAINT "ck_products_sku_type" CHECK (typeof("sku") = 'text' AND length("sku") <= 20),
    CONSTRAINT "ck_products_title_type" CHECK (typeof("title") = 'text' AND length("title") <= 100),
    CONSTRAINT "ck_products_contact_type" CHECK (typeof("contact") IN ('text', 'null') AND length("contact") <= 100),
    CONSTRAINT "ck_products_price_type" CHECK (typeof("price") = 'integer' AND "price" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_products_amount_type" CHECK (typeof("amount") = 'integer' AND "amount" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_products_total_type" CHECK (typeof("total") = 'integer' AND "total" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_products_label_type" CHECK (typeof("label") IN ('text', 'null') AND length("label") <= 200),
    CONSTRAINT "ck_products_status_type" CHECK ("status" IN ('draft', 'published')),
    CONSTRAINT "ck_products_seen_at_type" CHECK (substr("seen_at", 1, 19) IS datetime(substr("seen_at", 1, 19)) AND substr("seen_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "seen_at" >= '0001-01-01'),
    CONSTRAINT "ck_products_sku" CHECK ("sku" <> '' -- nothing is no number
),
    CONSTRAINT "ck_products_contact" CHECK ("contact" LIKE '%@%'),
    CONSTRAINT "ck_products_price" CHECK ("price" > 0),
    CONSTRAINT "ck_products_1" CHECK (amount < 1000 OR price < 1000),
    CONSTRAINT "ck_fair" CHECK (price <= 1000000)
);

CREATE INDEX IF NOT EXISTS "ix_products_status" ON "products" ("status");

CREATE INDEX IF NOT EXISTS "ix_products_seen_at_price" ON "products" ("seen_at" DESC, "price");

CREATE UNIQUE INDEX IF NOT EXISTS "ix_by_title" ON "products" ("title", "amount" DESC);

CREATE TABLE IF NOT EXISTS "notes" (
    "id" INTEGER CONSTRAINT "pk_notes" PRIMARY KEY AUTOINCREMENT,
    "body" TEXT,
    "half" INTEGER GENERATED ALWAYS AS (words / 2) STORED,
    "words" INTEGER,
    CONSTRAINT "ck_notes_body_type" CHECK (typeof("body") IN ('text', 'null')),
    CONSTRAINT "ck_notes_half_type" CHECK (typeof("half") IN ('integer', 'null') AND "half" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_notes_words_type" CHECK (typeof("words") IN ('integer', 'null') AND "words" BETWEEN -2147483648 AND 2147483647)
);
