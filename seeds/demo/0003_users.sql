-- Seed: users
--
-- One login for each role and doctor. The password of all of them is 'klinik-demo-2026', public and
-- therefore for the sample only; the hashes are argon2id with m=19456, t=2, p=1.
SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci;

INSERT INTO users (username, password_hash, role, doctor_id)
SELECT
    fresh.username,
    concat('$argon2id$v=19$m=19456,t=2,p=1$', fresh.salt_and_hash) AS password_hash,
    fresh.role,
    d.doctor_id
FROM (
    VALUES
    ROW (
        'admin',
        'b8Ze+Vg9fD9tSn5hC19HZw$WS7TL/4LWOPLleMgi1+qo/f8ARgjGWna0RqxenDWDvY',
        'Admin',
        NULL
    ),
    ROW (
        'resepsionis',
        'pCKdhTLMqqk8NwO2MI9oIg$8gbxkPn7RJFkgHBLXplcOWsrtIU30kll88x8nVy+FpY',
        'Receptionist',
        NULL
    ),
    ROW (
        'dr.ayu',
        'L9tI8QmE76TNLhkBtVdgNg$EP6M65ulvjbMkowLreQxYq0LYuVPSQM+LxisoKgq/k4',
        'Doctor',
        'SIP-503/0114/2019'
    ),
    ROW (
        'dr.bagus',
        'eXuJv2ZHiUv8DJnnQrjijQ$cyZjhXPqDJUmOQAkjMHnvFIpgsPwPTeqNUO9X8RPdGQ',
        'Doctor',
        'SIP-503/0271/2020'
    ),
    ROW (
        'drg.citra',
        'coqWsOCxuhMsxcjGEbeXYg$CRi/pn5Et/HJyRxLayOGI0NdwF3N8PmIngCOFGnkLE8',
        'Doctor',
        'SIP-503/0398/2021'
    )
) AS fresh (username, salt_and_hash, role, license_no)
LEFT JOIN doctors AS d ON fresh.license_no = d.license_no
LEFT JOIN users AS known ON fresh.username = known.username
WHERE known.user_id IS NULL;
