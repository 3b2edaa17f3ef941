-- Seed: lab_results
--
-- Numbers in, below and above their bounds, one open bound, and a finding in words.
SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci;

SET @day = (
    SELECT cast(s.value AS DATE)
    FROM clinic_settings AS s
    WHERE s.name = 'demo_day'
);

INSERT INTO lab_results (
    record_id, test_type, loinc_code, test_date, value_num, unit, ref_low, ref_high, results
)
SELECT
    r.record_id,
    fresh.test_type,
    fresh.loinc_code,
    r.record_date,
    fresh.value_num,
    fresh.unit,
    fresh.ref_low,
    fresh.ref_high,
    fresh.results
FROM (
    VALUES
    ROW (
        'siti.rahmawati@contoh.example', -28, '09:00', 'Leukosit', '6690-2', 11.8, '10^3/uL', 4.0,
        10.5, NULL
    ),
    ROW (
        'siti.rahmawati@contoh.example', -28, '09:00', 'Hemoglobin', '718-7', 13.4, 'g/dL', 12.0,
        16.0, NULL
    ),
    ROW (
        'budi.santoso@contoh.example', -21, '09:30', 'Kolesterol LDL', '13457-7', 162, 'mg/dL',
        NULL, 130, NULL
    ),
    ROW (
        'budi.santoso@contoh.example', -21, '09:30', 'Kolesterol HDL', '2085-9', 48, 'mg/dL', 40,
        NULL, NULL
    ),
    ROW (
        'made.wirawan@contoh.example', -10, '08:00', 'Glukosa puasa', '1558-6', 104, 'mg/dL', 70,
        100, NULL
    ),
    ROW (
        'made.wirawan@contoh.example', -10, '08:00', 'EKG', '11524-6', NULL, NULL, NULL, NULL,
        'Irama sinus, tanpa kelainan ST'
    )
)
    AS fresh (
        email, on_day, at_time, test_type, loinc_code, value_num, unit, ref_low, ref_high, results
    )
INNER JOIN patients AS p ON fresh.email = p.email
INNER JOIN appointments AS a
    ON
        p.patient_id = a.patient_id
        AND timestamp(@day + INTERVAL fresh.on_day DAY, fresh.at_time) = a.appointment_date
INNER JOIN medical_records AS r ON a.appointment_id = r.live_appointment_id
LEFT JOIN lab_results AS known
    ON
        r.record_id = known.record_id
        AND fresh.test_type = known.test_type
WHERE known.lab_id IS NULL;
