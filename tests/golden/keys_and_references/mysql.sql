CREATE TABLE IF NOT EXISTS `people` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `country` VARCHAR(2) NOT NULL,
    `number` VARCHAR(20) NOT NULL,
    `email` VARCHAR(100),
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_people_email` UNIQUE (`email`),
    CONSTRAINT `uq_people_country_number` UNIQUE (`country`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `teams` (
    `code` INT NOT NULL,
    `slug` VARCHAR(40) NOT NULL,
    PRIMARY KEY (`code`),
    CONSTRAINT `uq_teams_slug` UNIQUE (`slug`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `memberships` (
    `person_id` BIGINT NOT NULL,
    `team_slug` VARCHAR(40) NOT NULL,
    `since` DATE NOT NULL,
    `introduced_by_id` BIGINT,
    PRIMARY KEY (`person_id`, `team_slug`),
    INDEX `ix_memberships_team_slug` (`team_slug`),
    INDEX `ix_memberships_introduced_by_id` (`introduced_by_id`),
    CONSTRAINT `fk_memberships_person_id` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT `fk_memberships_team_slug` FOREIGN KEY (`team_slug`) REFERENCES `teams` (`slug`) ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT `fk_memberships_introduced_by_id` FOREIGN KEY (`introduced_by_id`) REFERENCES `people` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `subscriptions` (
    `plan` VARCHAR(4) NOT NULL,
    `price` DECIMAL(8, 2) NOT NULL,
    PRIMARY KEY (`plan`),
    CONSTRAINT `ck_subscriptions_plan_type` CHECK (`plan` IN ('free', 'paid', 'gift'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `visits` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `person_id` BIGINT NOT NULL,
    `team_slug` VARCHAR(40) NOT NULL,
    `plan` VARCHAR(4) NOT NULL,
    PRIMARY KEY (`id`),
    INDEX `ix_visits_plan` (`plan`),
    INDEX `ix_visits_person_id_team_slug` (`person_id`, `team_slug`),
    CONSTRAINT `fk_visits_plan` FOREIGN KEY (`plan`) REFERENCES `subscriptions` (`plan`) ON UPDATE CASCADE,
    CONSTRAINT `fk_visits_person_id_team_slug` FOREIGN KEY (`person_id`, `team_slug`) REFERENCES `memberships` (`person_id`, `team_slug`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
