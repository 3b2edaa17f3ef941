-- The highest key that a row has.
SELECT max({key_column}) AS highest
FROM {table};
