-- Rollback: 0014_create_audit_log
--
-- The trail goes; the triggers that write it go with the project's objects before.

DROP TABLE audit_log;
