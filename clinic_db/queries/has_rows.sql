-- Is there at least one row? Reads one.
SELECT exists(SELECT 1 FROM {table}) AS has_rows;
