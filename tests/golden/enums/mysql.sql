CREATE TABLE IF NOT EXISTS `posts` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `status` VARCHAR(9) NOT NULL DEFAULT 'draft',
    `renamed` VARCHAR(7),
    `kept` VARCHAR(8),
    `priority` SMALLINT NOT NULL DEFAULT 0,
    `level` INT,
    `flags` JSON NOT NULL,
    `priorities` JSON NOT NULL DEFAULT ('[-10,10]'),
    PRIMARY KEY (`id`),
    INDEX `ix_posts_level` (`level`),
    CONSTRAINT `ck_posts_status_type` CHECK (`status` IN ('draft', 'in review', 'Gone')),
    CONSTRAINT `ck_posts_renamed_type` CHECK (`renamed` IN ('one-way', 'no-way')),
    CONSTRAINT `ck_posts_kept_type` CHECK (`kept` IN ('some-way')),
    CONSTRAINT `ck_posts_priority_type` CHECK (`priority` IN (-10, 0, 10)),
    CONSTRAINT `ck_posts_level_type` CHECK (`level` IN (1, 2000000)),
    CONSTRAINT `ck_posts_flags_type` CHECK (json_type(`flags`) = left('ARRAY of 9000000000', 5)),
    CONSTRAINT `ck_posts_priorities_type` CHECK (json_type(`priorities`) = left('ARRAY of -10, 0, 10', 5))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `boards` (
    `priority` SMALLINT NOT NULL DEFAULT 10,
    `title` VARCHAR(50) NOT NULL,
    PRIMARY KEY (`priority`),
    CONSTRAINT `ck_boards_priority_type` CHECK (`priority` IN (-10, 0, 10))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
