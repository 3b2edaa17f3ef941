-- Migration: 0011_create_billing
--
-- One live bill per appointment. What is paid comes from the payments, and the status is computed
-- from the amounts: nobody can write that a bill is paid, it can only be paid.
-- depends: 0010_create_insurance

CREATE TABLE billing (
    bill_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    patient_id BIGINT NOT NULL COMMENT 'Who owes it: the patient of the appointment',
    appointment_id BIGINT NOT NULL COMMENT 'Visit it is for',
    insurance_id BIGINT NULL COMMENT 'Policy that was given; NULL once that policy is gone',
    total_amount DECIMAL(12, 2) NOT NULL DEFAULT 0 COMMENT 'Sum of the lines, computed by trigger',
    amount_paid DECIMAL(12, 2) NOT NULL DEFAULT 0 COMMENT 'Payments less refunds, kept by trigger',
    balance DECIMAL(12, 2) GENERATED ALWAYS AS (total_amount - amount_paid) VIRTUAL
        COMMENT 'What is still owed',
    is_void BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'Whether it was withdrawn',
    void_reason VARCHAR(255) NULL COMMENT 'Why it was withdrawn',
    status ENUM('Unpaid', 'PartiallyPaid', 'Paid', 'Cancelled') GENERATED ALWAYS AS (
        CASE
            WHEN is_void THEN 'Cancelled'
            WHEN amount_paid = total_amount THEN 'Paid'
            WHEN amount_paid = 0 THEN 'Unpaid'
            ELSE 'PartiallyPaid'
        END
    ) STORED COMMENT 'Computed from the amounts',
    payment_method ENUM('Cash', 'CreditCard', 'Insurance', 'Transfer') NULL
        COMMENT 'How the last rupiah was paid; NULL until Paid',
    payment_date DATE NULL COMMENT 'Day it became Paid on the clinic''s wall clock',
    live_appointment_id BIGINT GENERATED ALWAYS AS (if(is_void, NULL, appointment_id)) VIRTUAL
        COMMENT 'The appointment while not void; carries the unique key',
    created_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)) COMMENT 'Instant of insertion, UTC',
    updated_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6))
        COMMENT 'Instant of the last change, UTC; kept by trigger',
    CONSTRAINT pk_billing PRIMARY KEY (bill_id),
    UNIQUE KEY uq_billing_live_appointment (live_appointment_id),
    KEY ix_billing_status_created (status, created_at),
    KEY ix_billing_appointment_patient (appointment_id, patient_id),
    KEY ix_billing_insurance_id (insurance_id),
    CONSTRAINT ck_billing_amount_paid CHECK (amount_paid BETWEEN 0 AND total_amount),
    CONSTRAINT ck_billing_void CHECK (is_void = 0 OR amount_paid = 0),
    CONSTRAINT fk_billing_appointments
        FOREIGN KEY (appointment_id, patient_id)
        REFERENCES appointments (appointment_id, patient_id) ON DELETE RESTRICT,
    CONSTRAINT fk_billing_insurance
        FOREIGN KEY (insurance_id) REFERENCES insurance (insurance_id) ON DELETE SET NULL
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Bills; the total comes from the lines, the paid amount from payments';
