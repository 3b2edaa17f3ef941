-- Seed: services
--
-- A price list to begin with. A row is found by its code, so that a price the clinic changed is
-- left alone and only missing services are inserted.
SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci;

INSERT INTO services (code, service_name, price, duration_min)
SELECT
    fresh.code,
    fresh.service_name,
    fresh.price,
    fresh.duration_min
FROM (
    VALUES
    ROW ('KONSUL-UMUM', 'Konsultasi dokter umum', 150000, 30),
    ROW ('KONSUL-ANAK', 'Konsultasi dokter anak', 250000, 30),
    ROW ('KONSUL-GIGI', 'Konsultasi dokter gigi', 200000, 30),
    ROW ('KONTROL', 'Kontrol ulang', 100000, 15),
    ROW ('LAB-DARAH', 'Pemeriksaan darah lengkap', 120000, 15),
    ROW ('LAB-GULA', 'Pemeriksaan gula darah', 45000, 15),
    ROW ('LAB-LIPID', 'Profil lipid', 185000, 15),
    ROW ('VAKSIN-INFLUENZA', 'Vaksin influenza', 350000, 15),
    ROW ('TAMBAL-GIGI', 'Tambal gigi', 300000, 45),
    ROW ('EKG', 'Elektrokardiogram', 175000, 30),
    ROW ('SURAT-SEHAT', 'Surat keterangan sehat', 50000, 15),
    ROW ('EDUKASI', 'Edukasi gizi singkat', 0, 15)
) AS fresh (code, service_name, price, duration_min)
LEFT JOIN services AS known ON fresh.code = known.code
WHERE known.service_id IS NULL;
