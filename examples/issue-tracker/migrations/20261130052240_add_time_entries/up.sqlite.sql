-- create the table `time_entries`
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

-- add the column `members.hourly_rate`
-- add the check `ck_members_hourly_rate_type` to `members`
-- add the check `ck_members_hourly_rate_min` to `members`
ALTER TABLE "members" ADD COLUMN "hourly_rate" DECIMAL(10, 2) NOT NULL DEFAULT 0 CONSTRAINT "ck_members_hourly_rate_type" CHECK (typeof("hourly_rate") = 'integer' AND "hourly_rate" BETWEEN -9999999999 AND 9999999999) CONSTRAINT "ck_members_hourly_rate_min" CHECK ("hourly_rate" >= 0);
