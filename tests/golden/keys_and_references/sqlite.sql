CREATE TABLE IF NOT EXISTS "people" (
    "id" INTEGER CONSTRAINT "pk_people" PRIMARY KEY AUTOINCREMENT,
    "country" VARCHAR(2) NOT NULL,
    "number" VARCHAR(20) NOT NULL,
    "email" VARCHAR(100),
    CONSTRAINT "uq_people_email" UNIQUE ("email"),
    CONSTRAINT "uq_people_country_number" UNIQUE ("country", "number"),
    CONSTRAINT "ck_people_country_type" CHECK (typeof("country") = 'text' AND length("country") <= 2),
    CONSTRAINT "ck_people_number_type" CHECK (typeof("number") = 'text' AND length("number") <= 20),
    CONSTRAINT "ck_people_email_type" CHECK (typeof("email") IN ('text', 'null') AND length("email") <= 100)
);

CREATE TABLE IF NOT EXISTS "teams" (
    "code" INTEGER NOT NULL,
    "slug" VARCHAR(40) NOT NULL,
    CONSTRAINT "pk_teams" PRIMARY KEY ("code"),
    CONSTRAINT "uq_teams_slug" UNIQUE ("slug"),
    CONSTRAINT "ck_teams_code_type" CHECK (typeof("code") = 'integer' AND "code" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_teams_slug_type" CHECK (typeof("slug") = 'text' AND length("slug") <= 40)
);

CREATE TABLE IF NOT EXISTS "memberships" (
    "person_id" BIGINT NOT NULL,
    "team_slug" VARCHAR(40) NOT NULL,
    "since" DATE NOT NULL,
    "introduced_by_id" BIGINT,
    CONSTRAINT "pk_memberships" PRIMARY KEY ("person_id", "team_slug"),
    CONSTRAINT "ck_memberships_person_id_type" CHECK (typeof("person_id") = 'integer'),
    CONSTRAINT "ck_memberships_team_slug_type" CHECK (typeof("team_slug") = 'text' AND length("team_slug") <= 40),
    CONSTRAINT "ck_memberships_since_type" CHECK ("since" IS date("since") AND "since" >= '0001-01-01'),
    CONSTRAINT "ck_memberships_introduced_by_id_type" CHECK (typeof("introduced_by_id") IN ('integer', 'null')),
    CONSTRAINT "fk_memberships_person_id" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "fk_memberships_team_slug" FOREIGN KEY ("team_slug") REFERENCES "teams" ("slug") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "fk_memberships_introduced_by_id" FOREIGN KEY ("introduced_by_id") REFERENCES "people" ("id") ON DELETE SET NULL
);

CREATE INDEX IF NOT EXISTS "ix_memberships_team_slug" ON "memberships" ("team_slug");

CREATE INDEX IF NOT EXISTS "ix_memberships_introduced_by_id" ON "memberships" ("introduced_by_id");

CREATE TABLE IF NOT EXISTS "subscriptions" (
    "plan" TEXT NOT NULL,
    "price" DECIMAL(8, 2) NOT NULL,
    CONSTRAINT "pk_subscriptions" PRIMARY KEY ("plan"),
    CONSTRAINT "ck_subscriptions_plan_type" CHECK ("plan" = 'free' OR "plan" = 'paid' OR "plan" = 'gift'),
    CONSTRAINT "ck_subscriptions_price_type" CHECK (typeof("price") = 'integer' AND "price" BETWEEN -99999999 AND 99999999)
);

CREATE TABLE IF NOT EXISTS "visits" (
    "id" INTEGER CONSTRAINT "pk_visits" PRIMARY KEY AUTOINCREMENT,
    "person_id" BIGINT NOT NULL,
    "team_slug" VARCHAR(40) NOT NULL,
    "plan" TEXT NOT NULL,
    CONSTRAINT "ck_visits_person_id_type" CHECK (typeof("person_id") = 'integer'),
    CONSTRAINT "ck_visits_team_slug_type" CHECK (typeof("team_slug") = 'text' AND length("team_slug") <= 40),
    CONSTRAINT "ck_visits_plan_type" CHECK ("plan" = 'free' OR "plan" = 'paid' OR "plan" = 'gift'),
    CONSTRAINT "fk_visits_plan" FOREIGN KEY ("plan") REFERENCES "subscriptions" ("plan") ON UPDATE CASCADE,
    CONSTRAINT "fk_visits_person_id_team_slug" FOREIGN KEY ("person_id", "team_slug") REFERENCES "memberships" ("person_id", "team_slug") ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS "ix_visits_plan" ON "visits" ("plan");

CREATE INDEX IF NOT EXISTS "ix_visits_person_id_team_slug" ON "visits" ("person_id", "team_slug");
