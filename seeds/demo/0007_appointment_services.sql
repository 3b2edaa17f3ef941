-- Seed: appointment_services
--
-- What was done, at the price of the list. A visit that is billed gets no more lines, so those are
-- left out before the trigger would refuse them. The rows travel in a variable, because a statement
-- that reads appointments cannot fire the trigger that locks one (1442).
SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci;

SET @day = (
    SELECT cast(s.value AS DATE)
    FROM clinic_settings AS s
    WHERE s.name = 'demo_day'
);

SET @fresh = (
    SELECT
        json_arrayagg(
            json_array(a.appointment_id, s.service_id, fresh.quantity, s.price)
        ) AS fresh_lines
    FROM (
        VALUES
        ROW ('siti.rahmawati@contoh.example', -28, '09:00', 'KONSUL-UMUM', 1),
        ROW ('siti.rahmawati@contoh.example', -28, '09:00', 'LAB-DARAH', 1),
        ROW ('budi.santoso@contoh.example', -21, '09:30', 'KONTROL', 1),
        ROW ('budi.santoso@contoh.example', -21, '09:30', 'LAB-LIPID', 1),
        ROW ('rizky.anggraini@contoh.example', -14, '10:00', 'KONSUL-ANAK', 1),
        ROW ('made.wirawan@contoh.example', -10, '08:00', 'KONSUL-UMUM', 1),
        ROW ('made.wirawan@contoh.example', -10, '08:00', 'EKG', 1),
        ROW ('made.wirawan@contoh.example', -10, '08:00', 'LAB-GULA', 2),
        ROW ('dewi.anggraini@contoh.example', -7, '13:00', 'KONSUL-GIGI', 1),
        ROW ('dewi.anggraini@contoh.example', -7, '13:00', 'TAMBAL-GIGI', 2),
        ROW ('nur.aisyah@contoh.example', -1, '09:15', 'VAKSIN-INFLUENZA', 1),
        ROW ('budi.santoso@contoh.example', 0, '08:00', 'EDUKASI', 1),
        ROW ('dewi.anggraini@contoh.example', 0, '08:30', 'SURAT-SEHAT', 1)
    ) AS fresh (email, on_day, at_time, code, quantity)
    INNER JOIN patients AS p ON fresh.email = p.email
    INNER JOIN appointments AS a
        ON
            p.patient_id = a.patient_id
            AND timestamp(@day + INTERVAL fresh.on_day DAY, fresh.at_time) = a.appointment_date
    INNER JOIN services AS s ON fresh.code = s.code
    LEFT JOIN billing AS b ON a.appointment_id = b.appointment_id
    LEFT JOIN appointment_services AS known
        ON
            a.appointment_id = known.appointment_id
            AND s.service_id = known.service_id
    WHERE known.appt_service_id IS NULL AND b.bill_id IS NULL
);

INSERT INTO appointment_services (appointment_id, service_id, quantity, unit_price)
SELECT
    line.appointment_id,
    line.service_id,
    line.quantity,
    line.unit_price
FROM
    json_table(
        @fresh,
        '$[*]' COLUMNS (
            appointment_id BIGINT PATH '$[0]',
            service_id BIGINT PATH '$[1]',
            quantity INT PATH '$[2]',
            unit_price DECIMAL(12, 2) PATH '$[3]'
        )
    ) AS line;
