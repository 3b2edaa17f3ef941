-- Seed: clinic_settings
--
-- Every date on the wall clock needs the offset. A setting that the clinic changed stays changed:
-- only what is missing is inserted.
SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci;

INSERT INTO clinic_settings (name, value)
SELECT
    fresh.name,
    fresh.value
FROM (
    VALUES
    ROW ('clinic_name', 'Klinik Sehat Sentosa'),
    ROW ('currency', 'IDR'),
    ROW ('utc_offset', '+07:00')
) AS fresh (name, value)
LEFT JOIN clinic_settings AS known ON fresh.name = known.name
WHERE known.name IS NULL;
