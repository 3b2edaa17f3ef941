-- How many times columns of a table were added or dropped instantly since it was last rebuilt.
SELECT max(t.total_row_versions) AS versions
FROM information_schema.innodb_tables AS t
WHERE t.name = concat(database(), '/', %s);
