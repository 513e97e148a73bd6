CREATE TABLE IF NOT EXISTS `users` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `friend_id` BIGINT,
    PRIMARY KEY (`id`),
    INDEX `ix_users_friend_id` (`friend_id`),
    CONSTRAINT `fk_users_friend_id` FOREIGN KEY (`friend_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `countries` (
    `code` VARCHAR(2) NOT NULL,
    PRIMARY KEY (`code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `passports` (
    `user_id` BIGINT NOT NULL,
    `country_code` VARCHAR(2) NOT NULL,
    `stamped_in_code` VARCHAR(2),
    PRIMARY KEY (`user_id`),
    INDEX `ix_passports_country_code` (`country_code`),
    INDEX `ix_passports_stamped_in_code` (`stamped_in_code`),
    CONSTRAINT `fk_passports_user_id` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`),
    CONSTRAINT `fk_passports_country_code` FOREIGN KEY (`country_code`) REFERENCES `countries` (`code`),
    CONSTRAINT `fk_passports_stamped_in_code` FOREIGN KEY (`stamped_in_code`) REFERENCES `countries` (`code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `visits` (
    `country_code` VARCHAR(2) NOT NULL,
    `user_id` BIGINT NOT NULL,
    `number` SMALLINT NOT NULL,
    PRIMARY KEY (`country_code`, `user_id`, `number`),
    INDEX `ix_visits_user_id` (`user_id`),
    CONSTRAINT `fk_visits_country_code` FOREIGN KEY (`country_code`) REFERENCES `countries` (`code`),
    CONSTRAINT `fk_visits_user_id` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
