-- Migration: 0003_create_readings
--
-- A table in partitions, and what the server does by itself.
-- depends: 0002_create_orders

CREATE TABLE readings (
    taken_on DATE NOT NULL COMMENT 'Day',
    degrees INT NOT NULL COMMENT 'Celsius',
    KEY ix_readings_day (taken_on)
) COMMENT = 'The cold store'
PARTITION BY RANGE (year(taken_on)) (
    PARTITION p_old VALUES LESS THAN (2020) COMMENT = 'On paper too',
    PARTITION p_2020 VALUES LESS THAN (2021),
    PARTITION p_new VALUES LESS THAN MAXVALUE
);

CREATE EVENT sweep ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM readings WHERE degrees > 99;

CREATE EVENT census
ON SCHEDULE EVERY 1 YEAR STARTS '2035-01-01 00:00:00' ENDS '2065-01-01 00:00:00'
ON COMPLETION PRESERVE
COMMENT 'Once a year'
DO UPDATE tags SET weight = weight + 1;
