-- Seed: patients
--
-- Eight people; a mother and her son share a telephone, as families do. The reserved domain
-- .example makes sure that nobody is ever written to.
SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci;

INSERT INTO patients (full_name, date_of_birth, gender, phone, email, address)
SELECT
    fresh.full_name,
    fresh.date_of_birth,
    fresh.gender,
    fresh.phone,
    fresh.email,
    fresh.address
FROM (
    VALUES
    ROW (
        'Siti Rahmawati', '1988-04-12', 'Female', '0813-2200-1001',
        'siti.rahmawati@contoh.example', 'Jl. Melati 12, Bandung'
    ),
    ROW (
        'Budi Santoso', '1975-11-30', 'Male', '0813-2200-1002', 'budi.santoso@contoh.example',
        'Jl. Kenanga 5, Bandung'
    ),
    ROW (
        'Dewi Anggraini', '1994-07-08', 'Female', '0813-2200-1003',
        'dewi.anggraini@contoh.example', 'Jl. Anggrek 21, Cimahi'
    ),
    ROW (
        'Rizky Anggraini', '2019-02-17', 'Male', '0813-2200-1003',
        'rizky.anggraini@contoh.example', 'Jl. Anggrek 21, Cimahi'
    ),
    ROW (
        'I Made Wirawan', '1962-09-03', 'Male', '0813-2200-1005', 'made.wirawan@contoh.example',
        'Jl. Dahlia 8, Bandung'
    ),
    ROW (
        'Maria Simanjuntak', '2001-01-25', 'Female', '0813-2200-1006',
        'maria.simanjuntak@contoh.example', 'Jl. Flamboyan 3, Bandung'
    ),
    ROW (
        'Agus Setiawan', '1983-06-19', 'Male', '0813-2200-1007', 'agus.setiawan@contoh.example',
        'Jl. Cempaka 17, Sumedang'
    ),
    ROW (
        'Nur Aisyah', '2015-12-05', 'Female', '0813-2200-1008', 'nur.aisyah@contoh.example',
        'Jl. Mawar 9, Bandung'
    )
) AS fresh (full_name, date_of_birth, gender, phone, email, address)
LEFT JOIN patients AS known ON fresh.email = known.email
WHERE known.patient_id IS NULL;
