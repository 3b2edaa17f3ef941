-- How large the tables are, as the server estimates it.
SELECT
    t.table_name AS name,
    t.table_rows AS row_count,
    t.data_length + t.index_length AS byte_count
FROM information_schema.tables AS t
WHERE
    t.table_schema = database()
    AND t.table_type = 'BASE TABLE';
