CREATE TABLE IF NOT EXISTS "one" (
    "id" INTEGER CONSTRAINT "pk_one" PRIMARY KEY AUTOINCREMENT,
    "a_date" DATE,
    "a_time" TIME,
    "a_datetime" DATETIME,
    "a_timestamp" TIMESTAMP,
    "times" TEXT,
    CONSTRAINT "ck_one_a_date_type" CHECK ("a_date" IS date("a_date") AND "a_date" >= '0001-01-01'),
    CONSTRAINT "ck_one_a_time_type" CHECK ("a_time" GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]' AND "a_time" < '24:'),
    CONSTRAINT "ck_one_a_datetime_type" CHECK (substr("a_datetime", 1, 19) IS datetime(substr("a_datetime", 1, 19)) AND substr("a_datetime", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND "a_datetime" >= '0001-01-01'),
    CONSTRAINT "ck_one_a_timestamp_type" CHECK (substr("a_timestamp", 1, 19) IS datetime(substr("a_timestamp", 1, 19)) AND substr("a_timestamp", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "a_timestamp" >= '0001-01-01'),
    CONSTRAINT "ck_one_times_type" CHECK ("times" IS NULL OR typeof("times") = 'text' AND json_valid("times") AND json_type("times") = substr('array of time', 1, 5))
);
