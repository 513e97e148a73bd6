DROP TABLE `books`;
