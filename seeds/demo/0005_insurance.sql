-- Seed: insurance
--
-- Open-ended, current and expired policies; the last one cannot be used on a new bill.
SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci;

SET @day = (
    SELECT cast(s.value AS DATE)
    FROM clinic_settings AS s
    WHERE s.name = 'demo_day'
);

INSERT INTO insurance (
    patient_id, provider_name, policy_number, plan_name, valid_from, valid_until
)
SELECT
    p.patient_id,
    fresh.provider_name,
    fresh.policy_number,
    fresh.plan_name,
    @day + INTERVAL fresh.from_day DAY AS valid_from,
    @day + INTERVAL fresh.until_day DAY AS valid_until
FROM (
    VALUES
    ROW ('siti.rahmawati@contoh.example', 'BPJS Kesehatan', '0001234567891', 'Kelas 1', -700, NULL),
    ROW ('budi.santoso@contoh.example', 'Asuransi Sejahtera', 'AS-77812', 'Gold', -400, 330),
    ROW (
        'rizky.anggraini@contoh.example', 'BPJS Kesehatan', '0001234567902', 'Kelas 2', -900, NULL
    ),
    ROW ('made.wirawan@contoh.example', 'Asuransi Sejahtera', 'AS-10455', 'Silver', -800, -70)
) AS fresh (email, provider_name, policy_number, plan_name, from_day, until_day)
INNER JOIN patients AS p ON fresh.email = p.email
LEFT JOIN insurance AS known
    ON
        p.patient_id = known.patient_id
        AND fresh.provider_name = known.provider_name
        AND fresh.policy_number = known.policy_number
WHERE known.insurance_id IS NULL;
