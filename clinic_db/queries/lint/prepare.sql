-- Parses the statement; nothing executes it.
PREPARE clinic_db_lint FROM @clinic_db_lint;
