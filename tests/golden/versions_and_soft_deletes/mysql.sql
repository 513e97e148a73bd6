CREATE TABLE IF NOT EXISTS `documents` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `title` VARCHAR(50) NOT NULL,
    `version` INT NOT NULL DEFAULT 1,
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `notes` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `text` VARCHAR(50) NOT NULL,
    `deleted_at` DATETIME(6),
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_notes_text` UNIQUE (`text`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `boths` (
    `part` VARCHAR(5) NOT NULL,
    `number` INT NOT NULL,
    `revision` BIGINT NOT NULL DEFAULT 10,
    `gone at` DATETIME(6),
    PRIMARY KEY (`part`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
