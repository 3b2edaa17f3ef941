-- One more, which leaves as many columns as there were.
ALTER TABLE {table} ADD COLUMN {new} INT NULL, DROP COLUMN {old}, ALGORITHM = INSTANT;
