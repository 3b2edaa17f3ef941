-- Migration: 0013_create_clinic_settings
--
-- What differs from clinic to clinic. The UTC offset is validated here, because every date on the
-- clinic's wall clock is computed from it and a named zone needs tables that may be missing.
-- depends: 0012_create_payments

CREATE TABLE clinic_settings (
    name VARCHAR(64) NOT NULL COMMENT 'Name of the setting',
    value VARCHAR(255) NOT NULL COMMENT 'Its value as text',
    CONSTRAINT pk_clinic_settings PRIMARY KEY (name),
    -- A plain $ also matches in front of a trailing newline.
    CONSTRAINT ck_clinic_settings_utc_offset CHECK (
        name <> 'utc_offset'
        OR regexp_like(
            value,
            '^(([+](0[0-9]|1[0-3])|-(0[0-9]|1[0-2])):(00|15|30|45)|[+]14:00)$(?![[:cntrl:]])'
        )
    ),
    CONSTRAINT ck_clinic_settings_currency CHECK (
        name <> 'currency' OR regexp_like(value, '^[A-Z]{3}$(?![[:cntrl:]])', 'c')
    )
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Settings of this clinic, one row each';
