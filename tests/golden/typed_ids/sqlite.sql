CREATE TABLE IF NOT EXISTS "users" (
    "id" INTEGER CONSTRAINT "pk_users" PRIMARY KEY AUTOINCREMENT,
    "friend_id" BIGINT,
    CONSTRAINT "ck_users_friend_id_type" CHECK (typeof("friend_id") IN ('integer', 'null')),
    CONSTRAINT "fk_users_friend_id" FOREIGN KEY ("friend_id") REFERENCES "users" ("id")
);

CREATE INDEX IF NOT EXISTS "ix_users_friend_id" ON "users" ("friend_id");

CREATE TABLE IF NOT EXISTS "countries" (
    "code" VARCHAR(2) NOT NULL,
    CONSTRAINT "pk_countries" PRIMARY KEY ("code"),
    CONSTRAINT "ck_countries_code_type" CHECK (typeof("code") = 'text' AND length("code") <= 2)
);

CREATE TABLE IF NOT EXISTS "passports" (
    "user_id" BIGINT NOT NULL,
    "country_code" VARCHAR(2) NOT NULL,
    "stamped_in_code" VARCHAR(2),
    CONSTRAINT "pk_passports" PRIMARY KEY ("user_id"),
    CONSTRAINT "ck_passports_user_id_type" CHECK (typeof("user_id") = 'integer'),
    CONSTRAINT "ck_passports_country_code_type" CHECK (typeof("country_code") = 'text' AND length("country_code") <= 2),
    CONSTRAINT "ck_passports_stamped_in_code_type" CHECK (typeof("stamped_in_code") IN ('text', 'null') AND length("stamped_in_code") <= 2),
    CONSTRAINT "fk_passports_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id"),
    CONSTRAINT "fk_passports_country_code" FOREIGN KEY ("country_code") REFERENCES "countries" ("code"),
    CONSTRAINT "fk_passports_stamped_in_code" FOREIGN KEY ("stamped_in_code") REFERENCES "countries" ("code")
);

CREATE INDEX IF NOT EXISTS "ix_passports_country_code" ON "passports" ("country_code");

CREATE INDEX IF NOT EXISTS "ix_passports_stamped_in_code" ON "passports" ("stamped_in_code");

CREATE TABLE IF NOT EXISTS "visits" (
    "country_code" VARCHAR(2) NOT NULL,
    "user_id" BIGINT NOT NULL,
    "number" SMALLINT NOT NULL,
    CONSTRAINT "pk_visits" PRIMARY KEY ("country_code", "user_id", "number"),
    CONSTRAINT "ck_visits_country_code_type" CHECK (typeof("country_code") = 'text' AND length("country_code") <= 2),
    CONSTRAINT "ck_visits_user_id_type" CHECK (typeof("user_id") = 'integer'),
    CONSTRAINT "ck_visits_number_type" CHECK (typeof("number") = 'integer' AND "number" BETWEEN -32768 AND 32767),
    CONSTRAINT "fk_visits_country_code" FOREIGN KEY ("country_code") REFERENCES "countries" ("code"),
    CONSTRAINT "fk_visits_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id")
);

CREATE INDEX IF NOT EXISTS "ix_visits_user_id" ON "visits" ("user_id");
