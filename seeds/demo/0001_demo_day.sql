-- Seed: demo_day
--
-- The day on which the sample was first loaded. All its dates count from here, so that it is about
-- this week when it is new, and a second load on another day finds the same rows again.
SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci;

INSERT INTO clinic_settings (name, value)
SELECT
    'demo_day' AS name,
    date_format(clinic_today(), '%Y-%m-%d') AS value
WHERE
    NOT EXISTS (
        SELECT 1
        FROM clinic_settings AS known
        WHERE known.name = 'demo_day'
    );
