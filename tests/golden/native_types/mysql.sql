CREATE TABLE IF NOT EXISTS `hosts` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `address` VARCHAR(45) NOT NULL DEFAULT '0.0.0.0',
    `gateway` VARCHAR(45),
    `login` LONGTEXT NOT NULL,
    `nickname` VARCHAR(30),
    `position` POINT,
    `flags` BIT(8) NOT NULL DEFAULT (CAST(conv('00000000', 2, 10) AS UNSIGNED)) COMMENT 'What is on.',
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_hosts_address` UNIQUE (`address`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
