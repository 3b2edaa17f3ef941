-- Case: extra table
-- extra table copy_of_tags
CREATE TABLE copy_of_tags (id INT PRIMARY KEY);
-- Undo:
DROP TABLE copy_of_tags;

-- Case: extra table like another
-- extra table readings_old
CREATE TABLE readings_old LIKE readings;
-- Undo:
DROP TABLE readings_old;

-- Case: table gone
-- missing table readings
DROP TABLE readings;
-- Undo:
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

-- Case: table renamed
-- missing table readings
-- extra table measures
RENAME TABLE readings TO measures;
-- Undo:
RENAME TABLE measures TO readings;

-- Case: comment
-- changed table tags: comment
ALTER TABLE tags COMMENT = 'Labels';
-- Undo:
ALTER TABLE tags COMMENT = 'Words on boxes';

-- Case: default collation
-- changed table tags: collation_name
ALTER TABLE tags COLLATE utf8mb4_bin;
-- Undo:
ALTER TABLE tags COLLATE utf8mb4_0900_ai_ci;

-- Case: row format
-- changed table tags: row_format
ALTER TABLE tags ROW_FORMAT = COMPACT;
-- Undo:
ALTER TABLE tags ROW_FORMAT = DYNAMIC;

-- Case: option
-- changed table tags: options
ALTER TABLE tags STATS_PERSISTENT = 0;
-- Undo:
ALTER TABLE tags STATS_PERSISTENT = DEFAULT;

-- Case: engine
-- changed table readings: engine, partitioned_by, row_format
-- missing partition readings.p_2020
-- missing partition readings.p_new
-- missing partition readings.p_old
ALTER TABLE readings REMOVE PARTITIONING;
ALTER TABLE readings ENGINE = MyISAM;
-- Undo:
ALTER TABLE readings ENGINE = InnoDB;
ALTER TABLE readings PARTITION BY RANGE (year(taken_on)) (
    PARTITION p_old VALUES LESS THAN (2020) COMMENT = 'On paper too',
    PARTITION p_2020 VALUES LESS THAN (2021),
    PARTITION p_new VALUES LESS THAN MAXVALUE
);
