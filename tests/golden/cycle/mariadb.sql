SET @tablewright_foreign_key_checks = @@SESSION.foreign_key_checks, SESSION foreign_key_checks = 0;

CREATE TABLE IF NOT EXISTS `publishers` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `founder_id` BIGINT,
    PRIMARY KEY (`id`),
    INDEX `ix_publishers_founder_id` (`founder_id`),
    CONSTRAINT `fk_publishers_founder_id` FOREIGN KEY (`founder_id`) REFERENCES `authors` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `books` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `author_id` BIGINT NOT NULL,
    `publisher_id` BIGINT,
    PRIMARY KEY (`id`),
    INDEX `ix_books_author_id` (`author_id`),
    INDEX `ix_books_publisher_id` (`publisher_id`),
    CONSTRAINT `fk_books_author_id` FOREIGN KEY (`author_id`) REFERENCES `authors` (`id`) ON DELETE CASCADE,
    CONSTRAINT `fk_books_publisher_id` FOREIGN KEY (`publisher_id`) REFERENCES `publishers` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `authors` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `name` VARCHAR(50) NOT NULL,
    `best_book_id` BIGINT,
    PRIMARY KEY (`id`),
    INDEX `ix_authors_best_book_id` (`best_book_id`),
    CONSTRAINT `fk_authors_best_book_id` FOREIGN KEY (`best_book_id`) REFERENCES `books` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

SET SESSION foreign_key_checks = @tablewright_foreign_key_checks;
