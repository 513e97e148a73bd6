CREATE TABLE IF NOT EXISTS `readings` (
    `sensor` VARCHAR(20) NOT NULL,
    `at` DATETIME(6) NOT NULL,
    `value` DOUBLE NOT NULL,
    PRIMARY KEY (`sensor`, `at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin ROW_FORMAT=DYNAMIC;

CREATE OR REPLACE VIEW latest AS SELECT sensor, max(at) AS at FROM readings GROUP BY sensor;
