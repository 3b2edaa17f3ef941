-- Trigger: audit_log_before_update
--
-- A log that can be rewritten proves nothing. The one change it can still see is the redaction of
-- a person who was erased or whose row is gone, and what that looks like is computed here: no
-- session variable opens this door, and not even the owner can write anything else through it.
CREATE TRIGGER audit_log_before_update
BEFORE UPDATE ON audit_log
FOR EACH ROW
BEGIN
    DECLARE v_is_known BOOLEAN DEFAULT FALSE;

    -- A session that limits SELECT to no rows would make every look-up here find nothing.
    SET SESSION sql_select_limit = DEFAULT;
    SELECT p.voided_at IS NULL INTO v_is_known
    FROM patients AS p
    WHERE p.patient_id = OLD.row_id
    FOR SHARE;
    IF
        v_is_known
        OR OLD.table_name <> 'patients'
        -- UPDATE IGNORE writes a value of its own for a NULL behind this trigger.
        OR NOT (NEW.changes <=> redacted_changes(OLD.changes))
        OR NOT (NEW.audit_id <=> OLD.audit_id)
        OR NOT (NEW.occurred_at <=> OLD.occurred_at)
        OR NOT (cast(NEW.actor AS BINARY) <=> cast(OLD.actor AS BINARY))
        OR NOT (cast(NEW.db_user AS BINARY) <=> cast(OLD.db_user AS BINARY))
        OR NOT (cast(NEW.table_name AS BINARY) <=> cast(OLD.table_name AS BINARY))
        OR NOT (NEW.row_id <=> OLD.row_id)
        OR NOT (NEW.action <=> OLD.action)
    THEN
        SIGNAL SQLSTATE '45000'
            SET MESSAGE_TEXT = 'audit_log: what happened cannot be changed, only redacted';
    END IF;
END;
