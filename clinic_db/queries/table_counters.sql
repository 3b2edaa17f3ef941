-- The next AUTO_INCREMENT value of every table; fresh, not from the statistics' cache.
SELECT /*+ SET_VAR(information_schema_stats_expiry = 0) */
    table_name AS name,
    auto_increment AS next_id
FROM information_schema.tables
WHERE
    table_schema = database()
    AND table_type = 'BASE TABLE';
