-- A step is done.
INSERT INTO _clinic_db_adoption (step, detail)
VALUES (%s, %s);
