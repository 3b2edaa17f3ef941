-- What every session of the toolkit starts with, whatever the server's defaults are:
-- strict types, UTC, checks on, no limit to a SELECT's time or rows, a COMMIT that does nothing else,
-- and an end to waiting for a metadata lock (the default is a year).
-- sql_mode is stored with every routine that the session creates, so it must not vary; what the
-- information schema says of a table is to be what holds now, not what was cached of it.
SET SESSION
    sql_mode = concat_ws(
        ',',
        'ONLY_FULL_GROUP_BY',
        'STRICT_TRANS_TABLES',
        'NO_ZERO_IN_DATE',
        'NO_ZERO_DATE',
        'ERROR_FOR_DIVISION_BY_ZERO',
        'NO_ENGINE_SUBSTITUTION'
    ),
    time_zone = '+00:00',
    autocommit = 1,
    foreign_key_checks = 1,
    unique_checks = 1,
    transaction_isolation = 'REPEATABLE-READ',
    transaction_read_only = 0,
    group_concat_max_len = 16777216,
    information_schema_stats_expiry = 0,
    max_execution_time = 0,
    sql_select_limit = 18446744073709551615,
    sql_big_selects = 1,
    completion_type = 0,
    lock_wait_timeout = %s;
