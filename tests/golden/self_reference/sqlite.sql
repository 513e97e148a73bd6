CREATE TABLE IF NOT EXISTS "categories" (
    "id" INTEGER CONSTRAINT "pk_categories" PRIMARY KEY AUTOINCREMENT,
    "name" VARCHAR(50) NOT NULL,
    "parent_id" BIGINT,
    CONSTRAINT "ck_categories_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 50),
    CONSTRAINT "ck_categories_parent_id_type" CHECK (typeof("parent_id") IN ('integer', 'null')),
    CONSTRAINT "fk_categories_parent_id" FOREIGN KEY ("parent_id") REFERENCES "categories" ("id") ON DELETE RESTRICT
);

CREATE INDEX IF NOT EXISTS "ix_categories_parent_id" ON "categories" ("parent_id");
