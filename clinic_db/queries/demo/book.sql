-- Book a visit; its key is in @appointment afterwards.
CALL book_appointment(%s, %s, %s, %s, %s, @appointment);
