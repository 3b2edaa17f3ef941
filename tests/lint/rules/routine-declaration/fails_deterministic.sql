-- finds: sql/functions/limit_of.sql:1:69
-- finds: sql/functions/today.sql:1:72
-- finds: sql/functions/tomorrow.sql:1:70
-- finds: sql/functions/who.sql:1:72
-- >>> sql/functions/today.sql
CREATE FUNCTION today () RETURNS DATE DETERMINISTIC NO SQL RETURN date(now());
-- >>> sql/functions/who.sql
CREATE FUNCTION who () RETURNS VARCHAR(90) DETERMINISTIC NO SQL RETURN current_user;
-- >>> sql/functions/limit_of.sql
CREATE FUNCTION limit_of () RETURNS INT DETERMINISTIC NO SQL RETURN @@max_connections;
-- >>> sql/functions/tomorrow.sql
CREATE FUNCTION tomorrow () RETURNS DATE DETERMINISTIC NO SQL RETURN clock() + INTERVAL 1 DAY;
-- >>> sql/functions/clock.sql
CREATE FUNCTION clock () RETURNS DATETIME NOT DETERMINISTIC NO SQL RETURN utc_timestamp();
