CREATE TABLE IF NOT EXISTS `posts` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `deleted_at` DATETIME(6),
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `tags` (
    `name` VARCHAR(20) NOT NULL,
    PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `post_tags` (
    `post_id` BIGINT NOT NULL,
    `tag_name` VARCHAR(20) NOT NULL,
    `added_at` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    PRIMARY KEY (`tag_name`, `post_id`),
    INDEX `ix_post_tags_post_id` (`post_id`),
    CONSTRAINT `fk_post_tags_post_id` FOREIGN KEY (`post_id`) REFERENCES `posts` (`id`),
    CONSTRAINT `fk_post_tags_tag_name` FOREIGN KEY (`tag_name`) REFERENCES `tags` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `readers` (
    `country` VARCHAR(2) NOT NULL,
    `number` INT NOT NULL,
    PRIMARY KEY (`country`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `friendships` (
    `country` VARCHAR(2) NOT NULL,
    `number` INT NOT NULL,
    `other` INT NOT NULL,
    PRIMARY KEY (`country`, `number`, `other`),
    INDEX `ix_friendships_country_other` (`country`, `other`),
    CONSTRAINT `fk_friendships_country_number` FOREIGN KEY (`country`, `number`) REFERENCES `readers` (`country`, `number`),
    CONSTRAINT `fk_friendships_country_other` FOREIGN KEY (`country`, `other`) REFERENCES `readers` (`country`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `visits` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `post_id` BIGINT NOT NULL,
    `country` VARCHAR(2) NOT NULL,
    `number` INT NOT NULL,
    `seconds` INT NOT NULL,
    PRIMARY KEY (`id`),
    INDEX `ix_visits_post_id` (`post_id`),
    INDEX `ix_visits_country_number` (`country`, `number`),
    CONSTRAINT `fk_visits_post_id` FOREIGN KEY (`post_id`) REFERENCES `posts` (`id`),
    CONSTRAINT `fk_visits_country_number` FOREIGN KEY (`country`, `number`) REFERENCES `readers` (`country`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
