-- The highest key that a table ever gave out, as far as its rows show.
SELECT coalesce(max({key_column}), 0) AS highest
FROM {table};
