-- Case: partition gone
-- missing partition readings.p_2020
ALTER TABLE readings DROP PARTITION p_2020;
-- Undo:
ALTER TABLE readings PARTITION BY RANGE (year(taken_on)) (
    PARTITION p_old VALUES LESS THAN (2020) COMMENT = 'On paper too',
    PARTITION p_2020 VALUES LESS THAN (2021),
    PARTITION p_new VALUES LESS THAN MAXVALUE
);

-- Case: extra partition
-- extra partition readings.p_2021
ALTER TABLE readings REORGANIZE PARTITION p_new INTO (
    PARTITION p_2021 VALUES LESS THAN (2022), PARTITION p_new VALUES LESS THAN MAXVALUE
);
-- Undo:
ALTER TABLE readings REORGANIZE PARTITION p_2021, p_new
    INTO (PARTITION p_new VALUES LESS THAN MAXVALUE);

-- Case: boundary of a partition
-- changed partition readings.p_2020: description
ALTER TABLE readings REORGANIZE PARTITION p_2020, p_new
    INTO (PARTITION p_2020 VALUES LESS THAN (2023), PARTITION p_new VALUES LESS THAN MAXVALUE);
-- Undo:
ALTER TABLE readings PARTITION BY RANGE (year(taken_on)) (
    PARTITION p_old VALUES LESS THAN (2020) COMMENT = 'On paper too',
    PARTITION p_2020 VALUES LESS THAN (2021),
    PARTITION p_new VALUES LESS THAN MAXVALUE
);

-- Case: comment of a partition
-- changed partition readings.p_old: comment
ALTER TABLE readings PARTITION BY RANGE (year(taken_on)) (
    PARTITION p_old VALUES LESS THAN (2020) COMMENT = 'Lost',
    PARTITION p_2020 VALUES LESS THAN (2021),
    PARTITION p_new VALUES LESS THAN MAXVALUE
);
-- Undo:
ALTER TABLE readings PARTITION BY RANGE (year(taken_on)) (
    PARTITION p_old VALUES LESS THAN (2020) COMMENT = 'On paper too',
    PARTITION p_2020 VALUES LESS THAN (2021),
    PARTITION p_new VALUES LESS THAN MAXVALUE
);

-- Case: partitioned otherwise
-- changed table readings: partitioned_by
ALTER TABLE readings PARTITION BY RANGE (year(taken_on) + 1) (
    PARTITION p_old VALUES LESS THAN (2020) COMMENT = 'On paper too',
    PARTITION p_2020 VALUES LESS THAN (2021),
    PARTITION p_new VALUES LESS THAN MAXVALUE
);
-- Undo:
ALTER TABLE readings PARTITION BY RANGE (year(taken_on)) (
    PARTITION p_old VALUES LESS THAN (2020) COMMENT = 'On paper too',
    PARTITION p_2020 VALUES LESS THAN (2021),
    PARTITION p_new VALUES LESS THAN MAXVALUE
);

-- Case: extra partitioning
-- extra table bins
CREATE TABLE bins (bin_id INT) PARTITION BY HASH (bin_id);
-- Undo:
DROP TABLE bins;
