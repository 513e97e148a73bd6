CREATE TABLE IF NOT EXISTS "readings" (
    "sensor" VARCHAR(20) NOT NULL,
    "at" TIMESTAMP NOT NULL,
    "value" DOUBLE NOT NULL,
    CONSTRAINT "pk_readings" PRIMARY KEY ("sensor", "at"),
    CONSTRAINT "ck_readings_sensor_type" CHECK (typeof("sensor") = 'text' AND length("sensor") <= 20),
    CONSTRAINT "ck_readings_at_type" CHECK (substr("at", 1, 19) IS datetime(substr("at", 1, 19)) AND substr("at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "at" >= '0001-01-01'),
    CONSTRAINT "ck_readings_value_type" CHECK ("value" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)
) WITHOUT ROWID;

CREATE VIEW IF NOT EXISTS latest AS
SELECT sensor, max(at) AS at FROM readings GROUP BY sensor -- one for each sensor
;
