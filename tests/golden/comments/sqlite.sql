CREATE TABLE IF NOT EXISTS "guests" (
    "id" INTEGER CONSTRAINT "pk_guests" PRIMARY KEY AUTOINCREMENT,
    "name" VARCHAR(50) NOT NULL DEFAULT '',
    "age" INTEGER GENERATED ALWAYS AS (1 + 1) STORED,
    CONSTRAINT "ck_guests_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 50),
    CONSTRAINT "ck_guests_age_type" CHECK (typeof("age") IN ('integer', 'null') AND "age" BETWEEN -2147483648 AND 2147483647)
);
