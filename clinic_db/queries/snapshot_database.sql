-- Where this is: the account, the database with its defaults, the server, and which tables of the
-- bookkeeping are there.
SELECT
    current_user() AS account,
    database() AS name,
    version() AS version,
    @@server_uuid AS server,
    @@lower_case_table_names AS lower_case_table_names,
    s.default_character_set_name AS character_set,
    s.default_collation_name AS collation_name,
    (
        SELECT group_concat(t.table_name)
        FROM information_schema.tables AS t
        WHERE
            t.table_schema = database()
            AND t.table_name IN ('_yoyo_migration', '_clinic_db_object')
    ) AS bookkeeping
FROM information_schema.schemata AS s
WHERE s.schema_name = database();
