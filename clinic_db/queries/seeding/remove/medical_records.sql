-- Records about generated people and visits; their results go with them.
DELETE r
FROM medical_records AS r
LEFT JOIN appointments AS a ON r.appointment_id = a.appointment_id
WHERE ({appointments}) OR ({records});
