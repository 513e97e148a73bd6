-- create the table `time_entries`
CREATE TABLE `time_entries` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `issue_id` BIGINT NOT NULL,
    `user_id` BIGINT NOT NULL,
    `day` DATE NOT NULL,
    `hours` DECIMAL(4, 2) NOT NULL,
    `rate` DECIMAL(10, 2) NOT NULL,
    PRIMARY KEY (`id`),
    INDEX `ix_time_entries_issue_id` (`issue_id`),
    INDEX `ix_time_entries_user_id` (`user_id`),
    CONSTRAINT `ck_time_entries_hours_min` CHECK (`hours` >= 0.25),
    CONSTRAINT `ck_time_entries_hours_max` CHECK (`hours` <= 24.00),
    CONSTRAINT `ck_time_entries_rate_min` CHECK (`rate` >= 0.00),
    CONSTRAINT `fk_time_entries_issue_id` FOREIGN KEY (`issue_id`) REFERENCES `issues` (`id`) ON DELETE CASCADE,
    CONSTRAINT `fk_time_entries_user_id` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin COMMENT 'Work on an issue.';

-- add the column `members.hourly_rate`
ALTER TABLE `members` ADD COLUMN `hourly_rate` DECIMAL(10, 2) NOT NULL DEFAULT 0.00;

-- add the check `ck_members_hourly_rate_min` to `members`
ALTER TABLE `members` ADD CONSTRAINT `ck_members_hourly_rate_min` CHECK (`hourly_rate` >= 0.00);
