-- Which keys a generated clinic has, written in the transactions that write the rows.
CREATE TABLE IF NOT EXISTS _clinic_db_seed_part (
    run_id BIGINT NOT NULL COMMENT 'The row in _clinic_db_seed',
    part INT NOT NULL COMMENT 'Number of the chunk',
    table_name VARCHAR(64) NOT NULL COMMENT 'Table of the rows',
    first_key BIGINT NOT NULL COMMENT 'Lowest key; 0 in a table without one of its own',
    last_key BIGINT NOT NULL COMMENT 'Highest key',
    row_count INT NOT NULL COMMENT 'Rows of the chunk in that table',
    PRIMARY KEY (run_id, part, table_name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Keys of generated rows (clinic-db seed)';
