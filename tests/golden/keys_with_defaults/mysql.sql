CREATE TABLE IF NOT EXISTS `sessions` (
    `note` VARCHAR(20) DEFAULT 'none',
    `id` BINARY(16) NOT NULL DEFAULT (((random_bytes(16) & unhex('ffffffffffff0fff3fffffffffffffff')) | unhex('00000000000040008000000000000000'))),
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `messages` (
    `body` LONGTEXT NOT NULL,
    `channel` VARCHAR(4) NOT NULL DEFAULT 'it''s',
    `sent` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    `number` INT NOT NULL,
    `shout` LONGTEXT GENERATED ALWAYS AS (upper(body)) STORED NOT NULL,
    `price` DECIMAL(6, 2) NOT NULL DEFAULT 0.50,
    `weight` FLOAT NOT NULL DEFAULT 0.10000000149011612,
    `batch` INT NOT NULL DEFAULT (2 * 21),
    PRIMARY KEY (`number`, `sent`, `channel`, `price`, `weight`, `batch`),
    CONSTRAINT `ck_messages_channel_type` CHECK (`channel` IN ('mail', 'sms', 'it''s'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `counters` (
    `name` VARCHAR(20),
    `number` SMALLINT NOT NULL AUTO_INCREMENT,
    PRIMARY KEY (`number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
