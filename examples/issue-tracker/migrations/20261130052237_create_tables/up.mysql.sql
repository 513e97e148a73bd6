-- create the table `users`
CREATE TABLE `users` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `email` VARCHAR(254) NOT NULL,
    `name` VARCHAR(100) NOT NULL,
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_users_email` UNIQUE (`email`),
    CONSTRAINT `ck_users_email_email` CHECK (`email` LIKE '_%@%_' AND `email` NOT LIKE '%@%@%' AND `email` NOT LIKE '% %'),
    CONSTRAINT `ck_users_name_length` CHECK (char_length(`name`) BETWEEN 1 AND 100)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

-- create the table `organizations`
CREATE TABLE `organizations` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `slug` VARCHAR(40) NOT NULL,
    `name` VARCHAR(100) NOT NULL,
    `created_at` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    `updated_at` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_organizations_slug` UNIQUE (`slug`),
    CONSTRAINT `ck_organizations_name_length` CHECK (char_length(`name`) BETWEEN 1 AND 100)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

-- create the table `members`
CREATE TABLE `members` (
    `organization_id` BIGINT NOT NULL,
    `user_id` BIGINT NOT NULL,
    `role` VARCHAR(6) NOT NULL DEFAULT 'member',
    PRIMARY KEY (`organization_id`, `user_id`),
    INDEX `ix_members_user_id` (`user_id`),
    CONSTRAINT `ck_members_role_type` CHECK (`role` IN ('viewer', 'member', 'admin', 'owner')),
    CONSTRAINT `fk_members_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE CASCADE,
    CONSTRAINT `fk_members_user_id` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin COMMENT 'A user in an organization.';

-- create the table `projects`
CREATE TABLE `projects` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `organization_id` BIGINT NOT NULL,
    `key` VARCHAR(10) NOT NULL,
    `name` VARCHAR(100) NOT NULL,
    `created_at` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    `updated_at` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_projects_organization_id_key` UNIQUE (`organization_id`, `key`),
    CONSTRAINT `ck_projects_name_length` CHECK (char_length(`name`) BETWEEN 1 AND 100),
    CONSTRAINT `fk_projects_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

-- create the table `issues`
CREATE TABLE `issues` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `project_id` BIGINT NOT NULL,
    `title` VARCHAR(200) NOT NULL,
    `description` LONGTEXT NOT NULL,
    `status` VARCHAR(11) NOT NULL DEFAULT 'open',
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
    CONSTRAINT `ck_issues_title_length` CHECK (char_length(`title`) BETWEEN 1 AND 200),
    CONSTRAINT `fk_issues_project_id` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE CASCADE,
    CONSTRAINT `fk_issues_reporter_id` FOREIGN KEY (`reporter_id`) REFERENCES `users` (`id`),
    CONSTRAINT `fk_issues_assignee_id` FOREIGN KEY (`assignee_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

-- create the table `labels`
CREATE TABLE `labels` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `project_id` BIGINT NOT NULL,
    `name` VARCHAR(30) NOT NULL,
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_labels_project_id_name` UNIQUE (`project_id`, `name`),
    CONSTRAINT `ck_labels_name_length` CHECK (char_length(`name`) BETWEEN 1 AND 30),
    CONSTRAINT `fk_labels_project_id` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

-- create the table `issue_labels`
CREATE TABLE `issue_labels` (
    `issue_id` BIGINT NOT NULL,
    `label_id` BIGINT NOT NULL,
    PRIMARY KEY (`issue_id`, `label_id`),
    INDEX `ix_issue_labels_label_id` (`label_id`),
    CONSTRAINT `fk_issue_labels_issue_id` FOREIGN KEY (`issue_id`) REFERENCES `issues` (`id`) ON DELETE CASCADE,
    CONSTRAINT `fk_issue_labels_label_id` FOREIGN KEY (`label_id`) REFERENCES `labels` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

-- create the table `comments`
CREATE TABLE `comments` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `issue_id` BIGINT NOT NULL,
    `author_id` BIGINT NOT NULL,
    `body` LONGTEXT NOT NULL,
    `created_at` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    PRIMARY KEY (`id`),
    INDEX `ix_comments_issue_id` (`issue_id`),
    INDEX `ix_comments_author_id` (`author_id`),
    CONSTRAINT `ck_comments_body_length` CHECK (char_length(`body`) >= 1),
    CONSTRAINT `fk_comments_issue_id` FOREIGN KEY (`issue_id`) REFERENCES `issues` (`id`) ON DELETE CASCADE,
    CONSTRAINT `fk_comments_author_id` FOREIGN KEY (`author_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

-- create the table `audit_entries`
CREATE TABLE `audit_entries` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `organization_id` BIGINT NOT NULL,
    `actor_id` BIGINT NOT NULL,
    `action` VARCHAR(8) NOT NULL,
    `subject` VARCHAR(12) NOT NULL,
    `subject_id` BIGINT NOT NULL,
    `changes` JSON NOT NULL,
    `at` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    PRIMARY KEY (`id`),
    INDEX `ix_audit_entries_subject_subject_id` (`subject`, `subject_id`),
    INDEX `ix_audit_entries_organization_id` (`organization_id`),
    INDEX `ix_audit_entries_actor_id` (`actor_id`),
    CONSTRAINT `ck_audit_entries_action_type` CHECK (`action` IN ('created', 'updated', 'deleted', 'restored')),
    CONSTRAINT `ck_audit_entries_subject_type` CHECK (`subject` IN ('organization', 'member', 'project', 'issue')),
    CONSTRAINT `fk_audit_entries_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE CASCADE,
    CONSTRAINT `fk_audit_entries_actor_id` FOREIGN KEY (`actor_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin COMMENT 'Who changed what. It is written in the transaction of the change.';
