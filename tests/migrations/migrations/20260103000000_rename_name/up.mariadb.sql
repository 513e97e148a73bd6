-- Whoever has no name is called "; unknown".
UPDATE `authors` SET `full_name` = '; unknown' WHERE `full_name` = '';
ALTER TABLE `authors` RENAME COLUMN `full_name` TO `name`;
ALTER TABLE `authors` ADD COLUMN `bio` LONGTEXT;
