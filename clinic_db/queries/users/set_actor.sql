-- Who the audit log says it was; db_user beside it is what the server knows.
SET @clinic_actor = %s;
