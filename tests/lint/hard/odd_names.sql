CREATE TABLE `order``s; -- x` (`a b` INT, `DELIMITER` INT, `schlüssel` INT, `表` INT);
SELECT `a b`, `表` AS `d;e` FROM `order``s; -- x`;
