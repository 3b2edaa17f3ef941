-- Migration: 0007_create_appointment_services
--
-- Which services a visit used. The unit price is copied when the line is written, so that a new
-- price list never changes an old bill.
-- depends: 0006_create_appointment_slots

CREATE TABLE appointment_services (
    appt_service_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    appointment_id BIGINT NOT NULL COMMENT 'Visit',
    service_id BIGINT NOT NULL COMMENT 'Service, once per visit',
    quantity INT NOT NULL DEFAULT 1 COMMENT 'How many times',
    unit_price DECIMAL(12, 2) NOT NULL COMMENT 'Price of one when the line was written',
    service_cost DECIMAL(12, 2) GENERATED ALWAYS AS (quantity * unit_price) STORED
        COMMENT 'Price of the line',
    created_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)) COMMENT 'Instant of insertion, UTC',
    CONSTRAINT pk_appointment_services PRIMARY KEY (appt_service_id),
    UNIQUE KEY uq_appointment_services_service (appointment_id, service_id),
    KEY ix_appointment_services_service_id (service_id),
    CONSTRAINT ck_appointment_services_quantity CHECK (quantity > 0),
    CONSTRAINT ck_appointment_services_unit_price CHECK (unit_price >= 0),
    -- INSERT IGNORE would write the largest number the column holds instead of a larger one.
    CONSTRAINT ck_appointment_services_service_cost CHECK (service_cost = quantity * unit_price),
    CONSTRAINT fk_appointment_services_appointments
        FOREIGN KEY (appointment_id) REFERENCES appointments (appointment_id) ON DELETE CASCADE,
    CONSTRAINT fk_appointment_services_services
        FOREIGN KEY (service_id) REFERENCES services (service_id) ON DELETE RESTRICT
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Services used in an appointment, priced when they were added';
