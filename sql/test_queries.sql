-- Checks that a person runs by hand with the mysql client, on a database with the demo rows:
--   mysql clinic < sql/test_queries.sql
--   mysql --table clinic < sql/test_queries.sql
--
-- Every check prints one row, 'ok' or 'WRONG: …', and the last row counts both. Whatever writes
-- stands between START TRANSACTION and ROLLBACK, so the rows are the same afterwards; only
-- AUTO_INCREMENT counters have moved. The account needs the owner's rights on the database: four
-- helper procedures, test_queries_…, are created here and dropped at the end; a run that was cut
-- short leaves them behind, and the next one drops them first.

SET NAMES utf8mb4 COLLATE utf8mb4_0900_ai_ci;
-- The first version also names the index of a row that was read before the plan was made.
SET SESSION explain_json_format_version = 1;
SET @test_checks = 0, @test_wrong = 0;

-- -----------------------------------------------------------------------------
-- Helpers
-- -----------------------------------------------------------------------------

DROP PROCEDURE IF EXISTS test_queries_expect;
DROP PROCEDURE IF EXISTS test_queries_expect_refusal;
DROP PROCEDURE IF EXISTS test_queries_expect_index;
DROP PROCEDURE IF EXISTS test_queries_people;

DELIMITER //

-- Compared byte by byte: to the collation of the columns, 'ok' and 'OK' are the same.
CREATE PROCEDURE test_queries_expect (
    IN in_check VARCHAR(500),
    IN in_found TEXT,
    IN in_expected TEXT
)
NOT DETERMINISTIC
CONTAINS SQL
SQL SECURITY INVOKER
COMMENT 'Of sql/test_queries.sql: prints whether a value is the expected one, and counts'
BEGIN
    DECLARE v_is_ok BOOLEAN DEFAULT cast(in_found AS BINARY) <=> cast(in_expected AS BINARY);

    SET @test_checks = @test_checks + 1;
    SET @test_wrong = @test_wrong + if(v_is_ok, 0, 1);
    -- RF04: result is a keyword, but not a reserved one.
    SELECT
        in_check AS `check`,
        if(
            v_is_ok,
            'ok',
            concat(
                'WRONG: ', coalesce(in_found, 'NULL'), ' instead of ', coalesce(in_expected, 'NULL')
            )
        ) AS result; -- noqa: RF04
END//

-- Shows the server's words. The pattern is one of LIKE, because some texts name the database. What
-- passes although it must not stays until the ROLLBACK of its chapter, so that what follows there
-- can be wrong, or refused, because of it.
CREATE PROCEDURE test_queries_expect_refusal (
    IN in_check VARCHAR(200),
    IN in_statement TEXT,
    IN in_pattern VARCHAR(255)
)
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY INVOKER
COMMENT 'Of sql/test_queries.sql: runs a statement that the server must refuse with a text'
BEGIN
    DECLARE v_first TEXT;
    DECLARE v_text TEXT;
    DECLARE CONTINUE HANDLER FOR SQLEXCEPTION
    BEGIN
        GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
        SET v_first = coalesce(v_first, v_text);
    END;

    SET @test_statement = in_statement;
    PREPARE test_statement FROM @test_statement;
    EXECUTE test_statement;
    DEALLOCATE PREPARE test_statement;
    CALL test_queries_expect(
        concat(
            in_check,
            ': ',
            -- Keys differ from run to run, and two runs should be comparable line by line.
            if(
                v_first LIKE in_pattern,
                regexp_replace(v_first, '^Duplicate entry .+ for key', 'Duplicate entry for key'),
                in_pattern
            )
        ),
        if(v_first LIKE in_pattern, 'refused', coalesce(concat('"', v_first, '"'), 'accepted')),
        'refused'
    );
END//

-- A full scan of a small table can be the cheaper one, so every query below is one for which the
-- index wins on a handful of rows too.
CREATE PROCEDURE test_queries_expect_index (
    IN in_check VARCHAR(200),
    IN in_query TEXT,
    IN in_index VARCHAR(64)
)
NOT DETERMINISTIC
READS SQL DATA
SQL SECURITY INVOKER
COMMENT 'Of sql/test_queries.sql: explains a query that must use an index'
BEGIN
    DECLARE v_found VARCHAR(64);
    DECLARE v_text TEXT;
    DECLARE CONTINUE HANDLER FOR SQLEXCEPTION
    BEGIN
        GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
    END;

    SET @test_plan = NULL;
    SET @test_statement = concat('EXPLAIN FORMAT = JSON INTO @test_plan ', in_query);
    PREPARE test_statement FROM @test_statement;
    EXECUTE test_statement;
    DEALLOCATE PREPARE test_statement;
    SET v_found = json_unquote(json_extract(json_extract(@test_plan, '$**.key'), '$[0]'));
    CALL test_queries_expect(
        concat(in_check, ' uses ', in_index), coalesce(v_found, v_text, 'a full scan'), in_index
    );
END//

-- Somebody to try things on, whom no other session knows.
CREATE PROCEDURE test_queries_people ()
NOT DETERMINISTIC
MODIFIES SQL DATA
SQL SECURITY INVOKER
COMMENT 'Of sql/test_queries.sql: two patients, two doctors, services, policies, a login'
BEGIN
    INSERT INTO patients (full_name, date_of_birth, gender, phone, email, address)
    VALUES (
        'Pasien Percobaan', '1990-05-17', 'Female', '0899-0000-0001',
        'pasien.percobaan@contoh.example', 'Jl. Percobaan 1'
    );
    SET @patient = last_insert_id();
    INSERT INTO patients (full_name, date_of_birth)
    VALUES ('Pasien Lain', '1985-01-02');
    SET @other_patient = last_insert_id();
    INSERT INTO doctors (license_no, full_name, specialization, email)
    VALUES ('SIP-TEST-1', 'dr. Percobaan', 'Umum', 'dr.percobaan@klinik.example');
    SET @doctor = last_insert_id();
    INSERT INTO doctors (license_no, full_name, specialization)
    VALUES ('SIP-TEST-2', 'dr. Lain', 'Anak');
    SET @other_doctor = last_insert_id();
    INSERT INTO services (code, service_name, price)
    VALUES ('TEST-1', 'Layanan percobaan', 125000);
    SET @service = last_insert_id();
    INSERT INTO services (code, service_name, price)
    VALUES ('TEST-0', 'Layanan gratis', 0);
    SET @free_service = last_insert_id();
    INSERT INTO insurance (patient_id, provider_name, policy_number, valid_from)
    VALUES (@patient, 'Asuransi Percobaan', 'T-1', '2020-01-01');
    SET @policy = last_insert_id();
    INSERT INTO insurance (patient_id, provider_name, policy_number, valid_from, valid_until)
    VALUES (@patient, 'Asuransi Percobaan', 'T-2', '2020-01-01', '2020-12-31');
    SET @expired_policy = last_insert_id();
    INSERT INTO users (username, password_hash, role)
    VALUES ('percobaan', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA', 'Receptionist');
    SET @user = last_insert_id();
    SET @at = timestamp(clinic_today() + INTERVAL 400 DAY, '09:00');
END//

DELIMITER ;

-- -----------------------------------------------------------------------------
-- CRUD of every table
-- -----------------------------------------------------------------------------

SELECT 'CRUD of every table' AS heading;

START TRANSACTION;

INSERT INTO patients (full_name, date_of_birth, gender, phone, email)
VALUES ('Ani Percobaan', '1991-02-03', 'Female', '0899-1', 'ani.percobaan@contoh.example');
SET @patient = last_insert_id();
CALL test_queries_expect(
    'patients, create and read',
    (
        SELECT concat_ws(' | ', full_name, date_of_birth, gender, phone, email)
        FROM patients
        WHERE patient_id = @patient
    ),
    'Ani Percobaan | 1991-02-03 | Female | 0899-1 | ani.percobaan@contoh.example'
);
UPDATE patients
SET phone = '0899-2'
WHERE patient_id = @patient;
CALL test_queries_expect(
    'patients, update',
    (
        SELECT concat(phone, ', ', updated_at > created_at)
        FROM patients
        WHERE patient_id = @patient
    ),
    '0899-2, 1'
);

INSERT INTO doctors (license_no, full_name, specialization)
VALUES ('SIP-TEST-9', 'dr. Baru', 'Umum');
SET @doctor = last_insert_id();
CALL test_queries_expect(
    'doctors, create and read',
    (
        SELECT concat_ws(' | ', license_no, full_name, specialization, is_active)
        FROM doctors
        WHERE doctor_id = @doctor
    ),
    'SIP-TEST-9 | dr. Baru | Umum | 1'
);
UPDATE doctors
SET specialization = 'Anak'
WHERE doctor_id = @doctor;
CALL test_queries_expect(
    'doctors, update',
    (
        SELECT concat(specialization, ', ', updated_at > created_at)
        FROM doctors
        WHERE doctor_id = @doctor
    ),
    'Anak, 1'
);

INSERT INTO services (code, service_name, price)
VALUES ('TEST-9', 'Layanan baru', 80000);
SET @service = last_insert_id();
CALL test_queries_expect(
    'services, create and read',
    (
        SELECT concat_ws(' | ', code, service_name, price, duration_min)
        FROM services
        WHERE service_id = @service
    ),
    'TEST-9 | Layanan baru | 80000.00 | 15'
);
UPDATE services
SET price = 90000
WHERE service_id = @service;
CALL test_queries_expect(
    'services, update',
    (
        SELECT price
        FROM services
        WHERE service_id = @service
    ),
    '90000.00'
);

INSERT INTO users (username, password_hash, role, doctor_id)
VALUES ('dr.baru', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA', 'Doctor', @doctor);
SET @user = last_insert_id();
CALL test_queries_expect(
    'users, create and read',
    (
        SELECT concat_ws(' | ', username, role, is_active, failed_logins)
        FROM users
        WHERE user_id = @user
    ),
    'dr.baru | Doctor | 1 | 0'
);
UPDATE users
SET is_active = FALSE
WHERE user_id = @user;
CALL test_queries_expect(
    'users, update',
    (
        SELECT is_active
        FROM users
        WHERE user_id = @user
    ),
    '0'
);

INSERT INTO insurance (patient_id, provider_name, policy_number, plan_name, valid_from)
VALUES (@patient, 'Asuransi Baru', 'T-9', 'Gold', '2024-01-01');
SET @policy = last_insert_id();
CALL test_queries_expect(
    'insurance, create and read',
    (
        SELECT concat_ws(' | ', provider_name, policy_number, plan_name, valid_from)
        FROM insurance
        WHERE insurance_id = @policy
    ),
    'Asuransi Baru | T-9 | Gold | 2024-01-01'
);
UPDATE insurance
SET valid_until = '2024-12-31'
WHERE insurance_id = @policy;
CALL test_queries_expect(
    'insurance, update',
    (
        SELECT valid_until
        FROM insurance
        WHERE insurance_id = @policy
    ),
    '2024-12-31'
);

INSERT INTO appointments (patient_id, doctor_id, appointment_date, created_by)
VALUES (@patient, @doctor, '2030-01-07 09:00', @user);
SET @visit = last_insert_id();
CALL test_queries_expect(
    'appointments, create and read',
    (
        SELECT concat_ws(' | ', appointment_date, duration_min, status)
        FROM appointments
        WHERE appointment_id = @visit
    ),
    '2030-01-07 09:00:00 | 30 | Scheduled'
);
CALL test_queries_expect(
    'appointment_slots, created by the visit',
    (
        SELECT concat_ws(' | ', count(*), time(min(slot_start)))
        FROM appointment_slots
        WHERE appointment_id = @visit
    ),
    '2 | 09:00:00'
);
UPDATE appointments
SET
    appointment_date = '2030-01-07 10:00',
    duration_min = 15
WHERE appointment_id = @visit;
CALL test_queries_expect(
    'appointments, update',
    (
        SELECT concat_ws(' | ', appointment_date, duration_min)
        FROM appointments
        WHERE appointment_id = @visit
    ),
    '2030-01-07 10:00:00 | 15'
);
CALL test_queries_expect(
    'appointment_slots, moved with the visit',
    (
        SELECT concat_ws(' | ', count(*), time(min(slot_start)))
        FROM appointment_slots
        WHERE appointment_id = @visit
    ),
    '1 | 10:00:00'
);

INSERT INTO appointment_services (appointment_id, service_id, quantity, unit_price)
VALUES (@visit, @service, 2, 90000);
SET @line = last_insert_id();
CALL test_queries_expect(
    'appointment_services, create and read',
    (
        SELECT concat_ws(' | ', quantity, unit_price, service_cost)
        FROM appointment_services
        WHERE appt_service_id = @line
    ),
    '2 | 90000.00 | 180000.00'
);
UPDATE appointment_services
SET quantity = 3
WHERE appt_service_id = @line;
CALL test_queries_expect(
    'appointment_services, update',
    (
        SELECT service_cost
        FROM appointment_services
        WHERE appt_service_id = @line
    ),
    '270000.00'
);

INSERT INTO medical_records (
    appointment_id, patient_id, doctor_id, icd10_code, diagnosis, systolic, diastolic, record_date
)
VALUES (@visit, @patient, @doctor, 'J06.9', 'ISPA', 120, 80, '2030-01-07');
SET @record = last_insert_id();
CALL test_queries_expect(
    'medical_records, create and read',
    (
        SELECT concat_ws(' | ', icd10_code, diagnosis, blood_pressure, status, record_date)
        FROM medical_records
        WHERE record_id = @record
    ),
    'J06.9 | ISPA | 120/80 | Draft | 2030-01-07'
);
UPDATE medical_records
SET treatment = 'Istirahat'
WHERE record_id = @record;
CALL test_queries_expect(
    'medical_records, update',
    (
        SELECT concat(treatment, ', ', updated_at > created_at)
        FROM medical_records
        WHERE record_id = @record
    ),
    'Istirahat, 1'
);

INSERT INTO lab_results (record_id, test_type, test_date, value_num, unit, ref_high)
VALUES (@record, 'Kolesterol LDL', '2030-01-07', 162, 'mg/dL', 130);
SET @lab = last_insert_id();
CALL test_queries_expect(
    'lab_results, create and read',
    (
        SELECT concat_ws(' | ', test_type, value_num, unit, is_abnormal)
        FROM lab_results
        WHERE lab_id = @lab
    ),
    'Kolesterol LDL | 162.0000 | mg/dL | 1'
);
UPDATE lab_results
SET value_num = 120
WHERE lab_id = @lab;
CALL test_queries_expect(
    'lab_results, update',
    (
        SELECT is_abnormal
        FROM lab_results
        WHERE lab_id = @lab
    ),
    '0'
);

INSERT INTO billing (patient_id, appointment_id)
VALUES (@patient, @visit);
SET @bill = last_insert_id();
CALL test_queries_expect(
    'billing, create and read',
    (
        SELECT concat_ws(' | ', total_amount, amount_paid, balance, status)
        FROM billing
        WHERE bill_id = @bill
    ),
    '270000.00 | 0.00 | 270000.00 | Unpaid'
);
UPDATE billing
SET
    is_void = TRUE,
    void_reason = 'Percobaan'
WHERE bill_id = @bill;
CALL test_queries_expect(
    'billing, update',
    (
        SELECT status
        FROM billing
        WHERE bill_id = @bill
    ),
    'Cancelled'
);
DELETE FROM billing
WHERE bill_id = @bill;
CALL test_queries_expect(
    'billing, delete without payments',
    (
        SELECT count(*)
        FROM billing
        WHERE bill_id = @bill
    ),
    '0'
);

INSERT INTO billing (patient_id, appointment_id)
VALUES (@patient, @visit);
SET @bill = last_insert_id();
INSERT INTO payments (bill_id, amount, payment_method, idempotency_key, received_by)
VALUES (@bill, 70000, 'Cash', uuid_to_bin(uuid()), @user);
SET @payment = last_insert_id();
CALL test_queries_expect(
    'payments, create and read',
    (
        SELECT concat_ws(' | ', kind, amount, payment_method, paid_on = clinic_today())
        FROM payments
        WHERE payment_id = @payment
    ),
    'Payment | 70000.00 | Cash | 1'
);
CALL test_queries_expect_refusal(
    'payments, no update',
    'UPDATE payments SET amount = 1 WHERE payment_id = @payment',
    'payments: a payment cannot be changed, record a refund'
);
CALL test_queries_expect_refusal(
    'payments, no delete',
    'DELETE FROM payments WHERE payment_id = @payment',
    'payments: a payment cannot be deleted, record a refund'
);

INSERT INTO clinic_settings (name, value)
VALUES ('test_setting', 'satu');
CALL test_queries_expect(
    'clinic_settings, create and read',
    (
        SELECT value
        FROM clinic_settings
        WHERE name = 'test_setting'
    ),
    'satu'
);
UPDATE clinic_settings
SET value = 'dua'
WHERE name = 'test_setting';
CALL test_queries_expect(
    'clinic_settings, update',
    (
        SELECT value
        FROM clinic_settings
        WHERE name = 'test_setting'
    ),
    'dua'
);
DELETE FROM clinic_settings
WHERE name = 'test_setting';
CALL test_queries_expect(
    'clinic_settings, delete',
    (
        SELECT count(*)
        FROM clinic_settings
        WHERE name = 'test_setting'
    ),
    '0'
);

CALL test_queries_expect(
    'audit_log, created by the update and read',
    (
        SELECT concat_ws(' | ', action, changes ->> '$.phone.old', changes ->> '$.phone.new')
        FROM audit_log
        WHERE table_name = 'patients' AND row_id = @patient
    ),
    'Update | 0899-1 | 0899-2'
);
CALL test_queries_expect_refusal(
    'audit_log, no update',
    'UPDATE audit_log SET actor = ''nobody'' WHERE table_name = ''patients'' AND row_id =
    @patient',
    'audit_log: what happened cannot be changed, only redacted'
);
CALL test_queries_expect_refusal(
    'audit_log, no delete',
    'DELETE FROM audit_log WHERE table_name = ''patients'' AND row_id = @patient',
    'audit_log: what happened cannot be deleted'
);

ROLLBACK;

-- Deletes need rows that nobody has billed.
START TRANSACTION;

CALL test_queries_people();
INSERT INTO appointments (patient_id, doctor_id, appointment_date)
VALUES (@patient, @doctor, @at);
SET @visit = last_insert_id();
INSERT INTO appointment_services (appointment_id, service_id, unit_price)
VALUES (@visit, @service, 125000);
INSERT INTO medical_records (patient_id, doctor_id, record_date)
VALUES (@patient, @doctor, '2026-01-05');
SET @record = last_insert_id();
INSERT INTO lab_results (record_id, test_type, test_date)
VALUES (@record, 'EKG', '2026-01-05');

DELETE FROM lab_results
WHERE record_id = @record;
CALL test_queries_expect(
    'lab_results, delete',
    (
        SELECT count(*)
        FROM lab_results
        WHERE record_id = @record
    ),
    '0'
);
DELETE FROM medical_records
WHERE record_id = @record;
CALL test_queries_expect(
    'medical_records, delete a draft',
    (
        SELECT count(*)
        FROM medical_records
        WHERE record_id = @record
    ),
    '0'
);
DELETE FROM appointment_services
WHERE appointment_id = @visit;
CALL test_queries_expect(
    'appointment_services, delete',
    (
        SELECT count(*)
        FROM appointment_services
        WHERE appointment_id = @visit
    ),
    '0'
);
DELETE FROM appointments
WHERE appointment_id = @visit;
CALL test_queries_expect(
    'appointments, delete a planned one',
    (
        SELECT count(*)
        FROM appointments
        WHERE appointment_id = @visit
    ),
    '0'
);
CALL test_queries_expect(
    'appointment_slots, freed by the deletion',
    (
        SELECT count(*)
        FROM appointment_slots
        WHERE appointment_id = @visit
    ),
    '0'
);
DELETE FROM insurance
WHERE insurance_id = @policy;
CALL test_queries_expect(
    'insurance, delete',
    (
        SELECT count(*)
        FROM insurance
        WHERE insurance_id = @policy
    ),
    '0'
);
DELETE FROM users
WHERE user_id = @user;
CALL test_queries_expect(
    'users, delete',
    (
        SELECT count(*)
        FROM users
        WHERE user_id = @user
    ),
    '0'
);
DELETE FROM services
WHERE service_id = @service;
CALL test_queries_expect(
    'services, delete an unused one',
    (
        SELECT count(*)
        FROM services
        WHERE service_id = @service
    ),
    '0'
);
DELETE FROM doctors
WHERE doctor_id = @doctor;
CALL test_queries_expect(
    'doctors, delete one without history',
    (
        SELECT count(*)
        FROM doctors
        WHERE doctor_id = @doctor
    ),
    '0'
);
DELETE FROM patients
WHERE patient_id = @patient;
CALL test_queries_expect(
    'patients, delete one without history',
    (
        SELECT count(*)
        FROM patients
        WHERE patient_id = @patient
    ),
    '0'
);
CALL test_queries_expect(
    'audit_log, the deleted row as it was',
    (
        SELECT changes ->> '$.full_name.old'
        FROM audit_log
        WHERE table_name = 'patients' AND row_id = @patient AND action = 'Delete'
    ),
    'Pasien Percobaan'
);

ROLLBACK;

-- -----------------------------------------------------------------------------
-- Joins and views
-- -----------------------------------------------------------------------------

SELECT 'Joins and views' AS heading;

-- These only read; what they print is the sample of seeds/demo.
SET @day = (
    SELECT cast(value AS DATE)
    FROM clinic_settings
    WHERE name = 'demo_day'
);

-- A patient's history: visits, doctor, finding, bill.
SELECT
    a.appointment_date,
    a.status,
    d.full_name AS doctor,
    r.icd10_code,
    r.diagnosis,
    r.blood_pressure,
    b.total_amount,
    b.status AS bill
FROM patients AS p
INNER JOIN appointments AS a ON p.patient_id = a.patient_id
INNER JOIN doctors AS d ON a.doctor_id = d.doctor_id
LEFT JOIN medical_records AS r ON a.appointment_id = r.live_appointment_id
LEFT JOIN billing AS b ON a.appointment_id = b.live_appointment_id
WHERE p.email = 'budi.santoso@contoh.example'
ORDER BY a.appointment_date;

CALL test_queries_expect(
    'every visit of the sample has its patient, doctor and booker',
    (
        SELECT count(*)
        FROM appointments AS a
        INNER JOIN patients AS p ON a.patient_id = p.patient_id
        INNER JOIN doctors AS d ON a.doctor_id = d.doctor_id
        INNER JOIN users AS u ON a.created_by = u.user_id
        WHERE
            u.username = 'resepsionis'
            AND a.appointment_date BETWEEN @day - INTERVAL 28 DAY AND @day
    ),
    '8'
);

-- A doctor's day.
SELECT
    s.appointment_date,
    s.ends_at,
    s.patient_name,
    s.notes
FROM appointment_schedule AS s
INNER JOIN doctors AS d ON s.doctor_id = d.doctor_id
WHERE
    d.license_no = 'SIP-503/0114/2019'
    AND s.appointment_date >= @day
    AND s.appointment_date < @day + INTERVAL 1 DAY
ORDER BY s.appointment_date;

SET @counted = (
    SELECT count(*)
    FROM appointments
);
CALL test_queries_expect(
    'the schedule leaves no visit out',
    (
        SELECT count(*)
        FROM appointment_schedule
    ),
    @counted
);

-- Bills with their lines.
SELECT
    p.full_name AS patient,
    s.service_name,
    l.quantity,
    l.unit_price,
    l.service_cost,
    b.total_amount,
    b.status
FROM billing AS b
INNER JOIN patients AS p ON b.patient_id = p.patient_id
INNER JOIN appointment_services AS l ON b.appointment_id = l.appointment_id
INNER JOIN services AS s ON l.service_id = s.service_id
WHERE NOT b.is_void
ORDER BY b.bill_id, s.service_name;

CALL test_queries_expect(
    'no live bill differs from the sum of its lines',
    (
        SELECT count(*)
        FROM billing AS b
        WHERE
            NOT b.is_void
            AND b.total_amount <> (
                SELECT coalesce(sum(l.service_cost), 0)
                FROM appointment_services AS l
                WHERE l.appointment_id = b.appointment_id
            )
    ),
    '0'
);
CALL test_queries_expect(
    'no bill differs from its payments less refunds',
    (
        SELECT count(*)
        FROM billing AS b
        WHERE
            b.amount_paid <> (
                SELECT coalesce(sum(if(p.kind = 'Payment', p.amount, -p.amount)), 0)
                FROM payments AS p
                WHERE p.bill_id = b.bill_id
            )
    ),
    '0'
);
CALL test_queries_expect(
    'no bill is another patient''s than its visit',
    (
        SELECT count(*)
        FROM billing AS b
        INNER JOIN appointments AS a ON b.appointment_id = a.appointment_id
        WHERE b.patient_id <> a.patient_id
    ),
    '0'
);
CALL test_queries_expect(
    'no refunds exceed their payment',
    (
        SELECT count(*)
        FROM payments AS p
        WHERE
            p.amount < (
                SELECT sum(r.amount)
                FROM payments AS r
                WHERE r.refund_of = p.payment_id
            )
    ),
    '0'
);
SET @counted = (
    SELECT count(*)
    FROM appointment_slots
);
CALL test_queries_expect(
    'visits hold as many quarters of an hour as there are slots',
    (
        SELECT sum(a.duration_min) DIV 15
        FROM appointments AS a
        WHERE a.status IN ('Scheduled', 'CheckedIn', 'Completed')
    ),
    @counted
);
CALL test_queries_expect(
    'no record is another patient''s than its visit',
    (
        SELECT count(*)
        FROM medical_records AS r
        INNER JOIN appointments AS a ON r.appointment_id = a.appointment_id
        WHERE r.patient_id <> a.patient_id
    ),
    '0'
);

-- How often each service was used: many to many, with those that were never used.
SELECT
    s.code,
    count(l.appt_service_id) AS visits,
    coalesce(sum(l.quantity), 0) AS quantity,
    coalesce(sum(l.service_cost), 0) AS charged
FROM services AS s
LEFT JOIN appointment_services AS l ON s.service_id = l.service_id
GROUP BY s.service_id, s.code
ORDER BY s.code;

-- Laboratory results outside their bounds.
SELECT
    p.full_name AS patient,
    r.record_date,
    l.test_type,
    l.value_num,
    l.unit,
    l.ref_low,
    l.ref_high
FROM lab_results AS l
INNER JOIN medical_records AS r ON l.record_id = r.record_id
INNER JOIN patients AS p ON r.patient_id = p.patient_id
WHERE l.is_abnormal
ORDER BY r.record_date, l.test_type;

CALL test_queries_expect(
    'the abnormal results of the signed sample',
    (
        SELECT concat_ws(' | ', count(*), min(l.test_type))
        FROM lab_results AS l
        INNER JOIN medical_records AS r ON l.record_id = r.record_id
        INNER JOIN patients AS p ON r.patient_id = p.patient_id
        WHERE l.is_abnormal AND r.status = 'Signed' AND p.email = 'siti.rahmawati@contoh.example'
    ),
    '1 | Leukosit'
);

-- Money by month.
SELECT
    revenue_month,
    payments,
    received,
    refunded,
    revenue
FROM monthly_revenue
ORDER BY revenue_month;

SET @revenue = (
    SELECT sum(if(kind = 'Payment', amount, -amount))
    FROM payments
);
CALL test_queries_expect(
    'daily_revenue adds up to the ledger',
    (
        SELECT sum(revenue)
        FROM daily_revenue
    ),
    @revenue
);
CALL test_queries_expect(
    'monthly_revenue adds up to the ledger',
    (
        SELECT sum(revenue)
        FROM monthly_revenue
    ),
    @revenue
);
CALL test_queries_expect(
    'yearly_revenue adds up to the ledger',
    (
        SELECT sum(revenue)
        FROM yearly_revenue
    ),
    @revenue
);
SET @counted = (
    SELECT sum(balance)
    FROM billing
    WHERE NOT is_void AND balance > 0
);
CALL test_queries_expect(
    'unpaid_bills is what is owed',
    (
        SELECT sum(balance)
        FROM unpaid_bills
    ),
    @counted
);
SET @counted = (
    SELECT concat(count(*), ' | ', sum(balance))
    FROM billing
    WHERE NOT is_void AND balance > 0
);
CALL test_queries_expect(
    'clinic_overview counts the same bills',
    (
        SELECT concat(unpaid_bills, ' | ', owed)
        FROM clinic_overview
    ),
    @counted
);
SET @counted = (
    SELECT count(*)
    FROM patients
    WHERE voided_at IS NULL
);
CALL test_queries_expect(
    'clinic_overview counts the same patients',
    (
        SELECT patients
        FROM clinic_overview
    ),
    @counted
);

-- -----------------------------------------------------------------------------
-- Procedures
-- -----------------------------------------------------------------------------

SELECT 'Procedures' AS heading;

START TRANSACTION;

CALL test_queries_people();
CALL book_appointment(@patient, @doctor, @at, 30, 'Percobaan', @visit);
CALL test_queries_expect(
    'book_appointment',
    (
        SELECT concat_ws(' | ', status, duration_min, notes)
        FROM appointments
        WHERE appointment_id = @visit
    ),
    'Scheduled | 30 | Percobaan'
);
CALL reschedule_appointment(@visit, @at + INTERVAL 1 HOUR, 45);
CALL test_queries_expect(
    'reschedule_appointment',
    (
        SELECT concat(time(appointment_date), ' | ', duration_min)
        FROM appointments
        WHERE appointment_id = @visit
    ),
    '10:00:00 | 45'
);
CALL test_queries_expect(
    'reschedule_appointment, the slots',
    (
        SELECT concat_ws(' | ', count(*), time(min(slot_start)))
        FROM appointment_slots
        WHERE appointment_id = @visit
    ),
    '3 | 10:00:00'
);
CALL cancel_appointment(@visit, 'Hujan deras');
CALL test_queries_expect(
    'cancel_appointment',
    (
        SELECT concat_ws(' | ', status, cancel_reason)
        FROM appointments
        WHERE appointment_id = @visit
    ),
    'Cancelled | Hujan deras'
);
CALL test_queries_expect(
    'cancel_appointment, the slots',
    (
        SELECT count(*)
        FROM appointment_slots
        WHERE appointment_id = @visit
    ),
    '0'
);
CALL reopen_appointment(@visit);
CALL test_queries_expect(
    'reopen_appointment, cancelled',
    (
        SELECT status
        FROM appointments
        WHERE appointment_id = @visit
    ),
    'Scheduled'
);
CALL test_queries_expect(
    'reopen_appointment, the slots',
    (
        SELECT count(*)
        FROM appointment_slots
        WHERE appointment_id = @visit
    ),
    '3'
);
CALL mark_no_show(@visit);
CALL test_queries_expect(
    'mark_no_show',
    (
        SELECT status
        FROM appointments
        WHERE appointment_id = @visit
    ),
    'NoShow'
);
CALL reopen_appointment(@visit);
CALL check_in_appointment(@visit);
CALL test_queries_expect(
    'check_in_appointment',
    (
        SELECT status
        FROM appointments
        WHERE appointment_id = @visit
    ),
    'CheckedIn'
);

CALL add_service(@visit, @service, 2);
CALL test_queries_expect(
    'add_service',
    (
        SELECT concat_ws(' | ', quantity, unit_price, service_cost)
        FROM appointment_services
        WHERE appointment_id = @visit
    ),
    '2 | 125000.00 | 250000.00'
);
UPDATE services
SET price = 999000
WHERE service_id = @service;
CALL add_service(@visit, @service, 1);
CALL test_queries_expect(
    'add_service, the same again at the price it was given',
    (
        SELECT concat_ws(' | ', quantity, unit_price, service_cost)
        FROM appointment_services
        WHERE appointment_id = @visit
    ),
    '3 | 125000.00 | 375000.00'
);

CALL complete_appointment(@visit);
CALL test_queries_expect(
    'complete_appointment',
    (
        SELECT status
        FROM appointments
        WHERE appointment_id = @visit
    ),
    'Completed'
);
CALL reopen_appointment(@visit);
CALL test_queries_expect(
    'reopen_appointment, completed',
    (
        SELECT status
        FROM appointments
        WHERE appointment_id = @visit
    ),
    'CheckedIn'
);
CALL complete_appointment(@visit);
CALL test_queries_expect(
    'complete_appointment, again leaves one draft',
    (
        SELECT concat_ws(' | ', count(*), min(status))
        FROM medical_records
        WHERE live_appointment_id = @visit
    ),
    '1 | Draft'
);
SET @record = (
    SELECT record_id
    FROM medical_records
    WHERE live_appointment_id = @visit
);
CALL sign_record(@record);
CALL test_queries_expect(
    'sign_record',
    (
        SELECT concat(status, ' | ', signed_at IS NOT NULL)
        FROM medical_records
        WHERE record_id = @record
    ),
    'Signed | 1'
);
CALL void_record(@record, 'Pasien tertukar');
CALL test_queries_expect(
    'void_record',
    (
        SELECT concat(void_reason, ' | ', voided_at IS NOT NULL)
        FROM medical_records
        WHERE record_id = @record
    ),
    'Pasien tertukar | 1'
);

CALL issue_bill(@visit, @bill);
CALL test_queries_expect(
    'issue_bill',
    (
        SELECT concat_ws(' | ', total_amount, amount_paid, balance, status)
        FROM billing
        WHERE bill_id = @bill
    ),
    '375000.00 | 0.00 | 375000.00 | Unpaid'
);
SET @key = uuid_to_bin(uuid());
CALL record_payment(@bill, 175000, 'Insurance', @key, @payment);
CALL test_queries_expect(
    'record_payment, a part',
    (
        SELECT concat_ws(' | ', amount_paid, balance, status, coalesce(payment_method, '-'))
        FROM billing
        WHERE bill_id = @bill
    ),
    '175000.00 | 200000.00 | PartiallyPaid | -'
);
CALL record_payment(@bill, 175000, 'Insurance', @key, @again);
CALL test_queries_expect(
    'record_payment, the same key again gives the same payment',
    @again = @payment,
    '1'
);
CALL test_queries_expect(
    'record_payment, the same key again takes nothing',
    (
        SELECT amount_paid
        FROM billing
        WHERE bill_id = @bill
    ),
    '175000.00'
);
CALL record_payment(@bill, 200000, 'Transfer', uuid_to_bin(uuid()), @rest);
CALL test_queries_expect(
    'record_payment, the rest',
    (
        SELECT concat_ws(' | ', balance, status, payment_method, payment_date = clinic_today())
        FROM billing
        WHERE bill_id = @bill
    ),
    '0.00 | Paid | Transfer | 1'
);
SET @key = uuid_to_bin(uuid());
CALL refund_payment(@rest, 50000, @key);
CALL test_queries_expect(
    'refund_payment',
    (
        SELECT concat_ws(' | ', balance, status, coalesce(payment_date, '-'))
        FROM billing
        WHERE bill_id = @bill
    ),
    '50000.00 | PartiallyPaid | -'
);
CALL refund_payment(@rest, 50000, @key);
CALL test_queries_expect(
    'refund_payment, the same key again gives nothing',
    (
        SELECT sum(amount)
        FROM payments
        WHERE refund_of = @rest
    ),
    '50000.00'
);
CALL refund_payment(@rest, 150000, uuid_to_bin(uuid()));
CALL refund_payment(@payment, 175000, uuid_to_bin(uuid()));
CALL test_queries_expect(
    'refund_payment, all of it',
    (
        SELECT concat_ws(' | ', amount_paid, status)
        FROM billing
        WHERE bill_id = @bill
    ),
    '0.00 | Unpaid'
);
CALL void_bill(@bill, 'Salah harga');
CALL test_queries_expect(
    'void_bill',
    (
        SELECT concat_ws(' | ', status, void_reason)
        FROM billing
        WHERE bill_id = @bill
    ),
    'Cancelled | Salah harga'
);
CALL issue_bill(@visit, @new_bill);
CALL test_queries_expect(
    'issue_bill, a new one after voiding',
    (
        SELECT concat_ws(' | ', count(*), sum(is_void), sum(status = 'Unpaid'))
        FROM billing
        WHERE appointment_id = @visit
    ),
    '2 | 1 | 1'
);
CALL record_payment(@new_bill, 375000, 'CreditCard', uuid_to_bin(uuid()), @payment);

UPDATE billing
SET insurance_id = @policy
WHERE bill_id = @new_bill;
UPDATE patients
SET address = 'Jl. Baru 2'
WHERE patient_id = @patient;
CALL erase_patient(@patient, 'Permintaan pasien');
CALL test_queries_expect(
    'erase_patient, the identity',
    (
        SELECT
            concat_ws(
                ' | ', full_name, date_of_birth, coalesce(phone, email, address, '-'), void_reason
            )
        FROM patients
        WHERE patient_id = @patient
    ),
    'Erased patient | 1990-01-01 | - | Permintaan pasien'
);
CALL test_queries_expect(
    'erase_patient, the policies',
    (
        SELECT count(*)
        FROM insurance
        WHERE patient_id = @patient
    ),
    '0'
);
CALL test_queries_expect(
    'erase_patient, the history stays',
    (
        SELECT concat_ws(' | ', status, amount_paid, coalesce(insurance_id, '-'))
        FROM billing
        WHERE bill_id = @new_bill
    ),
    'Paid | 375000.00 | -'
);
CALL test_queries_expect(
    'erase_patient, the audit log names nobody',
    (
        SELECT sum(changes LIKE '%Percobaan%' OR changes LIKE '%Jl. Baru 2%')
        FROM audit_log
        WHERE table_name = 'patients' AND row_id = @patient
    ),
    '0'
);

CALL begin_login('percobaan', @found, @hash, @role, @is_open);
CALL test_queries_expect(
    'begin_login',
    concat_ws(' | ', @found = @user, @hash LIKE '$argon2id$%', @role, @is_open),
    '1 | 1 | Receptionist | 1'
);
CALL finish_login(@user, FALSE);
CALL finish_login(@user, FALSE);
CALL finish_login(@user, FALSE);
CALL finish_login(@user, FALSE);
CALL begin_login('percobaan', @found, @hash, @role, @is_open);
CALL test_queries_expect('finish_login, four failures leave it open', @is_open, '1');
CALL finish_login(@user, FALSE);
CALL begin_login('percobaan', @found, @hash, @role, @is_open);
CALL test_queries_expect('finish_login, the fifth closes it', @is_open, '0');
UPDATE users
SET locked_until = utc_timestamp(6) - INTERVAL 1 SECOND
WHERE user_id = @user;
CALL finish_login(@user, TRUE);
CALL test_queries_expect(
    'finish_login, a success counts anew',
    (
        SELECT
            concat_ws(
                ' | ', failed_logins, coalesce(locked_until, '-'), last_login_at IS NOT NULL
            )
        FROM users
        WHERE user_id = @user
    ),
    '0 | - | 1'
);
CALL begin_login('nobody-has-this-name', @found, @hash, @role, @is_open);
CALL test_queries_expect(
    'begin_login, an unknown name',
    coalesce(@found, @hash, @role, '-'),
    '-'
);

ROLLBACK;

-- -----------------------------------------------------------------------------
-- Triggers
-- -----------------------------------------------------------------------------

SELECT 'Triggers' AS heading;

START TRANSACTION;

CALL test_queries_people();
INSERT INTO appointments (patient_id, doctor_id, appointment_date)
VALUES (@patient, @doctor, @at);
SET @visit = last_insert_id();
INSERT INTO appointment_services (appointment_id, service_id, quantity, unit_price)
VALUES (@visit, @service, 2, NULL);
CALL test_queries_expect(
    'a line without a price gets the one of the list',
    (
        SELECT unit_price
        FROM appointment_services
        WHERE appointment_id = @visit
    ),
    '125000.00'
);

UPDATE appointments
SET status = 'Completed'
WHERE appointment_id = @visit;
CALL test_queries_expect(
    'a completed visit gets its record',
    (
        SELECT
            concat_ws(
                ' | ',
                status,
                patient_id = @patient,
                doctor_id = @doctor,
                record_date = clinic_today()
            )
        FROM medical_records
        WHERE appointment_id = @visit
    ),
    'Draft | 1 | 1 | 1'
);
INSERT INTO appointments (patient_id, doctor_id, appointment_date, status)
VALUES (@other_patient, @doctor, '2026-01-05 09:00', 'Completed');
CALL test_queries_expect(
    'a visit that arrives completed gets its record',
    (
        SELECT record_date
        FROM medical_records
        WHERE appointment_id = last_insert_id()
    ),
    '2026-01-05'
);

INSERT INTO billing (patient_id, appointment_id, insurance_id, total_amount)
VALUES (@patient, @visit, @policy, 1);
SET @bill = last_insert_id();
CALL test_queries_expect(
    'a bill is the sum of its lines, whatever is written',
    (
        SELECT concat_ws(' | ', total_amount, status)
        FROM billing
        WHERE bill_id = @bill
    ),
    '250000.00 | Unpaid'
);
INSERT INTO payments (bill_id, amount, payment_method, idempotency_key)
VALUES (@bill, 100000, 'Cash', uuid_to_bin(uuid()));
CALL test_queries_expect(
    'a plain payment of a part marks the bill',
    (
        SELECT concat_ws(' | ', amount_paid, status, coalesce(payment_date, '-'))
        FROM billing
        WHERE bill_id = @bill
    ),
    '100000.00 | PartiallyPaid | -'
);
INSERT INTO payments (bill_id, amount, payment_method, idempotency_key)
VALUES (@bill, 150000, 'Transfer', uuid_to_bin(uuid()));
SET @payment = last_insert_id();
CALL test_queries_expect(
    'a plain payment of the rest marks it paid',
    (
        SELECT concat_ws(' | ', amount_paid, status, payment_method, payment_date = clinic_today())
        FROM billing
        WHERE bill_id = @bill
    ),
    '250000.00 | Paid | Transfer | 1'
);
INSERT INTO payments (bill_id, kind, amount, payment_method, idempotency_key, refund_of)
VALUES (@bill, 'Refund', 150000, 'Transfer', uuid_to_bin(uuid()), @payment);
CALL test_queries_expect(
    'a plain refund takes the mark back',
    (
        SELECT concat_ws(' | ', amount_paid, status, coalesce(payment_method, payment_date, '-'))
        FROM billing
        WHERE bill_id = @bill
    ),
    '100000.00 | PartiallyPaid | -'
);
CALL test_queries_expect_refusal(
    'nobody writes a status',
    'UPDATE billing SET status = ''Paid'' WHERE bill_id = @bill',
    'The value specified for generated column ''status''%is not allowed.'
);
CALL test_queries_expect_refusal(
    'nobody writes what is paid',
    'UPDATE billing SET amount_paid = total_amount WHERE bill_id = @bill',
    'billing: what is paid follows from payments, insert one there'
);
CALL test_queries_expect_refusal(
    'nobody writes the day of payment',
    'UPDATE billing SET payment_date = ''2026-01-05'' WHERE bill_id = @bill',
    'billing: what is paid follows from payments, insert one there'
);
CALL test_queries_expect_refusal(
    'nobody writes a total',
    'UPDATE billing SET total_amount = 1 WHERE bill_id = @bill',
    'billing: an issued bill is never rewritten, only voided'
);

INSERT INTO appointments (patient_id, doctor_id, appointment_date)
VALUES (@patient, @doctor, @at + INTERVAL 2 HOUR);
SET @visit = last_insert_id();
INSERT INTO appointment_services (appointment_id, service_id, unit_price)
VALUES (@visit, @free_service, 0);
INSERT INTO billing (patient_id, appointment_id)
VALUES (@patient, @visit);
CALL test_queries_expect(
    'a bill over nothing is paid at once',
    (
        SELECT concat_ws(' | ', total_amount, status, payment_date = clinic_today())
        FROM billing
        WHERE bill_id = last_insert_id()
    ),
    '0.00 | Paid | 1'
);
UPDATE appointments
SET doctor_id = doctor_id
WHERE appointment_id = @visit;
CALL test_queries_expect(
    'slots stay with a visit that did not move',
    (
        SELECT count(*)
        FROM appointment_slots
        WHERE appointment_id = @visit
    ),
    '2'
);

SET @clinic_actor = 'resepsionis';
UPDATE patients
SET full_name = 'Pasien Percobaan, S.H.'
WHERE patient_id = @patient;
CALL test_queries_expect(
    'audit_log, who changed what',
    (
        SELECT
            concat_ws(
                ' | ',
                actor,
                action,
                json_length(changes),
                changes ->> '$.full_name.new',
                db_user = user()
            )
        FROM audit_log
        WHERE table_name = 'patients' AND row_id = @patient
    ),
    'resepsionis | Update | 1 | Pasien Percobaan, S.H. | 1'
);
UPDATE patients
SET full_name = 'Pasien Percobaan, S.H.'
WHERE patient_id = @patient;
CALL test_queries_expect(
    'audit_log, nothing where nothing changed',
    (
        SELECT count(*)
        FROM audit_log
        WHERE table_name = 'patients' AND row_id = @patient
    ),
    '1'
);
SET @clinic_actor = NULL;
UPDATE users
SET password_hash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$YW5vdGhlcg'
WHERE user_id = @user;
CALL test_queries_expect(
    'audit_log, the account where nobody is claimed',
    (
        SELECT actor = user()
        FROM audit_log
        WHERE table_name = 'users' AND row_id = @user
    ),
    '1'
);
CALL test_queries_expect(
    'audit_log, never a hash',
    (
        SELECT count(*)
        FROM audit_log
        WHERE changes LIKE '%$argon2id$%'
    ),
    '0'
);
CALL test_queries_expect(
    'audit_log, every payment and refund of the bill',
    (
        SELECT concat_ws(' | ', count(*), sum(json_contains(changes, '"Paid"', '$.status.new')))
        FROM audit_log
        WHERE table_name = 'billing' AND row_id = @bill
    ),
    '3 | 1'
);

ROLLBACK;

-- -----------------------------------------------------------------------------
-- Refusals, in the words of the server
-- -----------------------------------------------------------------------------

SELECT 'Refusals, in the words of the server' AS heading;

START TRANSACTION;

CALL test_queries_people();
CALL book_appointment(@patient, @doctor, @at, 30, NULL, @visit);
CALL test_queries_expect_refusal(
    'double booking of a doctor',
    'CALL book_appointment(@other_patient, @doctor, @at + INTERVAL 15 MINUTE, 30, NULL,
    @none)',
    'appointments: the doctor is already booked at that time'
);
CALL test_queries_expect_refusal(
    'double booking of a patient',
    'CALL book_appointment(@patient, @other_doctor, @at, 15, NULL, @none)',
    'appointments: the patient is already booked at that time'
);
CALL test_queries_expect_refusal(
    'double booking by a plain INSERT',
    'INSERT INTO appointments (patient_id, doctor_id, appointment_date) VALUES
    (@other_patient, @doctor, @at)',
    'appointments: the doctor is already booked at that time'
);
CALL test_queries_expect_refusal(
    'off the grid',
    'CALL book_appointment(@patient, @doctor, @at + INTERVAL 5 MINUTE, 30, NULL, @none)',
    'book_appointment: the time is not a full quarter of an hour'
);
CALL test_queries_expect_refusal(
    'off the grid by a plain INSERT',
    'INSERT INTO appointments (patient_id, doctor_id, appointment_date) VALUES (@patient,
    @doctor, @at + INTERVAL 7 MINUTE)',
    '%ck_appointments_grid%'
);
CALL test_queries_expect_refusal(
    'in the past',
    'CALL book_appointment(@patient, @doctor, ''2020-01-06 09:00'', 30, NULL, @none)',
    'book_appointment: the time is in the past'
);
CALL test_queries_expect_refusal(
    'ten minutes',
    'INSERT INTO appointments (patient_id, doctor_id, appointment_date, duration_min)
    VALUES (@patient, @doctor, @at + INTERVAL 5 HOUR, 10)',
    '%ck_appointments_duration%'
);
CALL test_queries_expect_refusal(
    'no such doctor',
    'CALL book_appointment(@patient, -1, @at, 30, NULL, @none)',
    'book_appointment: there is no such doctor'
);
CALL test_queries_expect_refusal(
    'no such patient by a plain INSERT',
    'INSERT INTO appointments (patient_id, doctor_id, appointment_date) VALUES (-1,
    @doctor, @at + INTERVAL 5 HOUR)',
    '%fk_appointments_patients%'
);
UPDATE doctors
SET is_active = FALSE
WHERE doctor_id = @other_doctor;
CALL test_queries_expect_refusal(
    'a doctor who left',
    'CALL book_appointment(@patient, @other_doctor, @at + INTERVAL 3 HOUR, 30, NULL, @none)',
    'book_appointment: the doctor is not active'
);
CALL test_queries_expect_refusal(
    'a cancellation without a reason',
    'CALL cancel_appointment(@visit, '' '')',
    'cancel_appointment: a reason is needed'
);

CALL test_queries_expect_refusal(
    'negative quantity',
    'CALL add_service(@visit, @service, -5)',
    'add_service: the quantity is a whole number above zero'
);
CALL test_queries_expect_refusal(
    'negative quantity by a plain INSERT',
    'INSERT INTO appointment_services (appointment_id, service_id, quantity, unit_price)
    VALUES (@visit, @service, -5, 1)',
    '%ck_appointment_services_quantity%'
);
CALL test_queries_expect_refusal(
    'one and a half',
    'CALL add_service(@visit, @service, 1.5)',
    'add_service: the quantity is a whole number above zero'
);
CALL test_queries_expect_refusal(
    'a negative price',
    'INSERT INTO services (code, service_name, price) VALUES (''TEST-3'', ''x'', -1)',
    '%ck_services_price%'
);
CALL test_queries_expect_refusal(
    'a code of another service',
    'INSERT INTO services (code, service_name, price) VALUES (''TEST-1'', ''x'', 1)',
    'Duplicate entry%uq_services_code%'
);

CALL add_service(@visit, @service, 2);
INSERT INTO insurance (patient_id, provider_name, policy_number, valid_from)
VALUES (@other_patient, 'Asuransi Percobaan', 'T-4', '2020-01-01');
SET @other_policy = last_insert_id();
CALL test_queries_expect_refusal(
    'insurance of somebody else',
    'INSERT INTO billing (patient_id, appointment_id, insurance_id) VALUES (@patient,
    @visit, @other_policy)',
    'billing: the policy is not the patient''s or not valid today'
);
CALL test_queries_expect_refusal(
    'insurance that ran out',
    'INSERT INTO billing (patient_id, appointment_id, insurance_id) VALUES (@patient,
    @visit, @expired_policy)',
    'billing: the policy is not the patient''s or not valid today'
);
CALL test_queries_expect_refusal(
    'a bill for somebody else''s visit',
    'INSERT INTO billing (patient_id, appointment_id) VALUES (@other_patient, @visit)',
    '%fk_billing_appointments%'
);
CALL issue_bill(@visit, @bill);
CALL test_queries_expect_refusal(
    'a second bill',
    'CALL issue_bill(@visit, @none)',
    'issue_bill: the appointment already has a live bill'
);
CALL test_queries_expect_refusal(
    'a second bill by a plain INSERT',
    'INSERT INTO billing (patient_id, appointment_id) VALUES (@patient, @visit)',
    'Duplicate entry%uq_billing_live_appointment%'
);
CALL test_queries_expect_refusal(
    'a line after the bill',
    'CALL add_service(@visit, @free_service, 1)',
    'appointment_services: a live bill exists, void it first'
);
CALL test_queries_expect_refusal(
    'a line changed after the bill',
    'UPDATE appointment_services SET quantity = 1 WHERE appointment_id = @visit',
    'appointment_services: a live bill exists, void it first'
);
CALL test_queries_expect_refusal(
    'a line removed after the bill',
    'DELETE FROM appointment_services WHERE appointment_id = @visit',
    'appointment_services: a live bill exists, void it first'
);
CALL test_queries_expect_refusal(
    'a billed visit cancelled',
    'CALL cancel_appointment(@visit, ''Percobaan'')',
    'appointments: a live bill exists, void it first'
);
CALL test_queries_expect_refusal(
    'a billed visit deleted',
    'DELETE FROM appointments WHERE appointment_id = @visit',
    'appointments: an appointment with a bill cannot be deleted'
);

CALL test_queries_expect_refusal(
    'overpayment',
    'CALL record_payment(@bill, 250000.01, ''Cash'', uuid_to_bin(uuid()), @none)',
    'payments: the amount exceeds what is owed'
);
CALL test_queries_expect_refusal(
    'overpayment by a plain INSERT',
    'INSERT INTO payments (bill_id, amount, payment_method, idempotency_key) VALUES (@bill,
    250001, ''Cash'', uuid_to_bin(uuid()))',
    'payments: the amount exceeds what is owed'
);
CALL test_queries_expect_refusal(
    'a third decimal',
    'CALL record_payment(@bill, 0.001, ''Cash'', uuid_to_bin(uuid()), @none)',
    'record_payment: the amount is above zero with at most two decimals'
);
CALL test_queries_expect_refusal(
    'nothing',
    'INSERT INTO payments (bill_id, amount, payment_method, idempotency_key) VALUES (@bill,
    0, ''Cash'', uuid_to_bin(uuid()))',
    '%ck_payments_amount%'
);
CALL test_queries_expect_refusal(
    'a method that the clinic does not take',
    'CALL record_payment(@bill, 1, ''Cheque'', uuid_to_bin(uuid()), @none)',
    'record_payment: the method is not one of the clinic''s'
);
CALL test_queries_expect_refusal(
    'no such bill',
    'CALL record_payment(-1, 1, ''Cash'', uuid_to_bin(uuid()), @none)',
    'payments: there is no such bill'
);
SET @key = uuid_to_bin(uuid());
CALL record_payment(@bill, 50000, 'Cash', @key, @payment);
CALL test_queries_expect_refusal(
    'a key for another amount',
    'CALL record_payment(@bill, 60000, ''Cash'', @key, @none)',
    'record_payment: the key was used for another payment'
);
CALL test_queries_expect_refusal(
    'too much refunded',
    'CALL refund_payment(@payment, 50001, uuid_to_bin(uuid()))',
    'payments: the refund exceeds what is left of the payment'
);
CALL test_queries_expect_refusal(
    'too much refunded by a plain INSERT',
    'INSERT INTO payments (bill_id, kind, amount, payment_method, idempotency_key,
    refund_of) VALUES (@bill, ''Refund'', 50001, ''Cash'', uuid_to_bin(uuid()), @payment)',
    'payments: the refund exceeds what is left of the payment'
);
CALL test_queries_expect_refusal(
    'a refund of nothing',
    'INSERT INTO payments (bill_id, kind, amount, payment_method, idempotency_key) VALUES
    (@bill, ''Refund'', 1, ''Cash'', uuid_to_bin(uuid()))',
    'payments: a refund names a payment of the same bill'
);
CALL test_queries_expect_refusal(
    'voiding with money in it',
    'CALL void_bill(@bill, ''Percobaan'')',
    'billing: there is money in the bill, refund it first'
);
CALL test_queries_expect_refusal(
    'deleting a bill with payments',
    'DELETE FROM billing WHERE bill_id = @bill',
    'billing: a bill with payments cannot be deleted'
);
CALL refund_payment(@payment, 50000, uuid_to_bin(uuid()));
CALL void_bill(@bill, 'Percobaan');
CALL test_queries_expect_refusal(
    'paying a void bill',
    'CALL record_payment(@bill, 1, ''Cash'', uuid_to_bin(uuid()), @none)',
    'payments: the bill is void'
);
CALL test_queries_expect_refusal(
    'reviving a void bill',
    'UPDATE billing SET is_void = FALSE WHERE bill_id = @bill',
    'billing: a void bill stays void'
);

CALL complete_appointment(@visit);
SET @record = (
    SELECT record_id
    FROM medical_records
    WHERE live_appointment_id = @visit
);
CALL test_queries_expect_refusal(
    'pressure upside down',
    'UPDATE medical_records SET systolic = 80, diastolic = 120 WHERE record_id = @record',
    '%ck_medical_records_blood_pressure%'
);
CALL test_queries_expect_refusal(
    'not a code of ICD-10',
    'UPDATE medical_records SET icd10_code = ''flu'' WHERE record_id = @record',
    '%ck_medical_records_icd10%'
);
CALL test_queries_expect_refusal(
    'a second record of a visit',
    'INSERT INTO medical_records (appointment_id, patient_id, doctor_id, record_date)
    VALUES (@visit, @patient, @doctor, ''2026-01-05'')',
    'Duplicate entry%uq_medical_records_live_appointment%'
);
CALL test_queries_expect_refusal(
    'a record of another patient',
    'INSERT INTO medical_records (appointment_id, patient_id, doctor_id, record_date)
    VALUES (@visit, @other_patient, @doctor, ''2026-01-05'')',
    'medical_records: patient or doctor is not the appointment''s'
);
INSERT INTO lab_results (record_id, test_type, test_date, value_num)
VALUES (@record, 'Hemoglobin', '2026-01-05', 13.4);
CALL sign_record(@record);
CALL test_queries_expect_refusal(
    'a signed record changed',
    'UPDATE medical_records SET diagnosis = ''x'' WHERE record_id = @record',
    'medical_records: a signed record can only be voided'
);
CALL test_queries_expect_refusal(
    'a signed record deleted',
    'DELETE FROM medical_records WHERE record_id = @record',
    'medical_records: a signed record cannot be deleted'
);
CALL test_queries_expect_refusal(
    'a result of a signed record changed',
    'UPDATE lab_results SET value_num = 15 WHERE record_id = @record',
    'lab_results: the record is signed, its results cannot be changed'
);
CALL test_queries_expect_refusal(
    'a result of a signed record deleted',
    'DELETE FROM lab_results WHERE record_id = @record',
    'lab_results: the record is signed, its results cannot be deleted'
);
CALL test_queries_expect_refusal(
    'a signed visit reopened',
    'CALL reopen_appointment(@visit)',
    'appointments: the record is signed, void it before reopening'
);
CALL test_queries_expect_refusal(
    'from Completed to Scheduled',
    'UPDATE appointments SET status = ''Scheduled'' WHERE appointment_id = @visit',
    'appointments: Completed cannot become Scheduled'
);
CALL test_queries_expect_refusal(
    'a completed visit moved',
    'UPDATE appointments SET duration_min = 60 WHERE appointment_id = @visit',
    'appointments: a completed appointment cannot be moved'
);
CALL test_queries_expect_refusal(
    'a completed visit given to another patient',
    'UPDATE appointments SET patient_id = @other_patient WHERE appointment_id = @visit',
    'appointments: a record or a bill fixes patient and doctor'
);
CALL test_queries_expect_refusal(
    'a completed visit deleted',
    'DELETE FROM appointments WHERE appointment_id = @visit',
    'appointments: a completed appointment cannot be deleted'
);
CALL book_appointment(@patient, @doctor, @at + INTERVAL 4 HOUR, 30, NULL, @missed);
CALL mark_no_show(@missed);
CALL test_queries_expect_refusal(
    'a bill for a visit that did not happen',
    'CALL issue_bill(@missed, @none)',
    'billing: the appointment did not take place'
);
CALL test_queries_expect_refusal(
    'a service for a visit that did not happen',
    'CALL add_service(@missed, @service, 1)',
    'add_service: the appointment did not take place'
);

CALL test_queries_expect_refusal(
    'a patient with history deleted',
    'DELETE FROM patients WHERE patient_id = @patient',
    '%a foreign key constraint fails%patient_id%'
);
CALL test_queries_expect_refusal(
    'a doctor with history deleted',
    'DELETE FROM doctors WHERE doctor_id = @doctor',
    '%a foreign key constraint fails%doctor_id%'
);
CALL test_queries_expect_refusal(
    'a service in use deleted',
    'DELETE FROM services WHERE service_id = @service',
    '%fk_appointment_services_services%'
);
CALL test_queries_expect_refusal(
    'an e-mail address of somebody else',
    'UPDATE patients SET email = ''pasien.percobaan@contoh.example'' WHERE patient_id =
    @other_patient',
    'Duplicate entry%uq_patients_email%'
);
CALL test_queries_expect_refusal(
    'born tomorrow',
    'UPDATE patients SET date_of_birth = clinic_today() + INTERVAL 1 DAY WHERE patient_id =
    @patient',
    'patients: date_of_birth is in the future'
);
CALL test_queries_expect_refusal(
    'a policy that ends before it begins',
    'UPDATE insurance SET valid_until = ''2019-12-31'' WHERE insurance_id = @policy',
    '%ck_insurance_valid%'
);
CALL test_queries_expect_refusal(
    'a policy moved to somebody else',
    'UPDATE insurance SET patient_id = @other_patient WHERE insurance_id = @policy',
    'insurance: a policy stays with its patient'
);
CALL test_queries_expect_refusal(
    'a licence of another doctor',
    'UPDATE doctors SET license_no = ''SIP-TEST-1'' WHERE doctor_id = @other_doctor',
    'Duplicate entry%uq_doctors_license_no%'
);
CALL test_queries_expect_refusal(
    'a doctor''s login without a doctor',
    'UPDATE users SET role = ''Doctor'' WHERE user_id = @user',
    '%ck_users_doctor%'
);
CALL test_queries_expect_refusal(
    'a password that is not hashed',
    'UPDATE users SET password_hash = ''hash123'' WHERE user_id = @user',
    '%ck_users_password_hash%'
);
CALL test_queries_expect_refusal(
    'a name of another login',
    'INSERT INTO users (username, password_hash, role) VALUES (''percobaan'', ''$argon2id$x'',
    ''Admin'')',
    'Duplicate entry%uq_users_username%'
);
CALL test_queries_expect_refusal(
    'an offset that no clock has',
    'UPDATE clinic_settings SET value = ''+07:10'' WHERE name = ''utc_offset''',
    '%ck_clinic_settings_utc_offset%'
);
CALL erase_patient(@other_patient, 'Percobaan');
CALL test_queries_expect_refusal(
    'an erased patient booked',
    'CALL book_appointment(@other_patient, @doctor, @at + INTERVAL 6 HOUR, 30, NULL, @none)',
    'book_appointment: the patient is voided'
);
CALL test_queries_expect_refusal(
    'an erased patient changed',
    'UPDATE patients SET full_name = ''x'' WHERE patient_id = @other_patient',
    'patients: an erased patient cannot be changed'
);

ROLLBACK;

-- -----------------------------------------------------------------------------
-- Cascades: what a deletion takes along, and what it leaves
-- -----------------------------------------------------------------------------

SELECT 'Cascades: what a deletion takes along, and what it leaves' AS heading;

START TRANSACTION;

CALL test_queries_people();
INSERT INTO appointments (patient_id, doctor_id, appointment_date, created_by)
VALUES (@other_patient, @doctor, @at, @user);
SET @visit = last_insert_id();
INSERT INTO appointment_services (appointment_id, service_id, unit_price)
VALUES (@visit, @service, 125000);
INSERT INTO medical_records (appointment_id, patient_id, doctor_id, record_date)
VALUES (@visit, @other_patient, @doctor, '2026-01-05');
SET @record = last_insert_id();
INSERT INTO lab_results (record_id, test_type, test_date)
VALUES (@record, 'EKG', '2026-01-05');

DELETE FROM users
WHERE user_id = @user;
CALL test_queries_expect(
    'a login goes, SET NULL in its visits',
    (
        SELECT concat(count(*), ' | ', count(created_by))
        FROM appointments
        WHERE appointment_id = @visit
    ),
    '1 | 0'
);
DELETE FROM appointments
WHERE appointment_id = @visit;
CALL test_queries_expect(
    'a visit goes, CASCADE to its lines',
    (
        SELECT count(*)
        FROM appointment_services
        WHERE appointment_id = @visit
    ),
    '0'
);
CALL test_queries_expect(
    'a visit goes, SET NULL in its record',
    (
        SELECT concat(count(*), ' | ', count(appointment_id))
        FROM medical_records
        WHERE record_id = @record
    ),
    '1 | 0'
);
CALL test_queries_expect(
    'a visit goes, its slots by trigger',
    (
        SELECT count(*)
        FROM appointment_slots
        WHERE appointment_id = @visit
    ),
    '0'
);
DELETE FROM medical_records
WHERE record_id = @record;
CALL test_queries_expect(
    'a draft goes, CASCADE to its results',
    (
        SELECT count(*)
        FROM lab_results
        WHERE record_id = @record
    ),
    '0'
);

CALL book_appointment(@patient, @doctor, @at, 30, NULL, @visit);
INSERT INTO billing (patient_id, appointment_id, insurance_id)
VALUES (@patient, @visit, @policy);
SET @bill = last_insert_id();
DELETE FROM insurance
WHERE insurance_id = @policy;
CALL test_queries_expect(
    'a policy goes, SET NULL in its bill',
    (
        SELECT concat(count(*), ' | ', count(insurance_id))
        FROM billing
        WHERE bill_id = @bill
    ),
    '1 | 0'
);
CALL test_queries_expect_refusal(
    'a billed visit, RESTRICT',
    'DELETE FROM appointments WHERE appointment_id = @visit',
    'appointments: an appointment with a bill cannot be deleted'
);
CALL test_queries_expect_refusal(
    'a patient with a visit, RESTRICT',
    'DELETE FROM patients WHERE patient_id = @patient',
    '%fk_appointments_patients%'
);
CALL test_queries_expect_refusal(
    'a doctor with a visit, RESTRICT',
    'DELETE FROM doctors WHERE doctor_id = @doctor',
    '%fk_appointments_doctors%'
);
INSERT INTO users (username, password_hash, role, doctor_id)
VALUES ('dr.lain', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA', 'Doctor', @other_doctor);
SET @user = last_insert_id();
CALL test_queries_expect_refusal(
    'a doctor with a login, RESTRICT',
    'DELETE FROM doctors WHERE doctor_id = @other_doctor',
    '%fk_users_doctors%'
);
INSERT INTO insurance (patient_id, provider_name, policy_number, valid_from)
VALUES (@other_patient, 'Asuransi Percobaan', 'T-3', '2020-01-01');
DELETE FROM patients
WHERE patient_id = @other_patient;
CALL test_queries_expect(
    'a patient without history goes, CASCADE to the policies',
    (
        SELECT count(*)
        FROM insurance
        WHERE patient_id = @other_patient
    ),
    '0'
);

ROLLBACK;

-- -----------------------------------------------------------------------------
-- EXPLAIN: the index that each look-up must use
-- -----------------------------------------------------------------------------

SELECT 'EXPLAIN: the index that each look-up must use' AS heading;

SET @doctor = (
    SELECT doctor_id
    FROM doctors
    WHERE license_no = 'SIP-503/0114/2019'
);
SET @patient = (
    SELECT patient_id
    FROM patients
    WHERE email = 'budi.santoso@contoh.example'
);
SET @visit = (
    SELECT max(live_appointment_id)
    FROM billing
);
SET @quarter = (
    SELECT max(slot_start)
    FROM appointment_slots
    WHERE doctor_id = @doctor
);

CALL test_queries_expect_index(
    'a patient by e-mail',
    'SELECT * FROM patients WHERE email = ''budi.santoso@contoh.example''',
    'uq_patients_email'
);
CALL test_queries_expect_index(
    'patients by telephone',
    'SELECT * FROM patients WHERE phone = ''0813-2200-1003''',
    'ix_patients_phone'
);
CALL test_queries_expect_index(
    'patients by name',
    'SELECT * FROM patients WHERE full_name = ''Budi Santoso''',
    'ix_patients_full_name'
);
CALL test_queries_expect_index(
    'a doctor by e-mail',
    'SELECT * FROM doctors WHERE email = ''ayu.lestari@klinik.example''',
    'uq_doctors_email'
);
CALL test_queries_expect_index(
    'doctors by telephone',
    'SELECT * FROM doctors WHERE phone = ''0812-1100-2201''',
    'ix_doctors_phone'
);
CALL test_queries_expect_index(
    'doctors by specialization',
    'SELECT * FROM doctors WHERE specialization = ''Gigi''',
    'ix_doctors_specialization'
);
CALL test_queries_expect_index(
    'a service by code',
    'SELECT * FROM services WHERE code = ''EKG''',
    'uq_services_code'
);
CALL test_queries_expect_index(
    'a login by name',
    'SELECT * FROM users WHERE username = ''resepsionis''',
    'uq_users_username'
);
CALL test_queries_expect_index(
    'the times of a doctor''s day',
    'SELECT appointment_id, appointment_date FROM appointments WHERE doctor_id = @doctor
    AND appointment_date >= @day AND appointment_date < @day + INTERVAL 1 DAY',
    'ix_appointments_doctor_date'
);
CALL test_queries_expect_index(
    'the clinic''s day',
    'SELECT * FROM appointments WHERE appointment_date >= @day AND appointment_date < @day
    + INTERVAL 1 DAY',
    'ix_appointments_appointment_date'
);
CALL test_queries_expect_index(
    'a patient''s visits, newest first',
    'SELECT * FROM appointments WHERE patient_id = @patient ORDER BY appointment_date DESC',
    'ix_appointments_patient_date'
);
CALL test_queries_expect_index(
    'whether a doctor is free',
    'SELECT * FROM appointment_slots WHERE doctor_id = @doctor AND slot_start = @quarter',
    'PRIMARY'
);
CALL test_queries_expect_index(
    'the lines of a visit',
    'SELECT * FROM appointment_services WHERE appointment_id = @visit',
    'uq_appointment_services_service'
);
CALL test_queries_expect_index(
    'a patient''s records',
    'SELECT * FROM medical_records WHERE patient_id = @patient ORDER BY record_date',
    'ix_medical_records_patient_date'
);
CALL test_queries_expect_index(
    'the results of a record',
    'SELECT * FROM lab_results WHERE record_id = 1 ORDER BY test_date',
    'ix_lab_results_record_date'
);
CALL test_queries_expect_index(
    'results of one kind',
    'SELECT * FROM lab_results WHERE test_type = ''EKG''',
    'ix_lab_results_test_type'
);
CALL test_queries_expect_index(
    'a policy by number',
    'SELECT * FROM insurance WHERE policy_number = ''AS-77812''',
    'ix_insurance_policy_number'
);
CALL test_queries_expect_index(
    'unpaid bills by age',
    'SELECT * FROM billing WHERE status = ''Unpaid'' ORDER BY created_at LIMIT 50',
    'ix_billing_status_created'
);
CALL test_queries_expect_index(
    'the live bill of a visit',
    'SELECT * FROM billing WHERE live_appointment_id = @visit',
    'uq_billing_live_appointment'
);
CALL test_queries_expect_index(
    'the payments of a bill',
    'SELECT * FROM payments WHERE bill_id = 1',
    'ix_payments_bill_id'
);
CALL test_queries_expect_index(
    'a payment by its key',
    'SELECT * FROM payments WHERE idempotency_key =
    uuid_to_bin(''0d3b1a70-0001-4000-8000-000000000001'')',
    'uq_payments_idempotency_key'
);
CALL test_queries_expect_index(
    'revenue of a month',
    'SELECT sum(if(kind = ''Payment'', amount, -amount)) FROM payments WHERE paid_on BETWEEN
    @day - INTERVAL 30 DAY AND @day',
    'ix_payments_day'
);
CALL test_queries_expect_index(
    'what happened to a row',
    'SELECT * FROM audit_log WHERE table_name = ''patients'' AND row_id = 1 ORDER BY
    occurred_at',
    'ix_audit_log_row'
);

-- -----------------------------------------------------------------------------
-- The end
-- -----------------------------------------------------------------------------

DROP PROCEDURE test_queries_expect;
DROP PROCEDURE test_queries_expect_refusal;
DROP PROCEDURE test_queries_expect_index;
DROP PROCEDURE test_queries_people;

SELECT
    @test_checks AS checks,
    @test_wrong AS wrong;
