CREATE TABLE IF NOT EXISTS `articles` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `slug` VARCHAR(100) NOT NULL,
    `title` VARCHAR(200) NOT NULL,
    `author` VARCHAR(50),
    `published` DATE NOT NULL,
    PRIMARY KEY (`id`),
    INDEX `ix_articles_slug` (`slug`),
    INDEX `ix_articles_author_published` (`author` DESC, `published` DESC),
    INDEX `ix_articles_like_title` (`title`),
    INDEX `ix_articles_slug_title` (`slug`, `title`),
    INDEX `ix_articles_author` (`author`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
