-- In the transaction that writes the rows: a chunk is there and known, or neither.
INSERT INTO _clinic_db_seed_part (run_id, part, table_name, first_key, last_key, row_count)
VALUES {rows};
