-- Opens the guards for this session.
SET @clinic_db_seed = %s;
