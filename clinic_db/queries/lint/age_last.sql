-- The last one, which leaves the columns as they were before the first.
ALTER TABLE {table} DROP COLUMN {old}, ALGORITHM = INSTANT;
