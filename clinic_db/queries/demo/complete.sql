-- The visit is over; the trigger drafts its medical record.
CALL complete_appointment(%s);
