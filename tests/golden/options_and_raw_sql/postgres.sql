CREATE SCHEMA IF NOT EXISTS search;

CREATE TABLE IF NOT EXISTS "readings" (
    "sensor" VARCHAR(20) COLLATE "C" NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    CONSTRAINT "pk_readings" PRIMARY KEY ("sensor", "at")
) WITH (fillfactor = 70);

CREATE OR REPLACE VIEW latest AS
SELECT sensor, max(at) AS at FROM readings GROUP BY sensor -- one for each sensor
;
