-- A login for somebody; the hash was made by the caller.
INSERT INTO users (username, password_hash, role, doctor_id)
VALUES (%s, %s, %s, %s);
