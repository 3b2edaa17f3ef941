-- The largest value of an AUTO_INCREMENT column; read from the end of its index. FOR SHARE waits
-- until the server has undone what a transaction wrote there that died with its connection.
SELECT coalesce(max({ids}), 0) AS largest FROM {table} FOR SHARE;
