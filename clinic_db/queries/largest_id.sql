-- The largest value of an AUTO_INCREMENT column; read from the end of its index.
SELECT coalesce(max({ids}), 0) AS largest FROM {table};
