-- Primary and unique keys, one row per column; a part that is an expression has no column.
SELECT
    s.table_name AS owner,
    s.index_name AS name,
    s.column_name AS part
FROM information_schema.statistics AS s
WHERE
    s.table_schema = database()
    AND s.non_unique = 0
ORDER BY s.table_name, s.index_name, s.seq_in_index;
