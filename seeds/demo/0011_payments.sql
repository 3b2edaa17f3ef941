-- Seed: payments
--
-- Paid, partly paid, unpaid, and one refund. Bill and receiver are looked up into variables first:
-- the trigger updates billing, and a statement that also reads it is refused (1442).
SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci;

SET @day = (
    SELECT cast(s.value AS DATE)
    FROM clinic_settings AS s
    WHERE s.name = 'demo_day'
);

SET @offset = timestampdiff(MINUTE, utc_timestamp(6), clinic_now());

SET @receiver = (
    SELECT u.user_id
    FROM users AS u
    WHERE u.username = 'resepsionis'
);

SET @refund_of = NULL, @note = NULL;

SET @bill = NULL, @at = NULL;

SELECT
    b.bill_id,
    a.appointment_date + INTERVAL a.duration_min + 10 - @offset MINUTE AS paid_at
INTO @bill, @at
FROM billing AS b
INNER JOIN appointments AS a ON b.appointment_id = a.appointment_id
INNER JOIN patients AS p ON a.patient_id = p.patient_id
WHERE
    p.email = 'siti.rahmawati@contoh.example'
    AND a.appointment_date = timestamp(@day + INTERVAL -28 DAY, '09:00')
    AND NOT b.is_void;

SET @key = uuid_to_bin('0d3b1a70-0001-4000-8000-000000000001');

INSERT INTO payments (
    bill_id, kind, amount, payment_method, idempotency_key, refund_of, received_by, paid_at, note
)
SELECT
    @bill AS bill_id,
    'Payment' AS kind,
    200000 AS amount,
    'Insurance' AS payment_method,
    @key AS idempotency_key,
    @refund_of AS refund_of,
    @receiver AS received_by,
    @at AS paid_at,
    @note AS note
WHERE
    @bill IS NOT NULL
    AND NOT EXISTS (
        SELECT 1
        FROM payments AS known
        WHERE known.idempotency_key = @key
    );

SET @key = uuid_to_bin('0d3b1a70-0002-4000-8000-000000000002');

INSERT INTO payments (
    bill_id, kind, amount, payment_method, idempotency_key, refund_of, received_by, paid_at, note
)
SELECT
    @bill AS bill_id,
    'Payment' AS kind,
    70000 AS amount,
    'Cash' AS payment_method,
    @key AS idempotency_key,
    @refund_of AS refund_of,
    @receiver AS received_by,
    @at AS paid_at,
    @note AS note
WHERE
    @bill IS NOT NULL
    AND NOT EXISTS (
        SELECT 1
        FROM payments AS known
        WHERE known.idempotency_key = @key
    );

SET @bill = NULL, @at = NULL;

SELECT
    b.bill_id,
    a.appointment_date + INTERVAL a.duration_min + 10 - @offset MINUTE AS paid_at
INTO @bill, @at
FROM billing AS b
INNER JOIN appointments AS a ON b.appointment_id = a.appointment_id
INNER JOIN patients AS p ON a.patient_id = p.patient_id
WHERE
    p.email = 'budi.santoso@contoh.example'
    AND a.appointment_date = timestamp(@day + INTERVAL -21 DAY, '09:30')
    AND NOT b.is_void;

SET @key = uuid_to_bin('0d3b1a70-0003-4000-8000-000000000003');

INSERT INTO payments (
    bill_id, kind, amount, payment_method, idempotency_key, refund_of, received_by, paid_at, note
)
SELECT
    @bill AS bill_id,
    'Payment' AS kind,
    285000 AS amount,
    'Insurance' AS payment_method,
    @key AS idempotency_key,
    @refund_of AS refund_of,
    @receiver AS received_by,
    @at AS paid_at,
    @note AS note
WHERE
    @bill IS NOT NULL
    AND NOT EXISTS (
        SELECT 1
        FROM payments AS known
        WHERE known.idempotency_key = @key
    );

SET @bill = NULL, @at = NULL;

SELECT
    b.bill_id,
    a.appointment_date + INTERVAL a.duration_min + 10 - @offset MINUTE AS paid_at
INTO @bill, @at
FROM billing AS b
INNER JOIN appointments AS a ON b.appointment_id = a.appointment_id
INNER JOIN patients AS p ON a.patient_id = p.patient_id
WHERE
    p.email = 'rizky.anggraini@contoh.example'
    AND a.appointment_date = timestamp(@day + INTERVAL -14 DAY, '10:00')
    AND NOT b.is_void;

SET @key = uuid_to_bin('0d3b1a70-0004-4000-8000-000000000004');

INSERT INTO payments (
    bill_id, kind, amount, payment_method, idempotency_key, refund_of, received_by, paid_at, note
)
SELECT
    @bill AS bill_id,
    'Payment' AS kind,
    100000 AS amount,
    'Transfer' AS payment_method,
    @key AS idempotency_key,
    @refund_of AS refund_of,
    @receiver AS received_by,
    @at AS paid_at,
    @note AS note
WHERE
    @bill IS NOT NULL
    AND NOT EXISTS (
        SELECT 1
        FROM payments AS known
        WHERE known.idempotency_key = @key
    );

SET @bill = NULL, @at = NULL;

SELECT
    b.bill_id,
    a.appointment_date + INTERVAL a.duration_min + 10 - @offset MINUTE AS paid_at
INTO @bill, @at
FROM billing AS b
INNER JOIN appointments AS a ON b.appointment_id = a.appointment_id
INNER JOIN patients AS p ON a.patient_id = p.patient_id
WHERE
    p.email = 'dewi.anggraini@contoh.example'
    AND a.appointment_date = timestamp(@day + INTERVAL -7 DAY, '13:00')
    AND NOT b.is_void;

SET @key = uuid_to_bin('0d3b1a70-0005-4000-8000-000000000005');

INSERT INTO payments (
    bill_id, kind, amount, payment_method, idempotency_key, refund_of, received_by, paid_at, note
)
SELECT
    @bill AS bill_id,
    'Payment' AS kind,
    800000 AS amount,
    'CreditCard' AS payment_method,
    @key AS idempotency_key,
    @refund_of AS refund_of,
    @receiver AS received_by,
    @at AS paid_at,
    @note AS note
WHERE
    @bill IS NOT NULL
    AND NOT EXISTS (
        SELECT 1
        FROM payments AS known
        WHERE known.idempotency_key = @key
    );

SET @bill = NULL, @at = NULL;

SELECT
    b.bill_id,
    a.appointment_date + INTERVAL a.duration_min + 10 - @offset MINUTE AS paid_at
INTO @bill, @at
FROM billing AS b
INNER JOIN appointments AS a ON b.appointment_id = a.appointment_id
INNER JOIN patients AS p ON a.patient_id = p.patient_id
WHERE
    p.email = 'nur.aisyah@contoh.example'
    AND a.appointment_date = timestamp(@day + INTERVAL -1 DAY, '09:15')
    AND NOT b.is_void;

SET @key = uuid_to_bin('0d3b1a70-0006-4000-8000-000000000006');

INSERT INTO payments (
    bill_id, kind, amount, payment_method, idempotency_key, refund_of, received_by, paid_at, note
)
SELECT
    @bill AS bill_id,
    'Payment' AS kind,
    350000 AS amount,
    'Transfer' AS payment_method,
    @key AS idempotency_key,
    @refund_of AS refund_of,
    @receiver AS received_by,
    @at AS paid_at,
    @note AS note
WHERE
    @bill IS NOT NULL
    AND NOT EXISTS (
        SELECT 1
        FROM payments AS known
        WHERE known.idempotency_key = @key
    );

SET @bill = NULL, @at = NULL;

SELECT
    b.bill_id,
    a.appointment_date + INTERVAL a.duration_min + 10 - @offset MINUTE AS paid_at
INTO @bill, @at
FROM billing AS b
INNER JOIN appointments AS a ON b.appointment_id = a.appointment_id
INNER JOIN patients AS p ON a.patient_id = p.patient_id
WHERE
    p.email = 'dewi.anggraini@contoh.example'
    AND a.appointment_date = timestamp(@day + INTERVAL -7 DAY, '13:00')
    AND NOT b.is_void;

SET @note = 'Satu tambalan digaransi';

SET @refund_of = (
    SELECT p.payment_id
    FROM payments AS p
    WHERE p.idempotency_key = uuid_to_bin('0d3b1a70-0005-4000-8000-000000000005')
);

SET @key = uuid_to_bin('0d3b1a70-0007-4000-8000-000000000007');

INSERT INTO payments (
    bill_id, kind, amount, payment_method, idempotency_key, refund_of, received_by, paid_at, note
)
SELECT
    @bill AS bill_id,
    'Refund' AS kind,
    300000 AS amount,
    'CreditCard' AS payment_method,
    @key AS idempotency_key,
    @refund_of AS refund_of,
    @receiver AS received_by,
    @at AS paid_at,
    @note AS note
WHERE
    @bill IS NOT NULL
    AND NOT EXISTS (
        SELECT 1
        FROM payments AS known
        WHERE known.idempotency_key = @key
    );
