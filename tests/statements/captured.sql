SELECT
    thread_id,
    hex(argument) AS argument
FROM mysql.general_log
WHERE command_type = 'Query';
