-- The first of the instant changes that bring an empty table to the age of a used one.
ALTER TABLE {table} ADD COLUMN {new} INT NULL, ALGORITHM = INSTANT;
