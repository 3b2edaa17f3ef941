-- A column as the new schema's collation compares it: equal weights are duplicates there.
SELECT
    {key} AS row_key,
    hex(weight_string(convert({column} USING utf8mb4) COLLATE utf8mb4_0900_ai_ci)) AS weight
FROM {table}
WHERE {column} IS NOT NULL;
