-- Migration: 0004_create_users
--
-- People who log in. The database holds the role, the argon2id hash and the lockout state, so
-- that a backend in any language gets the same rules.
-- depends: 0003_create_services
-- clinic-db: allow charset because a hash is ASCII by its format and is compared byte by byte

CREATE TABLE users (
    user_id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Key',
    username VARCHAR(64) NOT NULL COMMENT 'Login name',
    password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
        COMMENT 'argon2id in its encoded form; verified by the application',
    role ENUM('Admin', 'Doctor', 'Receptionist') NOT NULL COMMENT 'What the person may do',
    doctor_id BIGINT NULL COMMENT 'The doctor behind a Doctor login, else NULL',
    is_active BOOLEAN NOT NULL DEFAULT TRUE COMMENT 'Whether the login is open at all',
    failed_logins SMALLINT NOT NULL DEFAULT 0 COMMENT 'Failures since the last success',
    locked_until DATETIME(6) NULL COMMENT 'Instant until which logins are refused, UTC',
    last_login_at DATETIME(6) NULL COMMENT 'Instant of the last success, UTC',
    created_at DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)) COMMENT 'Instant of insertion, UTC',
    CONSTRAINT pk_users PRIMARY KEY (user_id),
    UNIQUE KEY uq_users_username (username),
    UNIQUE KEY uq_users_doctor_id (doctor_id),
    CONSTRAINT ck_users_password_hash CHECK (password_hash LIKE '$argon2id$%'),
    CONSTRAINT ck_users_doctor CHECK ((role = 'Doctor') = (doctor_id IS NOT NULL)),
    CONSTRAINT fk_users_doctors
        FOREIGN KEY (doctor_id) REFERENCES doctors (doctor_id) ON DELETE RESTRICT
)
ENGINE = InnoDB
DEFAULT CHARACTER SET = utf8mb4
COLLATE = utf8mb4_0900_ai_ci
COMMENT = 'Logins of people; a password is only ever an argon2id hash';
