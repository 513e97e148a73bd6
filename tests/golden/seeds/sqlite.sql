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
    CONSTRAINT "ck_tags_words_type" CHECK (typeof("words") = 'text' AND json_valid("words") AND json_type("words") = substr('array of text', 1, 5))
);

CREATE TABLE IF NOT EXISTS "user_tags" (
    "user_id" BIGINT NOT NULL,
    "tag_name" VARCHAR(20) NOT NULL,
    CONSTRAINT "pk_user_tags" PRIMARY KEY ("user_id", "tag_name"),
    CONSTRAINT "ck_user_tags_user_id_type" CHECK (typeof("user_id") = 'integer'),
    CONSTRAINT "ck_user_tags_tag_name_type" CHECK (typeof("tag_name") = 'text' AND length("tag_name") <= 20),
    CONSTRAINT "fk_user_tags_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id"),
    CONSTRAINT "fk_user_tags_tag_name" FOREIGN KEY ("tag_name") REFERENCES "tags" ("name")
);

CREATE INDEX IF NOT EXISTS "ix_user_tags_tag_name" ON "user_tags" ("tag_name");
