-- Seed: medical_records
--
-- Fills the drafts that the completed visits got by trigger, and signs most of them. A draft that
-- somebody has written in since is left alone, and so is a signed record.
SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci;

SET @day = (
    SELECT cast(s.value AS DATE)
    FROM clinic_settings AS s
    WHERE s.name = 'demo_day'
);

UPDATE medical_records AS r
INNER JOIN (
    SELECT
        a.appointment_id,
        fresh.icd10_code,
        fresh.diagnosis,
        fresh.treatment,
        fresh.prescription,
        fresh.symptoms,
        fresh.allergies,
        fresh.systolic,
        fresh.diastolic,
        fresh.status
    FROM (
        VALUES
        ROW (
            'siti.rahmawati@contoh.example', -28, '09:00', 'J06.9', 'Infeksi saluran napas atas',
            'Istirahat, cairan hangat', 'Parasetamol 500 mg 3x1', 'Batuk, demam 38,2',
            'Penisilin', 118, 76, 'Signed'
        ),
        ROW (
            'budi.santoso@contoh.example', -21, '09:30', 'I10', 'Hipertensi esensial',
            'Diet rendah garam', 'Amlodipin 5 mg 1x1', 'Pusing pagi hari', NULL, 150, 95, 'Signed'
        ),
        ROW (
            'rizky.anggraini@contoh.example', -14, '10:00', 'A09', 'Gastroenteritis',
            'Rehidrasi oral', 'Oralit, zink 20 mg', 'Demam, diare', NULL, NULL, NULL, 'Signed'
        ),
        ROW (
            'made.wirawan@contoh.example', -10, '08:00', 'R07.4', 'Nyeri dada, tidak spesifik',
            'EKG, observasi', 'Aspirin 80 mg 1x1', 'Nyeri dada saat naik tangga', 'Udang', 138,
            88, 'Signed'
        ),
        ROW (
            'dewi.anggraini@contoh.example', -7, '13:00', 'K02.1', 'Karies dentin',
            'Tambal dua gigi', 'Ibuprofen bila nyeri', 'Ngilu saat minum dingin', NULL, 120, 80,
            'Draft'
        )
    )
        AS fresh (
            email, on_day, at_time, icd10_code, diagnosis, treatment, prescription, symptoms,
            allergies, systolic, diastolic, status
        )
    INNER JOIN patients AS p ON fresh.email = p.email
    INNER JOIN appointments AS a
        ON
            p.patient_id = a.patient_id
            AND timestamp(@day + INTERVAL fresh.on_day DAY, fresh.at_time) = a.appointment_date
) AS written ON r.live_appointment_id = written.appointment_id
SET
    r.icd10_code = written.icd10_code,
    r.diagnosis = written.diagnosis,
    r.treatment = written.treatment,
    r.prescription = written.prescription,
    r.symptoms = written.symptoms,
    r.allergies = written.allergies,
    r.systolic = written.systolic,
    r.diastolic = written.diastolic,
    r.status = written.status
WHERE r.status = 'Draft' AND r.diagnosis IS NULL;
