CREATE TABLE IF NOT EXISTS `guests` (
    `id` BIGINT NOT NULL AUTO_INCREMENT COMMENT 'The number at the door.',
    `name` VARCHAR(50) NOT NULL DEFAULT '' COMMENT 'What the others call ''em.',
    `age` INT GENERATED ALWAYS AS (1 + 1) STORED COMMENT 'Nobody''s business.',
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin COMMENT 'Somebody who isn''t at home here.

Says "hello"; leaves \\n behind -- sometimes.';
