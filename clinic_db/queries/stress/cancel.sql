-- The patient called off.
CALL cancel_appointment(%s, %s);
