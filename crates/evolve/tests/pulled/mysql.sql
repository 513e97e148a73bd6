CREATE TABLE `auth_user` (
  `id` int NOT NULL AUTO_INCREMENT,
  `password` varchar(128) NOT NULL,
  `last_login` datetime(6) DEFAULT NULL,
  `is_superuser` tinyint(1) NOT NULL,
  `username` varchar(150) NOT NULL,
  `balance` decimal(30,2) NOT NULL DEFAULT '0.00',
  `visits` bigint unsigned NOT NULL DEFAULT '0',
  `mood` enum('happy','so-so','2 sad') NOT NULL DEFAULT 'so-so',
  `settings` json DEFAULT NULL,
  `token` binary(16) DEFAULT (uuid_to_bin(uuid())),
  `bio` text COLLATE utf8mb4_bin,
  `tablewright_new_1` int DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `username` (`username`),
  KEY `ix_lower` ((lower(`username`))),
  CONSTRAINT `positive` CHECK ((`visits` >= 0))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
CREATE TABLE `auth_user_groups` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `user_id` int NOT NULL,
  `group` int DEFAULT NULL,
  `invitedBy` int DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `auth_user_groups_user_id_group_uniq` (`user_id`,`group`),
  KEY `auth_user_groups_group_fk` (`group`),
  KEY `ix_lower` (`group`,`user_id`),
  CONSTRAINT `auth_user_groups_group_fk` FOREIGN KEY (`group`) REFERENCES `auth_user` (`id`) ON DELETE CASCADE,
  CONSTRAINT `auth_user_groups_user_id_fk` FOREIGN KEY (`user_id`) REFERENCES `auth_user` (`id`),
  CONSTRAINT `auth_user_groups_invited_fk` FOREIGN KEY (`invitedBy`) REFERENCES `auth_user` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
CREATE DEFINER=`root`@`localhost` TRIGGER `t1` BEFORE INSERT ON `auth_user` FOR EACH ROW SET NEW.visits = 2;
