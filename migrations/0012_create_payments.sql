-- Migration: 0012_create_payments
--
-- An append-only ledger: money that came in and money that went back. The key that the caller
-- chooses makes a repeated request harmless.
-- depends: 0011_create_billing

CREATE TABLE payments (
    payment_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    bill_id BIGINT NOT NULL COMMENT 'Bill it belongs to',
    kind ENUM('Payment', 'Refund') NOT NULL DEFAULT 'Payment' COMMENT 'Money in or money back',
    amount DECIMAL(12, 2) NOT NULL COMMENT 'Always above zero; the kind gives the direction',
    payment_method ENUM('Cash', 'CreditCard', 'Insurance', 'Transfer') NOT NULL
        COMMENT 'How it was paid',
    idempotency_key BINARY(16) NOT NULL
        COMMENT 'Chosen by the caller, the same for a repeated request',
    refund_of BIGINT NULL COMMENT 'The payment that a refund gives back',
    received_by BIGINT NULL COMMENT 'Login that took the money',
    paid_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)) COMMENT 'Instant of the payment, UTC',
    paid_on DATE NOT NULL COMMENT 'Day of paid_at on the clinic''s wall clock; set by trigger',
    note VARCHAR(255) NULL COMMENT 'Remark',
    CONSTRAINT pk_payments PRIMARY KEY (payment_id),
    UNIQUE KEY uq_payments_idempotency_key (idempotency_key),
    KEY ix_payments_day (paid_on, kind, amount),
    KEY ix_payments_bill_id (bill_id),
    KEY ix_payments_refund_of (refund_of),
    KEY ix_payments_received_by (received_by),
    CONSTRAINT ck_payments_amount CHECK (amount > 0),
    CONSTRAINT ck_payments_refund CHECK ((kind = 'Refund') = (refund_of IS NOT NULL)),
    CONSTRAINT fk_payments_billing
        FOREIGN KEY (bill_id) REFERENCES billing (bill_id) ON DELETE RESTRICT,
    CONSTRAINT fk_payments_payments
        FOREIGN KEY (refund_of) REFERENCES payments (payment_id) ON DELETE RESTRICT,
    CONSTRAINT fk_payments_users
        FOREIGN KEY (received_by) REFERENCES users (user_id) ON DELETE RESTRICT
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Append-only ledger of payments and refunds';
