CREATE TABLE IF NOT EXISTS "articles" (
    "id" INTEGER CONSTRAINT "pk_articles" PRIMARY KEY AUTOINCREMENT,
    "slug" VARCHAR(100) NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "author" VARCHAR(50),
    "published" DATE NOT NULL,
    CONSTRAINT "ck_articles_slug_type" CHECK (typeof("slug") = 'text' AND length("slug") <= 100),
    CONSTRAINT "ck_articles_title_type" CHECK (typeof("title") = 'text' AND length("title") <= 200),
    CONSTRAINT "ck_articles_author_type" CHECK (typeof("author") IN ('text', 'null') AND length("author") <= 50),
    CONSTRAINT "ck_articles_published_type" CHECK ("published" IS date("published") AND "published" >= '0001-01-01')
);

CREATE INDEX IF NOT EXISTS "ix_articles_slug" ON "articles" ("slug");

CREATE INDEX IF NOT EXISTS "ix_articles_author_published" ON "articles" ("author" DESC, "published" DESC);

CREATE INDEX IF NOT EXISTS "ix_articles_like_title" ON "articles" ("title");

CREATE INDEX IF NOT EXISTS "ix_articles_slug_title" ON "articles" ("slug", "title");

CREATE INDEX IF NOT EXISTS "ix_articles_author" ON "articles" ("author");
