-- A column as the new schema's collation compares it: equal weights are duplicates there.
SELECT
    {key_column} AS row_key,
    hex(weight_string(cast({text_column} AS CHAR) COLLATE utf8mb4_0900_ai_ci)) AS weight
FROM {table}
WHERE {text_column} IS NOT NULL;
