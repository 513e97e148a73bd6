CREATE TABLE IF NOT EXISTS "cities" (
    "id" INTEGER CONSTRAINT "pk_cities" PRIMARY KEY AUTOINCREMENT,
    "country_id" BIGINT NOT NULL,
    CONSTRAINT "ck_cities_country_id_type" CHECK (typeof("country_id") = 'integer'),
    CONSTRAINT "fk_cities_country_id" FOREIGN KEY ("country_id") REFERENCES "countries" ("id") DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX IF NOT EXISTS "ix_cities_country_id" ON "cities" ("country_id");

CREATE TABLE IF NOT EXISTS "countries" (
    "id" INTEGER CONSTRAINT "pk_countries" PRIMARY KEY AUTOINCREMENT,
    "capital_id" BIGINT NOT NULL,
    CONSTRAINT "ck_countries_capital_id_type" CHECK (typeof("capital_id") = 'integer'),
    CONSTRAINT "fk_countries_capital_id" FOREIGN KEY ("capital_id") REFERENCES "cities" ("id") DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX IF NOT EXISTS "ix_countries_capital_id" ON "countries" ("capital_id");
