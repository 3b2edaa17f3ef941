-- What a run must know before it plans: the server, what is there of the bookkeeping, and the
-- settings that would make a later statement fail or behave otherwise than the files say.
SELECT
    version() AS version,
    (
        SELECT group_concat(table_name)
        FROM information_schema.tables
        WHERE
            table_schema = database()
            AND table_name IN ('_yoyo_migration', '_clinic_db_journal', '_clinic_db_object')
    ) AS bookkeeping,
    (
        SELECT count(*)
        FROM information_schema.tables
        WHERE
            table_schema = database()
            AND table_type = 'BASE TABLE'
            AND table_name NOT LIKE '\_yoyo\_%'
            AND table_name NOT LIKE '\_clinic\_db\_%'
            AND table_name <> 'yoyo_lock'
    ) AS other_tables,
    (
        SELECT count(*)
        FROM performance_schema.global_variables
        WHERE
            (variable_name = 'log_bin' AND variable_value = 'ON')
            OR (variable_name = 'log_bin_trust_function_creators' AND variable_value = 'OFF')
    ) = 2 AS creators_need_super,
    (
        SELECT count(*)
        FROM information_schema.user_privileges
        WHERE
            privilege_type = 'SUPER'
            AND replace(grantee, '''', '') = current_user()
    ) > 0 AS has_super,
    (
        SELECT variable_value
        FROM performance_schema.global_variables
        WHERE variable_name = 'enable_cascade_triggers'
    ) AS cascade_triggers,
    @@lower_case_table_names AS lower_case_table_names;
