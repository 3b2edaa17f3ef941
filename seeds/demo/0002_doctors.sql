-- Seed: doctors
--
-- Three who work here and one who retired and therefore cannot be booked.
SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci;

INSERT INTO doctors (license_no, full_name, specialization, phone, email, is_active)
SELECT
    fresh.license_no,
    fresh.full_name,
    fresh.specialization,
    fresh.phone,
    fresh.email,
    fresh.is_active
FROM (
    VALUES
    ROW (
        'SIP-503/0114/2019', 'dr. Ayu Lestari', 'Umum', '0812-1100-2201',
        'ayu.lestari@klinik.example', 1
    ),
    ROW (
        'SIP-503/0271/2020', 'dr. Bagus Pratama, Sp.A', 'Anak', '0812-1100-2202',
        'bagus.pratama@klinik.example', 1
    ),
    ROW (
        'SIP-503/0398/2021', 'drg. Citra Wulandari', 'Gigi', '0812-1100-2203',
        'citra.wulandari@klinik.example', 1
    ),
    ROW (
        'SIP-503/0057/2012', 'dr. Darmawan Saputra', 'Umum', '0812-1100-2204',
        'darmawan.saputra@klinik.example', 0
    )
) AS fresh (license_no, full_name, specialization, phone, email, is_active)
LEFT JOIN doctors AS known ON fresh.license_no = known.license_no
WHERE known.doctor_id IS NULL;
