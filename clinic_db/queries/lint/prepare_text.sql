-- The statement that the server is to parse.
SET @clinic_db_lint = %s;
