-- Migration: 0003_create_services
--
-- The price list. Prices change; what was charged is a snapshot on the appointment's line, so
-- a row here can change without rewriting a bill.
-- depends: 0002_create_doctors

CREATE TABLE services (
    service_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    code VARCHAR(20) NOT NULL COMMENT 'Short stable code; seeds and imports find the row by it',
    service_name VARCHAR(120) NOT NULL COMMENT 'What the patient reads on the bill',
    price DECIMAL(12, 2) NOT NULL COMMENT 'Current price in the clinic''s currency',
    duration_min SMALLINT NOT NULL DEFAULT 15 COMMENT 'Usual duration in minutes',
    is_active BOOLEAN NOT NULL DEFAULT TRUE COMMENT 'Whether it can be added to an appointment',
    CONSTRAINT pk_services PRIMARY KEY (service_id),
    UNIQUE KEY uq_services_code (code),
    CONSTRAINT ck_services_price CHECK (price >= 0)
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Price list of what the clinic offers';
