-- What the clinic asks every day, each query with the plan that it must get.
--
-- `clinic-db explain` checks the promises against a database; `clinic-db explain --analyze` runs
-- the queries, too; `--format github`, `gitlab` or `sarif` has a broken promise shown at its line
-- in a review. The file also runs as it is in the mysql client. A promise is one that must hold at
-- any size from some thousands of appointments on: on a handful of rows the server is right to
-- read them all.
--
--   -- expect: ALIAS ACCESS [KEY] [covering], rows <= N     as in EXPLAIN's columns
--   -- expect: no filesort, no temporary, no full scan
--   -- expect: reads <= N                                   rows read in all, with --analyze

-- Whom and when the queries are about: a patient in the middle, and the busiest recent time.
SET @patient = (SELECT floor(max(patient_id) / 2) + 1 FROM patients);
SET @phone
= (
    SELECT phone FROM patients
    WHERE patient_id <= @patient AND phone IS NOT NULL
    ORDER BY patient_id DESC LIMIT 1
);
SET @email
= (
    SELECT email FROM patients
    WHERE patient_id <= @patient AND email IS NOT NULL
    ORDER BY patient_id DESC LIMIT 1
);
SET @name = (
    SELECT left(full_name, 6) FROM patients
    WHERE patient_id = @patient
);
SET @visit = (SELECT floor(max(appointment_id) / 2) + 1 FROM appointments);
SET @doctor = (
    SELECT doctor_id FROM appointments
    WHERE appointment_id = @visit
);
SET @day = (
    SELECT date(appointment_date) FROM appointments
    WHERE appointment_id = @visit
);
SET @specialization = (
    SELECT specialization FROM doctors
    WHERE doctor_id = @doctor
);
SET @doctors_phone = (
    SELECT phone FROM doctors
    WHERE doctor_id = @doctor
);
SET @bill = (SELECT floor(max(bill_id) / 2) + 1 FROM billing);
SET @record = (SELECT floor(max(record_id) / 2) + 1 FROM medical_records);
SET @test = (
    SELECT test_type FROM lab_results
    ORDER BY lab_id DESC LIMIT 1
);
SET @payment_key = (
    SELECT idempotency_key FROM payments
    ORDER BY payment_id DESC LIMIT 1
);
SET @last_paid = (SELECT max(paid_on) FROM payments);
SET @policy = (
    SELECT policy_number FROM insurance
    ORDER BY insurance_id DESC LIMIT 1
);
SET @last_valid = (SELECT max(valid_until) FROM insurance);
SET @username = (
    SELECT username FROM users
    ORDER BY user_id DESC LIMIT 1
);

-- -----------------------------------------------------------------------------
-- At the desk
-- -----------------------------------------------------------------------------

-- Query: patient_by_phone
--
-- The reception asks for the number first; a family shares one.
-- expect: p ref ix_patients_phone, rows <= 10
-- expect: no filesort, no temporary, reads <= 10
SELECT
    p.patient_id,
    p.full_name,
    p.date_of_birth
FROM patients AS p
WHERE p.phone = @phone;

-- Query: patient_by_email
--
-- The web portal knows people by their address, one person each.
-- expect: p const uq_patients_email, rows <= 1
-- expect: reads <= 10
SELECT
    p.patient_id,
    p.full_name
FROM patients AS p
WHERE p.email = @email;

-- Query: patients_by_beginning_of_name
--
-- Typed letter by letter, so the first page must come from the index in its order.
-- expect: p range ix_patients_full_name
-- expect: no filesort, no temporary, reads <= 25
SELECT
    p.patient_id,
    p.full_name,
    p.phone
FROM patients AS p
WHERE p.full_name LIKE concat(@name, '%')
ORDER BY p.full_name
LIMIT 20;

-- Query: doctors_of_a_specialization
--
-- Whom can the patient be sent to?
-- expect: d ref ix_doctors_specialization
-- expect: no filesort, no temporary
SELECT
    d.doctor_id,
    d.full_name
FROM doctors AS d
WHERE d.specialization = @specialization AND d.is_active
ORDER BY d.doctor_id;

-- Query: doctor_by_phone
--
-- Who called back?
-- expect: d ref ix_doctors_phone, rows <= 10
-- expect: no filesort, no temporary, reads <= 10
SELECT
    d.doctor_id,
    d.full_name
FROM doctors AS d
WHERE d.phone = @doctors_phone;

-- Query: doctors_day
--
-- The list on the door: one doctor, one day, with names.
-- expect: a range ix_appointments_doctor_date, rows <= 100
-- expect: p eq_ref PRIMARY, rows <= 1
-- expect: no filesort, no temporary, reads <= 100
SELECT
    a.appointment_date,
    a.duration_min,
    a.status,
    p.full_name
FROM appointments AS a
INNER JOIN patients AS p ON a.patient_id = p.patient_id
WHERE
    a.doctor_id = @doctor
    AND a.appointment_date >= @day
    AND a.appointment_date < @day + INTERVAL 1 DAY
ORDER BY a.appointment_date;

-- Query: busy_slots_of_a_doctor
--
-- What is left free is what is not in here: the primary key holds the answer in its order.
-- expect: s range PRIMARY, rows <= 100
-- expect: no filesort, no temporary, reads <= 100
SELECT s.slot_start
FROM appointment_slots AS s
WHERE
    s.doctor_id = @doctor
    AND s.slot_start >= @day
    AND s.slot_start < @day + INTERVAL 1 DAY
ORDER BY s.slot_start;

-- Query: slots_of_a_visit
--
-- What becomes free when the visit is called off.
-- expect: s ref ix_appointment_slots_appointment_id, rows <= 50
-- expect: no filesort, no temporary, reads <= 50
SELECT
    s.doctor_id,
    s.slot_start
FROM appointment_slots AS s
WHERE s.appointment_id = @visit;

-- Query: free_slots_of_a_doctor
--
-- The quarters of an hour from 8 to 17 that nobody holds: each is one look into the primary key.
-- expect: s eq_ref PRIMARY, rows <= 1
-- expect: reads <= 200
WITH RECURSIVE quarters (slot_start) AS (
    SELECT timestamp(@day, '08:00:00')
    UNION ALL
    SELECT q.slot_start + INTERVAL 15 MINUTE
    FROM quarters AS q
    WHERE q.slot_start < timestamp(@day, '16:45:00')
)

SELECT q.slot_start
FROM quarters AS q
LEFT JOIN appointment_slots AS s ON s.doctor_id = @doctor AND q.slot_start = s.slot_start
WHERE s.slot_start IS NULL
ORDER BY q.slot_start;

-- Query: clinics_day
--
-- Everybody who is expected on a day, in the order in which they come.
-- expect: a range ix_appointments_appointment_date
-- expect: p eq_ref PRIMARY, rows <= 1
SELECT
    a.appointment_date,
    d.full_name AS doctor_name,
    p.full_name AS patient_name,
    a.status
FROM appointments AS a
INNER JOIN patients AS p ON a.patient_id = p.patient_id
INNER JOIN doctors AS d ON a.doctor_id = d.doctor_id
WHERE a.appointment_date >= @day AND a.appointment_date < @day + INTERVAL 1 DAY
ORDER BY a.appointment_date;

-- Query: next_visit_of_a_patient
--
-- "When do I come again?", asked by telephone.
-- expect: a range ix_appointments_patient_date
-- expect: no filesort, no temporary, reads <= 10
SELECT
    a.appointment_id,
    a.appointment_date
FROM appointments AS a
WHERE a.patient_id = @patient AND a.appointment_date >= @day
ORDER BY a.appointment_date
LIMIT 1;

-- Query: lines_of_a_visit
--
-- What the visit will cost so far.
-- expect: l ref uq_appointment_services_service, rows <= 20
-- expect: s eq_ref PRIMARY, rows <= 1
-- expect: no filesort, no temporary, reads <= 40
SELECT
    s.service_name,
    l.quantity,
    l.unit_price,
    l.service_cost
FROM appointment_services AS l
INNER JOIN services AS s ON l.service_id = s.service_id
WHERE l.appointment_id = @visit;

-- -----------------------------------------------------------------------------
-- In the consulting room
-- -----------------------------------------------------------------------------

-- Query: history_of_a_patient
--
-- What the doctor reads before the door opens, newest first.
-- expect: r ref ix_medical_records_patient_date
-- expect: no filesort, no temporary, no full scan, reads <= 100
SELECT
    r.record_date,
    r.icd10_code,
    r.diagnosis,
    r.status
FROM medical_records AS r
WHERE r.patient_id = @patient
ORDER BY r.record_date DESC;

-- Query: results_of_a_record
--
-- The laboratory's answers to one record.
-- expect: l ref ix_lab_results_record_date, rows <= 20
-- expect: no filesort, no temporary, reads <= 20
SELECT
    l.test_type,
    l.test_date,
    l.value_num,
    l.unit,
    l.is_abnormal
FROM lab_results AS l
WHERE l.record_id = @record
ORDER BY l.test_date;

-- Query: newest_results_of_a_test
--
-- For the laboratory's own control: what did this test give lately?
-- expect: l ref ix_lab_results_test_type
-- expect: no filesort, no temporary, reads <= 50
SELECT
    l.lab_id,
    l.test_date,
    l.value_num,
    l.unit,
    l.is_abnormal
FROM lab_results AS l
WHERE l.test_type = @test
ORDER BY l.lab_id DESC
LIMIT 50;

-- Query: abnormal_results_of_a_patient
--
-- What must not be overlooked.
-- expect: r ref ix_medical_records_patient_date covering
-- expect: l ref ix_lab_results_record_date, rows <= 20
-- expect: no full scan, reads <= 200
SELECT
    l.test_date,
    l.test_type,
    l.value_num,
    l.unit
FROM medical_records AS r
INNER JOIN lab_results AS l ON r.record_id = l.record_id
WHERE r.patient_id = @patient AND l.is_abnormal
ORDER BY l.test_date DESC;

-- Query: record_of_a_visit
--
-- There is one at most, and the unique key on the virtual column says so.
-- expect: r const uq_medical_records_live_appointment, rows <= 1
-- expect: reads <= 10
SELECT
    r.record_id,
    r.status
FROM medical_records AS r
WHERE r.live_appointment_id = @visit;

-- Query: unsigned_records_of_a_doctor
--
-- What is still to be signed.
-- expect: r ref ix_medical_records_doctor_status
-- expect: no filesort, no temporary, no full scan, reads <= 60
SELECT
    r.record_id,
    r.record_date,
    r.patient_id
FROM medical_records AS r
WHERE r.doctor_id = @doctor AND r.status = 'Draft'
ORDER BY r.record_date
LIMIT 50;

-- -----------------------------------------------------------------------------
-- At the counter
-- -----------------------------------------------------------------------------

-- Query: bill_of_a_visit
--
-- One live bill at most, again by its unique key.
-- expect: b const uq_billing_live_appointment, rows <= 1
-- expect: reads <= 10
SELECT
    b.bill_id,
    b.total_amount,
    b.balance,
    b.status
FROM billing AS b
WHERE b.live_appointment_id = @visit;

-- Query: payments_of_a_bill
--
-- The receipts, in the order in which the money came and went.
-- expect: p ref ix_payments_bill_id, rows <= 20
-- expect: no filesort, no temporary, reads <= 20
SELECT
    p.paid_at,
    p.kind,
    p.amount,
    p.payment_method
FROM payments AS p
WHERE p.bill_id = @bill
ORDER BY p.payment_id;

-- Query: payment_by_key
--
-- Was this request made before?
-- expect: p const uq_payments_idempotency_key, rows <= 1
-- expect: reads <= 10
SELECT
    p.payment_id,
    p.bill_id
FROM payments AS p
WHERE p.idempotency_key = @payment_key;

-- Query: unpaid_bills_by_age
--
-- Whom to remind first.
-- expect: b ref ix_billing_status_created
-- expect: no filesort, no temporary, no full scan, reads <= 60
SELECT
    b.bill_id,
    b.patient_id,
    b.balance,
    b.created_at
FROM billing AS b
WHERE b.status = 'Unpaid'
ORDER BY b.created_at
LIMIT 50;

-- Query: bills_of_a_patient
--
-- "Do I still owe you anything?"
-- expect: b ref ix_billing_patient_id
-- expect: no temporary, no full scan, reads <= 100
SELECT
    b.bill_id,
    b.total_amount,
    b.balance,
    b.status
FROM billing AS b
WHERE b.patient_id = @patient
ORDER BY b.bill_id DESC;

-- -----------------------------------------------------------------------------
-- In the office
-- -----------------------------------------------------------------------------

-- Query: revenue_by_day_of_a_month
--
-- From the covering index alone, day by day in its order.
-- expect: p range ix_payments_day covering
-- expect: no filesort, no temporary, no full scan
SELECT
    p.paid_on,
    sum(if(p.kind = 'Payment', p.amount, -p.amount)) AS revenue
FROM payments AS p
WHERE p.paid_on > @last_paid - INTERVAL 1 MONTH AND p.paid_on <= @last_paid
GROUP BY p.paid_on;

-- Query: revenue_by_day_of_a_year
--
-- Day and kind first, because that is the index's order: a third less time on a million payments.
-- expect: p range ix_payments_day covering
-- expect: no filesort
SELECT
    k.paid_on,
    sum(if(k.kind = 'Payment', k.amount, -k.amount)) AS revenue
FROM (
    SELECT
        p.paid_on,
        p.kind,
        sum(p.amount) AS amount
    FROM payments AS p
    WHERE p.paid_on > @last_paid - INTERVAL 1 YEAR AND p.paid_on <= @last_paid
    GROUP BY p.paid_on, p.kind
) AS k
GROUP BY k.paid_on;

-- Query: revenue_by_month
--
-- The view's own sum over all years: one pass over the covering index.
-- expect: payments index ix_payments_day covering
SELECT
    m.revenue_month,
    m.revenue
FROM monthly_revenue AS m
ORDER BY m.revenue_month DESC
LIMIT 24;

-- Query: overview
--
-- The first screen: what came in today and what is owed are added up from indexes alone.
-- expect: b range ix_billing_status_created covering
-- expect: p ref ix_payments_day covering
SELECT
    o.patients,
    o.active_doctors,
    o.appointments_today,
    o.unpaid_bills,
    o.owed,
    o.revenue_today
FROM clinic_overview AS o;

-- Query: expiring_insurance
--
-- Policies that end within the next month, soonest first.
-- expect: i range ix_insurance_valid_until
-- expect: no filesort, no temporary, no full scan, reads <= 110
SELECT
    i.insurance_id,
    i.patient_id,
    i.provider_name,
    i.valid_until
FROM insurance AS i
WHERE i.valid_until > @last_valid - INTERVAL 1 MONTH AND i.valid_until <= @last_valid
ORDER BY i.valid_until
LIMIT 100;

-- Query: insurance_by_policy_number
--
-- From the card on the counter; a family can share one number.
-- expect: i ref ix_insurance_policy_number, rows <= 10
-- expect: no filesort, no temporary, reads <= 10
SELECT
    i.insurance_id,
    i.patient_id,
    i.valid_until
FROM insurance AS i
WHERE i.policy_number = @policy;

-- Query: trail_of_a_patient
--
-- Who changed what about this person?
-- expect: t ref ix_audit_log_row, rows <= 100
-- expect: no filesort, no temporary, no full scan
SELECT
    t.occurred_at,
    t.actor,
    t.action,
    t.changes
FROM audit_log AS t
WHERE t.table_name = 'patients' AND t.row_id = @patient
ORDER BY t.occurred_at;

-- Query: trail_of_an_hour
--
-- Who changed anything while something went wrong?
-- expect: t range ix_audit_log_occurred_at
-- expect: no filesort, no temporary, no full scan
SELECT
    t.occurred_at,
    t.actor,
    t.table_name,
    t.row_id,
    t.action
FROM audit_log AS t
WHERE t.occurred_at >= utc_timestamp() - INTERVAL 1 HOUR AND t.occurred_at < utc_timestamp()
ORDER BY t.occurred_at;

-- Query: login
--
-- What begin_login looks up.
-- expect: u const uq_users_username, rows <= 1
-- expect: reads <= 10
SELECT
    u.user_id,
    u.role
FROM users AS u
WHERE u.username = @username;
