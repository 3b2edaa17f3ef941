-- A clinic is being generated.
INSERT INTO _clinic_db_seed (started_at, settings)
VALUES (utc_timestamp(6), %s);
