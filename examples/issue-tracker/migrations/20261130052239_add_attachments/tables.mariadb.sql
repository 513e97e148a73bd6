-- What this migration leaves behind: the next one starts from here. Written by `tablewright diff`;
-- change up and down, not this.

-- table "issues" from da1414027a1f912bd96fd8e03119818b to 6f871536ec340622416047548cde21eb
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
    CONSTRAINT `ck_issues_status_type` CHECK (`status` IN ('open', 'in_progress', 'blocked', 'closed')),
    CONSTRAINT `ck_issues_priority_type` CHECK (`priority` IN (10, 20, 30, 40)),
    CONSTRAINT `ck_issues_title_length` CHECK (char_length(`title`) BETWEEN 1 AND 200),
    CONSTRAINT `fk_issues_project_id` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE CASCADE,
    CONSTRAINT `fk_issues_reporter_id` FOREIGN KEY (`reporter_id`) REFERENCES `users` (`id`),
    CONSTRAINT `fk_issues_assignee_id` FOREIGN KEY (`assignee_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- table "attachments" from nothing to 8686c233f87cc6c23f3643c1d20cf36f
CREATE TABLE `attachments` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `issue_id` BIGINT NOT NULL,
    `name` VARCHAR(100) NOT NULL,
    `media_type` VARCHAR(100) NOT NULL,
    `content` LONGBLOB NOT NULL,
    `created_at` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    PRIMARY KEY (`id`),
    INDEX `ix_attachments_issue_id` (`issue_id`),
    CONSTRAINT `ck_attachments_name_length` CHECK (char_length(`name`) BETWEEN 1 AND 100),
    CONSTRAINT `ck_attachments_media_type_length` CHECK (char_length(`media_type`) BETWEEN 1 AND 100),
    CONSTRAINT `fk_attachments_issue_id` FOREIGN KEY (`issue_id`) REFERENCES `issues` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
