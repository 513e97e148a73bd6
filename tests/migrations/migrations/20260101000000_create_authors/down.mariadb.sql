DROP TABLE `authors`;
