SET GLOBAL general_log = OFF;
SET GLOBAL log_raw = OFF;
SET GLOBAL log_output = DEFAULT;
TRUNCATE TABLE mysql.general_log;
