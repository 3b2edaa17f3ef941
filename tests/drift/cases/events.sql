-- Case: event gone
-- missing event sweep
DROP EVENT sweep;
-- Undo:
CREATE EVENT sweep ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM readings WHERE degrees > 99;

-- Case: extra event
-- extra event by_hand
CREATE EVENT by_hand ON SCHEDULE EVERY 1 HOUR DISABLE DO DO 1;
-- Undo:
DROP EVENT by_hand;

-- Case: interval
-- changed event sweep: every
ALTER EVENT sweep ON SCHEDULE EVERY 2 DAY;
-- Undo:
DROP EVENT sweep;
CREATE EVENT sweep ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM readings WHERE degrees > 99;

-- Case: first time
-- changed event sweep: starts
ALTER EVENT sweep ON SCHEDULE EVERY 1 DAY STARTS '2040-01-01 00:00:00';
-- Undo:
DROP EVENT sweep;
CREATE EVENT sweep ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM readings WHERE degrees > 99;

-- Case: last time
-- changed event census: ends
ALTER EVENT census ON SCHEDULE EVERY 1 YEAR STARTS '2035-01-01 00:00:00';
-- Undo:
ALTER EVENT census ON SCHEDULE EVERY 1 YEAR STARTS '2035-01-01 00:00:00' ENDS '2065-01-01 00:00:00';

-- Case: event switched off
-- changed event census: status
ALTER EVENT census DISABLE;
-- Undo:
ALTER EVENT census ENABLE;

-- Case: event kept
-- changed event sweep: on_completion
ALTER EVENT sweep ON COMPLETION PRESERVE;
-- Undo:
ALTER EVENT sweep ON COMPLETION NOT PRESERVE;

-- Case: body of an event
-- changed event sweep: body
ALTER EVENT sweep DO DELETE FROM readings;
-- Undo:
ALTER EVENT sweep DO DELETE FROM readings WHERE degrees > 99;

-- Case: comment of an event
-- changed event census: comment
ALTER EVENT census COMMENT '';
-- Undo:
ALTER EVENT census COMMENT 'Once a year';

-- Case: definer of an event
-- changed event sweep: definer
ALTER DEFINER = 'somebody'@'%' EVENT sweep COMMENT '';
-- Undo:
ALTER DEFINER = CURRENT_USER EVENT sweep COMMENT '';

-- Case: time zone of an event
-- changed event sweep: starts, time_zone
SET time_zone = '+07:00';
ALTER EVENT sweep ON SCHEDULE EVERY 1 DAY;
-- Undo:
DROP EVENT sweep;
CREATE EVENT sweep ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM readings WHERE degrees > 99;

-- Case: event made to happen once
-- changed event sweep: every, execute_at, type
ALTER EVENT sweep ON SCHEDULE AT '2040-01-01 00:00:00';
-- Undo:
DROP EVENT sweep;
CREATE EVENT sweep ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM readings WHERE degrees > 99;

-- Case: sql_mode of an event
-- changed event sweep: sql_mode
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';
DROP EVENT sweep;
CREATE EVENT sweep ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM readings WHERE degrees > 99;
-- Undo:
DROP EVENT sweep;
CREATE EVENT sweep ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM readings WHERE degrees > 99;

-- Case: session of an event
-- changed event sweep: character_set_client, collation_connection
SET NAMES latin1;
ALTER EVENT sweep COMMENT '';
-- Undo:
DROP EVENT sweep;
CREATE EVENT sweep ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM readings WHERE degrees > 99;

-- Case: database's collation when an event was made
-- changed event sweep: database_collation
ALTER DATABASE COLLATE utf8mb4_0900_as_cs;
DROP EVENT sweep;
CREATE EVENT sweep ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM readings WHERE degrees > 99;
ALTER DATABASE COLLATE utf8mb4_0900_ai_ci;
-- Undo:
DROP EVENT sweep;
CREATE EVENT sweep ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM readings WHERE degrees > 99;
