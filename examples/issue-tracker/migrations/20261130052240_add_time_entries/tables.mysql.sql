-- What this migration leaves behind: the next one starts from here. Written by `tablewright diff`;
-- change up and down, not this.

-- table "members" from 6ef71e5f2ad08338941b243f6720b917 to 4f9882dcabb320f28e9d1e50e9feb95e
CREATE TABLE `members` (
    `organization_id` BIGINT NOT NULL,
    `user_id` BIGINT NOT NULL,
    `role` VARCHAR(6) NOT NULL DEFAULT 'member',
    `hourly_rate` DECIMAL(10, 2) NOT NULL DEFAULT 0.00,
    PRIMARY KEY (`organization_id`, `user_id`),
    INDEX `ix_members_user_id` (`user_id`),
    CONSTRAINT `ck_members_role_type` CHECK (`role` IN ('viewer', 'member', 'admin', 'owner')),
    CONSTRAINT `ck_members_hourly_rate_min` CHECK (`hourly_rate` >= 0.00),
    CONSTRAINT `fk_members_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE CASCADE,
    CONSTRAINT `fk_members_user_id` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin COMMENT 'A user in an organization.';

-- table "time_entries" from nothing to 1e04393a934ea421ed56f65b6c1aca01
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
