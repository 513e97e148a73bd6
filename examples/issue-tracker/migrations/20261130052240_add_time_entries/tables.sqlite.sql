-- What this migration leaves behind: the next one starts from here. Written by `tablewright diff`;
-- change up and down, not this.

-- table "members" from 5edfec472b170856d409e21a626b9613 to 9516866a14cd13bd3fcdb95e5ff08e02
CREATE TABLE "members" (
    "organization_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'member',
    "hourly_rate" DECIMAL(10, 2) NOT NULL DEFAULT 0,
    CONSTRAINT "pk_members" PRIMARY KEY ("organization_id", "user_id"),
    CONSTRAINT "ck_members_organization_id_type" CHECK (typeof("organization_id") = 'integer'),
    CONSTRAINT "ck_members_user_id_type" CHECK (typeof("user_id") = 'integer'),
    CONSTRAINT "ck_members_role_type" CHECK ("role" = 'viewer' OR "role" = 'member' OR "role" = 'admin' OR "role" = 'owner'),
    CONSTRAINT "ck_members_hourly_rate_type" CHECK (typeof("hourly_rate") = 'integer' AND "hourly_rate" BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT "ck_members_hourly_rate_min" CHECK ("hourly_rate" >= 0),
    CONSTRAINT "fk_members_organization_id" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_members_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id")
);

CREATE INDEX "ix_members_user_id" ON "members" ("user_id");

-- table "time_entries" from nothing to 55250370178117c0b848750be3c2d081
CREATE TABLE "time_entries" (
    "id" INTEGER CONSTRAINT "pk_time_entries" PRIMARY KEY AUTOINCREMENT,
    "issue_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "day" DATE NOT NULL,
    "hours" DECIMAL(4, 2) NOT NULL,
    "rate" DECIMAL(10, 2) NOT NULL,
    CONSTRAINT "ck_time_entries_issue_id_type" CHECK (typeof("issue_id") = 'integer'),
    CONSTRAINT "ck_time_entries_user_id_type" CHECK (typeof("user_id") = 'integer'),
    CONSTRAINT "ck_time_entries_day_type" CHECK ("day" IS date("day") AND "day" >= '0001-01-01'),
    CONSTRAINT "ck_time_entries_hours_type" CHECK (typeof("hours") = 'integer' AND "hours" BETWEEN -9999 AND 9999),
    CONSTRAINT "ck_time_entries_rate_type" CHECK (typeof("rate") = 'integer' AND "rate" BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT "ck_time_entries_hours_min" CHECK ("hours" >= 25),
    CONSTRAINT "ck_time_entries_hours_max" CHECK ("hours" <= 2400),
    CONSTRAINT "ck_time_entries_rate_min" CHECK ("rate" >= 0),
    CONSTRAINT "fk_time_entries_issue_id" FOREIGN KEY ("issue_id") REFERENCES "issues" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_time_entries_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id")
);

CREATE INDEX "ix_time_entries_issue_id" ON "time_entries" ("issue_id");

CREATE INDEX "ix_time_entries_user_id" ON "time_entries" ("user_id");
