SET @tablewright_foreign_key_checks = @@SESSION.foreign_key_checks, SESSION foreign_key_checks = 0;

CREATE TABLE IF NOT EXISTS `order` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `select` BOOLEAN NOT NULL,
    `group` VARCHAR(18) NOT NULL DEFAULT 'it''s',
    `double " quote` INT NOT NULL,
    `single ' quote` INT NOT NULL,
    `back `` tick` INT NOT NULL,
    `back \ slash` BOOLEAN NOT NULL,
    `semi; -- colon /*` INT NOT NULL,
    `[bracket]` INT NOT NULL,
    `$tablewright$ $1 ?1 :a %s {}` INT NOT NULL,
    `two
lines` INT NOT NULL,
    `☃ naïve` BOOLEAN NOT NULL,
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_order_double " quote_single ' quote` UNIQUE (`double " quote`, `single ' quote`),
    INDEX `ix_order_back `` tick_back \ slash` (`back `` tick`, `back \ slash`),
    INDEX `ix_order_semi; -- colon /*` (`semi; -- colon /*`),
    INDEX `ix_order_☃ naïve` (`☃ naïve`),
    CONSTRAINT `ck_order_select_type` CHECK (`select` IN (0, 1)),
    CONSTRAINT `ck_order_group_type` CHECK (`group` IN ('it''s', 'a"b', 'a`b', 'back\\slash', 'semi;colon -- dash', '☃ naïve')),
    CONSTRAINT `ck_order_back \ slash_type` CHECK (`back \ slash` IN (0, 1)),
    CONSTRAINT `ck_order_☃ naïve_type` CHECK (`☃ naïve` IN (0, 1))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `a_column_with_a_name_that_is_nearly_as_long_as_its_table` BOOLEAN NOT NULL,
    `user_id` BIGINT,
    `peer_id` BIGINT,
    PRIMARY KEY (`id`),
    INDEX `ix_an_extraordinarily_long_name_of_a_table_that_takes__c78ea15f` (`a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`),
    INDEX `ix_an_extraordinarily_long_name_of_a_table_that_takes__218d3fa1` (`user_id`),
    INDEX `ix_an_extraordinarily_long_name_of_a_table_that_takes__804572f4` (`peer_id`),
    CONSTRAINT `ck_an_extraordinarily_long_name_of_a_table_that_takes__cf4b2819` CHECK (`a_column_with_a_name_that_is_nearly_as_long_as_its_table` IN (0, 1)),
    CONSTRAINT `fk_an_extraordinarily_long_name_of_a_table_that_takes__0de8d2cf` FOREIGN KEY (`user_id`) REFERENCES `$tablewright$ 'users'; "--` (`id`),
    CONSTRAINT `fk_an_extraordinarily_long_name_of_a_table_that_takes__9d99df6e` FOREIGN KEY (`peer_id`) REFERENCES `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `$tablewright$ 'users'; "--` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `order_id` BIGINT,
    `friend_id` BIGINT,
    PRIMARY KEY (`id`),
    INDEX `ix_$tablewright$ 'users'; "--_order_id` (`order_id`),
    INDEX `ix_$tablewright$ 'users'; "--_friend_id` (`friend_id`),
    CONSTRAINT `fk_$tablewright$ 'users'; "--_order_id` FOREIGN KEY (`order_id`) REFERENCES `order` (`id`),
    CONSTRAINT `fk_$tablewright$ 'users'; "--_friend_id` FOREIGN KEY (`friend_id`) REFERENCES `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

SET SESSION foreign_key_checks = @tablewright_foreign_key_checks;
