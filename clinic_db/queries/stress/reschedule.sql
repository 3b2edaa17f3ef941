-- The patient comes at another time; the length stays.
CALL reschedule_appointment(%s, %s, NULL);
