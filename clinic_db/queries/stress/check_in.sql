-- The patient is here.
CALL check_in_appointment(%s);
