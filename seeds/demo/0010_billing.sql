-- Seed: billing
--
-- The totals come from the lines, by trigger. Bills are dated with their visit, so that reminders
-- have something to count; a visit that was ever billed is not billed again. The rows travel in a
-- variable, because a statement that reads appointments cannot fire the trigger that locks one.
SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci;

SET @day = (
    SELECT cast(s.value AS DATE)
    FROM clinic_settings AS s
    WHERE s.name = 'demo_day'
);

SET @offset = timestampdiff(MINUTE, utc_timestamp(6), clinic_now());

SET @fresh = (
    SELECT
        json_arrayagg(
            json_array(
                a.patient_id,
                a.appointment_id,
                i.insurance_id,
                a.appointment_date + INTERVAL a.duration_min - @offset MINUTE
            )
        ) AS fresh_bills
    FROM (
        VALUES
        ROW ('siti.rahmawati@contoh.example', -28, '09:00', '0001234567891'),
        ROW ('budi.santoso@contoh.example', -21, '09:30', 'AS-77812'),
        ROW ('rizky.anggraini@contoh.example', -14, '10:00', NULL),
        ROW ('made.wirawan@contoh.example', -10, '08:00', NULL),
        ROW ('dewi.anggraini@contoh.example', -7, '13:00', NULL),
        ROW ('nur.aisyah@contoh.example', -1, '09:15', NULL),
        ROW ('budi.santoso@contoh.example', 0, '08:00', NULL)
    ) AS fresh (email, on_day, at_time, policy_number)
    INNER JOIN patients AS p ON fresh.email = p.email
    INNER JOIN appointments AS a
        ON
            p.patient_id = a.patient_id
            AND timestamp(@day + INTERVAL fresh.on_day DAY, fresh.at_time) = a.appointment_date
    LEFT JOIN insurance AS i
        ON
            a.patient_id = i.patient_id
            AND fresh.policy_number = i.policy_number
    LEFT JOIN billing AS known ON a.appointment_id = known.appointment_id
    WHERE known.bill_id IS NULL
);

INSERT INTO billing (patient_id, appointment_id, insurance_id, created_at)
SELECT
    bill.patient_id,
    bill.appointment_id,
    bill.insurance_id,
    bill.created_at
FROM
    json_table(
        @fresh,
        '$[*]' COLUMNS (
            patient_id BIGINT PATH '$[0]',
            appointment_id BIGINT PATH '$[1]',
            insurance_id BIGINT PATH '$[2]',
            created_at DATETIME PATH '$[3]'
        )
    ) AS bill;
