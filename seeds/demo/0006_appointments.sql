-- Seed: appointments
--
-- Every status once at least, from four weeks ago to next week. A visit is found by its patient and
-- time; the triggers take the slots and write the drafts of those that are completed.
SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci;

SET @day = (
    SELECT cast(s.value AS DATE)
    FROM clinic_settings AS s
    WHERE s.name = 'demo_day'
);

INSERT INTO appointments (
    patient_id, doctor_id, appointment_date, duration_min, status, notes, cancel_reason, created_by
)
SELECT
    p.patient_id,
    d.doctor_id,
    timestamp(@day + INTERVAL fresh.on_day DAY, fresh.at_time) AS appointment_date,
    fresh.duration_min,
    fresh.status,
    fresh.notes,
    fresh.cancel_reason,
    u.user_id
FROM (
    VALUES
    ROW (
        'siti.rahmawati@contoh.example', 'SIP-503/0114/2019', -28, '09:00', 30, 'Completed',
        'Batuk dan demam tiga hari', NULL
    ),
    ROW (
        'budi.santoso@contoh.example', 'SIP-503/0114/2019', -21, '09:30', 30, 'Completed',
        'Kontrol tekanan darah', NULL
    ),
    ROW (
        'rizky.anggraini@contoh.example', 'SIP-503/0271/2020', -14, '10:00', 30, 'Completed',
        'Demam, ibu ikut masuk', NULL
    ),
    ROW (
        'made.wirawan@contoh.example', 'SIP-503/0114/2019', -10, '08:00', 45, 'Completed',
        'Nyeri dada ringan', NULL
    ),
    ROW (
        'dewi.anggraini@contoh.example', 'SIP-503/0398/2021', -7, '13:00', 45, 'Completed',
        'Gigi geraham berlubang', NULL
    ),
    ROW (
        'maria.simanjuntak@contoh.example', 'SIP-503/0114/2019', -5, '11:00', 30, 'NoShow', NULL,
        NULL
    ),
    ROW (
        'agus.setiawan@contoh.example', 'SIP-503/0398/2021', -3, '14:00', 30, 'Cancelled', NULL,
        'Pasien ke luar kota'
    ),
    ROW (
        'nur.aisyah@contoh.example', 'SIP-503/0271/2020', -1, '09:15', 15, 'Completed',
        'Vaksin influenza', NULL
    ),
    ROW (
        'budi.santoso@contoh.example', 'SIP-503/0114/2019', 0, '08:00', 30, 'Completed',
        'Kontrol ulang', NULL
    ),
    ROW (
        'dewi.anggraini@contoh.example', 'SIP-503/0114/2019', 0, '08:30', 30, 'CheckedIn',
        'Surat keterangan sehat', NULL
    ),
    ROW (
        'rizky.anggraini@contoh.example', 'SIP-503/0271/2020', 2, '10:00', 30, 'Scheduled',
        'Kontrol setelah demam', NULL
    ),
    ROW (
        'agus.setiawan@contoh.example', 'SIP-503/0398/2021', 3, '14:00', 30, 'Scheduled', NULL,
        NULL
    ),
    ROW (
        'made.wirawan@contoh.example', 'SIP-503/0114/2019', 7, '08:00', 30, 'Scheduled',
        'Ulang EKG', NULL
    )
) AS fresh (email, license_no, on_day, at_time, duration_min, status, notes, cancel_reason)
INNER JOIN patients AS p ON fresh.email = p.email
INNER JOIN doctors AS d ON fresh.license_no = d.license_no
LEFT JOIN users AS u ON u.username = 'resepsionis'
LEFT JOIN appointments AS known
    ON
        p.patient_id = known.patient_id
        AND timestamp(@day + INTERVAL fresh.on_day DAY, fresh.at_time) = known.appointment_date
WHERE known.appointment_id IS NULL
ORDER BY fresh.on_day, fresh.at_time;
