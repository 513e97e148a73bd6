-- tablewright: refuse if
--   SELECT 1 FROM `issues` WHERE NOT (`status` IN ('open', 'in_progress', 'blocked', 'closed')) LIMIT 1
-- because
--   rows of `issues` may break the check `ck_issues_status_type`: look for such rows and change them first: `… WHERE NOT (`status` IN ('open', 'in_progress', 'blocked', 'closed'))`
-- tablewright: refuse if
--   SELECT DISTINCT CONVERT(index_name USING utf8mb4) FROM information_schema.statistics WHERE table_schema = database() AND table_name = 'issues' AND index_name IN ('ck_issues_status_type') AND index_comment <> ''
-- because
--   `{names}` of `issues` is dropped and created again, and would lose what is not in the models (a comment, storage parameters, an attribute): take that away first, and set it again afterwards. If it may be lost, delete this check from the file

-- drop the check `ck_issues_status_type` of `issues`
ALTER TABLE `issues` DROP CONSTRAINT `ck_issues_status_type`;

-- create the table `attachments`
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
    CONSTRAINT `ck_attachments_media_type_length` CHECK (char_length(`media_type`) BETWEEN 1 AND 100)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

-- add the check `ck_issues_status_type` to `issues`
-- may fail: rows of `issues` may break the check `ck_issues_status_type`
--   look for such rows and change them first: `… WHERE NOT (`status` IN ('open', 'in_progress', 'blocked', 'closed'))`
ALTER TABLE `issues` ADD CONSTRAINT `ck_issues_status_type` CHECK (`status` IN ('open', 'in_progress', 'blocked', 'closed'));

-- add the foreign key `fk_attachments_issue_id` from `attachments` to `issues`
ALTER TABLE `attachments` ADD CONSTRAINT `fk_attachments_issue_id` FOREIGN KEY (`issue_id`) REFERENCES `issues` (`id`) ON DELETE CASCADE;
