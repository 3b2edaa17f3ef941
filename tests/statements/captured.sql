SELECT
    thread_id,
    HEX(argument)
FROM mysql.general_log
WHERE command_type = 'Query';
