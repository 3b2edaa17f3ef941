-- The quarters of an hour of a doctor's day that are taken; what is not in here is free.
SELECT s.slot_start
FROM appointment_slots AS s
WHERE
    s.doctor_id = %s
    AND s.slot_start >= %s
    AND s.slot_start < %s + INTERVAL 1 DAY
ORDER BY s.slot_start;
