-- Rows that were not generated.
SELECT count(*) AS others
FROM {table}
WHERE NOT ({condition});
