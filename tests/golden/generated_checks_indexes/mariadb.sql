CREATE TABLE IF NOT EXISTS `products` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `sku` VARCHAR(20) NOT NULL,
    `title` VARCHAR(100) NOT NULL,
    `contact` VARCHAR(100),
    `price` INT NOT NULL,
    `amount` INT NOT NULL DEFAULT 1,
    `total` INT GENERATED ALWAYS AS (price * amount) STORED,
    `label` VARCHAR(200) GENERATED ALWAYS AS (upper(title)) STORED,
    `status` VARCHAR(9) NOT NULL,
    `seen_at` DATETIME(6),
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_products_sku_title` UNIQUE (`sku`, `title`),
    INDEX `ix_products_status` (`status`),
    INDEX `ix_products_seen_at_price` (`seen_at` DESC, `price`),
    UNIQUE INDEX `ix_by_title` (`title`, `amount` DESC),
    CONSTRAINT `ck_products_total_type` CHECK (`total` IS NOT NULL),
    CONSTRAINT `ck_products_status_type` CHECK (`status` IN ('draft', 'published')),
    CONSTRAINT `ck_products_sku` CHECK (`sku` <> '' -- nothing is no number
),
    CONSTRAINT `ck_products_contact` CHECK (`contact` LIKE '%@%'),
    CONSTRAINT `ck_products_price` CHECK (`price` > 0),
    CONSTRAINT `ck_products_1` CHECK (amount < 1000 OR price < 1000),
    CONSTRAINT `ck_fair` CHECK (price <= 1000000)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `notes` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `body` LONGTEXT,
    `half` INT GENERATED ALWAYS AS (words / 2) STORED,
    `words` INT,
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
