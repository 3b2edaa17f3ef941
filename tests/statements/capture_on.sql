SET GLOBAL log_output = 'TABLE';
SET GLOBAL log_raw = ON;
SET GLOBAL general_log = ON;
