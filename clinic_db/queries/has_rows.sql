-- Is there at least one row? Reads one.
SELECT EXISTS(SELECT 1 FROM {table}) AS has_rows;
