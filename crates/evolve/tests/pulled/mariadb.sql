CREATE TABLE `parent` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `a` int(11) DEFAULT NULL,
  `b` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `a` (`a`,`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='it''s a \\ "parent"';
CREATE TABLE `odd` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT COMMENT 'the key',
  `flag` tinyint(1) NOT NULL DEFAULT 1,
  `tiny` tinyint(3) unsigned DEFAULT NULL,
  `n` int(5) unsigned zerofill DEFAULT NULL,
  `name` varchar(50) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL DEFAULT 'it''s',
  `code` char(3) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `body` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `kind` enum('a','b''c') DEFAULT 'a',
  `s` set('x','y') DEFAULT NULL,
  `price` decimal(10,2) DEFAULT 1.50,
  `at` timestamp NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  `at6` datetime(6) NOT NULL DEFAULT current_timestamp(6),
  `j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`j`)),
  `bits` bit(3) DEFAULT b'101',
  `y` year(4) DEFAULT NULL,
  `g` point DEFAULT NULL,
  `uid` varchar(40) DEFAULT uuid(),
  `total` int(11) GENERATED ALWAYS AS (`tiny` * 2) STORED,
  `v` int(11) GENERATED ALWAYS AS (`tiny` + 1) VIRTUAL COMMENT 'v',
  `pid` int(10) unsigned DEFAULT NULL,
  `pa` int(11) DEFAULT NULL,
  `pb` int(11) DEFAULT NULL,
  `hid` int(11) INVISIBLE DEFAULT 3,
  `blob1` varbinary(20) DEFAULT 'ab',
  PRIMARY KEY (`id`),
  UNIQUE KEY `uq_name` (`name`),
  KEY `ix_body` (`body`(10),`tiny` DESC),
  KEY `ix_hash` (`tiny`) USING HASH COMMENT 'x',
  KEY `fk_parent` (`pid`),
  KEY `pa` (`pa`,`pb`),
  FULLTEXT KEY `ft` (`body`),
  CONSTRAINT `fk_parent` FOREIGN KEY (`pid`) REFERENCES `parent` (`id`) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT `odd_ibfk_1` FOREIGN KEY (`pa`, `pb`) REFERENCES `parent` (`a`, `b`),
  CONSTRAINT `ck_odd` CHECK (`tiny` > 1 and `name` <> 'x')
) ENGINE=InnoDB AUTO_INCREMENT=17 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci ROW_FORMAT=DYNAMIC COMMENT='odd; (table)';
CREATE TABLE `places` (
  `id` bigint(20) NOT NULL,
  `g` point NOT NULL,
  `t` text,
  PRIMARY KEY (`id`),
  SPATIAL KEY `sp` (`g`),
  KEY `beginning` (`t`(10))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`localhost` SQL SECURITY DEFINER VIEW `v1` AS select `odd`.`id` AS `id`,`odd`.`name` AS `name` from `odd`;
