-- create the table `notebooks`
CREATE TABLE `notebooks` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `name` VARCHAR(50) NOT NULL,
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_notebooks_name` UNIQUE (`name`),
    CONSTRAINT `ck_notebooks_name` CHECK (`name` <> '')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

-- create the table `notes`
CREATE TABLE `notes` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `notebook_id` BIGINT,
    `title` VARCHAR(100) NOT NULL,
    `body` LONGTEXT NOT NULL,
    `pinned` BOOLEAN NOT NULL DEFAULT FALSE,
    `created_at` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_notes_title` UNIQUE (`title`),
    INDEX `ix_notes_notebook_id` (`notebook_id`),
    CONSTRAINT `ck_notes_pinned_type` CHECK (`pinned` IN (0, 1)),
    CONSTRAINT `ck_notes_title` CHECK (`title` <> ''),
    CONSTRAINT `fk_notes_notebook_id` FOREIGN KEY (`notebook_id`) REFERENCES `notebooks` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
