-- What this migration leaves behind: the next one starts from here. Written by `tablewright diff`;
-- change up and down, not this.

-- table "issues" from 21daeae212912458ee618912da56bc83 to e7c807a95790acbe5f0ba8d0d0ea5389
CREATE TABLE `issues` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `project_id` BIGINT NOT NULL,
    `title` VARCHAR(200) NOT NULL,
    `body` LONGTEXT NOT NULL,
    `status` VARCHAR(11) NOT NULL DEFAULT 'open',
    `priority` SMALLINT NOT NULL DEFAULT 20,
    `reporter_id` BIGINT NOT NULL,
    `assignee_id` BIGINT,
    `version` INT NOT NULL DEFAULT 1,
    `deleted_at` DATETIME(6),
    `created_at` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    `updated_at` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    PRIMARY KEY (`id`),
    INDEX `ix_issues_project_id` (`project_id`),
    INDEX `ix_issues_reporter_id` (`reporter_id`),
    INDEX `ix_issues_assignee_id` (`assignee_id`),
    CONSTRAINT `ck_issues_status_type` CHECK (`status` IN ('open', 'in_progress', 'closed')),
    CONSTRAINT `ck_issues_priority_type` CHECK (`priority` IN (10, 20, 30, 40)),
    CONSTRAINT `ck_issues_title_length` CHECK (char_length(`title`) BETWEEN 1 AND 200),
    CONSTRAINT `fk_issues_project_id` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE CASCADE,
    CONSTRAINT `fk_issues_reporter_id` FOREIGN KEY (`reporter_id`) REFERENCES `users` (`id`),
    CONSTRAINT `fk_issues_assignee_id` FOREIGN KEY (`assignee_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
