CREATE TABLE `books` (
    `id` BIGINT AUTO_INCREMENT PRIMARY KEY,
    `author_id` BIGINT NOT NULL,
    `title` VARCHAR(200) NOT NULL,
    CONSTRAINT `fk_books_author_id` FOREIGN KEY (`author_id`) REFERENCES `authors` (`id`)
);
CREATE INDEX `ix_books_title` ON `books` (`title`);
