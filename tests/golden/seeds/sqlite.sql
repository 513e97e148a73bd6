CREATE TABLE IF NOT EXISTS "users" (
    "id" INTEGER CONSTRAINT "pk_users" PRIMARY KEY AUTOINCREMENT,
    "email" VARCHAR(100) NOT NULL,
    "name" VARCHAR(50) NOT NULL,
    "boss_id" BIGINT,
    "born" DATE,
    CONSTRAINT "uq_users_email" UNIQUE ("email"),
    CONSTRAINT "ck_users_email_type" CHECK (typeof("email") = 'text' AND length("email") <= 100),
    CONSTRAINT "ck_users_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 50),
    CONSTRAINT "ck_users_boss_id_type" CHECK (typeof("boss_id") IN ('integer', 'null')),
    CONSTRAINT "ck_users_born_type" CHECK ("born" IS date("born") AND "born" >= '0001-01-01'),
    CONSTRAINT "fk_users_boss_id" FOREIGN KEY ("boss_id") REFERENCES "users" ("id")
);

CREATE INDEX IF NOT EXISTS "ix_users_boss_id" ON "users" ("boss_id");

CREATE TABLE IF NOT EXISTS "tags" (
    "name" VARCHAR(20) NOT NULL,
    "words" TEXT NOT NULL DEFAULT '[]',
    CONSTRAINT "pk_tags" PRIMARY KEY ("name"),
    CONSTRAINT "ck_tags_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 20),
    CONSTRAINT "ck_tags_words_type" CHECK (typeof("words") = 'text' AND json_valid("words") AND json_type("words") = 'array')
);
