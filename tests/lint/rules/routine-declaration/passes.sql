-- >>> sql/functions/added.sql
CREATE FUNCTION added (in_a INT, in_b INT) RETURNS INT DETERMINISTIC NO SQL
RETURN in_a + replace(in_b, 'now()', '1');
-- >>> sql/functions/clock.sql
CREATE FUNCTION clock () RETURNS DATETIME NOT DETERMINISTIC NO SQL RETURN utc_timestamp();
-- >>> procedures/write_note.sql
CREATE PROCEDURE write_note () NOT DETERMINISTIC MODIFIES SQL DATA
BEGIN
    DECLARE v_user INT DEFAULT 0;
    SELECT count(*) INTO v_user FROM notes FOR UPDATE;
    INSERT INTO notes (author_id) VALUES (v_user) ON DUPLICATE KEY UPDATE author_id = 1;
END;
-- >>> procedures/read_note.sql
CREATE PROCEDURE read_note () NOT DETERMINISTIC READS SQL DATA
SELECT note_id FROM notes FOR UPDATE;
