CREATE TABLE IF NOT EXISTS `notes` (
    `id` BINARY(16) NOT NULL,
    `code` VARCHAR(20) NOT NULL,
    `text` LONGTEXT NOT NULL,
    `number` INT,
    `version` INT NOT NULL DEFAULT 1,
    `deleted_at` DATETIME(6),
    `updated_at` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_notes_code` UNIQUE (`code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `plains` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `name` VARCHAR(50) NOT NULL,
    `note_id` BINARY(16),
    `changed at` DATETIME(6) DEFAULT (utc_timestamp(6)),
    PRIMARY KEY (`id`),
    INDEX `ix_plains_note_id` (`note_id`),
    CONSTRAINT `fk_plains_note_id` FOREIGN KEY (`note_id`) REFERENCES `notes` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
