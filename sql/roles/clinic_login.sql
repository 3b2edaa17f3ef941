-- Role: clinic_login
--
-- The account behind a log-in form: it reads one hash at a time, by name, and counts. It can do
-- nothing else, so that the account which sees hashes never sees a patient.
CREATE ROLE IF NOT EXISTS clinic_login;

GRANT EXECUTE ON PROCEDURE begin_login TO clinic_login;
GRANT EXECUTE ON PROCEDURE finish_login TO clinic_login;
GRANT EXECUTE ON PROCEDURE rehash_password TO clinic_login;
