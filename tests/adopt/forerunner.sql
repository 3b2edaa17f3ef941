-- The forerunner's schema as it is found in the field, written for these tests: INT keys, every
-- foreign key cascades, e-mail and telephone indexed twice, and everything written by hand.
CREATE TABLE patients (
    patient_id INT AUTO_INCREMENT PRIMARY KEY,
    full_name VARCHAR(200) NULL,
    date_of_birth DATE NULL,
    gender ENUM('Male', 'Female') NULL,
    phone VARCHAR(15) NULL,
    email VARCHAR(100) NULL,
    address TEXT NULL,
    created_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
    INDEX email_1 (email),
    INDEX email_2 (email),
    INDEX phone_1 (phone),
    INDEX phone_2 (phone)
);
CREATE TABLE doctors (
    doctor_id INT AUTO_INCREMENT PRIMARY KEY,
    full_name VARCHAR(100) NULL,
    specialization VARCHAR(100) NULL,
    license_no VARCHAR(30) NULL,
    phone VARCHAR(15) NULL,
    email VARCHAR(100) NULL,
    created_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
    INDEX email_1 (email),
    INDEX email_2 (email)
);
CREATE TABLE services (
    service_id INT AUTO_INCREMENT PRIMARY KEY,
    service_name VARCHAR(150) NULL,
    price DECIMAL(10, 2) NULL,
    description TEXT NULL
);
CREATE TABLE appointments (
    appointment_id INT AUTO_INCREMENT PRIMARY KEY,
    patient_id INT NOT NULL,
    doctor_id INT NOT NULL,
    appointment_date DATETIME NULL,
    status ENUM('Scheduled', 'Completed', 'Cancelled') DEFAULT 'Scheduled',
    notes TEXT NULL,
    duration_min INT NULL,
    created_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
    -- A name that the new schema wants for itself.
    CONSTRAINT fk_appointments_patients
        FOREIGN KEY (patient_id) REFERENCES patients (patient_id) ON DELETE CASCADE,
    FOREIGN KEY (doctor_id) REFERENCES doctors (doctor_id) ON DELETE CASCADE,
    INDEX (appointment_date)
);
CREATE TABLE appointment_services (
    appt_service_id INT AUTO_INCREMENT PRIMARY KEY,
    appointment_id INT NOT NULL,
    service_id INT NOT NULL,
    quantity INT DEFAULT 1,
    service_cost DECIMAL(10, 2) NULL,
    created_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
    FOREIGN KEY (appointment_id) REFERENCES appointments (appointment_id) ON DELETE CASCADE,
    FOREIGN KEY (service_id) REFERENCES services (service_id) ON DELETE CASCADE
);
CREATE TABLE medical_records (
    record_id INT AUTO_INCREMENT PRIMARY KEY,
    patient_id INT NOT NULL,
    doctor_id INT NOT NULL,
    diagnosis TEXT NOT NULL,
    treatment TEXT NOT NULL,
    prescription TEXT NULL,
    symptoms TEXT NULL,
    allergies TEXT NULL,
    blood_pressure VARCHAR(20) NULL,
    record_date TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
    FOREIGN KEY (patient_id) REFERENCES patients (patient_id) ON DELETE CASCADE,
    FOREIGN KEY (doctor_id) REFERENCES doctors (doctor_id) ON DELETE CASCADE
);
CREATE TABLE lab_results (
    lab_id INT AUTO_INCREMENT PRIMARY KEY,
    record_id INT NOT NULL,
    test_type VARCHAR(100) NULL,
    test_date DATE NULL,
    results TEXT NULL,
    notes TEXT NULL,
    created_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
    FOREIGN KEY (record_id) REFERENCES medical_records (record_id) ON DELETE CASCADE
);
CREATE TABLE insurance (
    insurance_id INT AUTO_INCREMENT PRIMARY KEY,
    patient_id INT NOT NULL,
    provider_name VARCHAR(100) NULL,
    policy_number VARCHAR(80) NULL,
    coverage_details VARCHAR(200) NULL,
    valid_from DATE NULL,
    valid_until DATE NULL,
    created_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
    FOREIGN KEY (patient_id) REFERENCES patients (patient_id) ON DELETE CASCADE
);
CREATE TABLE billing (
    bill_id INT AUTO_INCREMENT PRIMARY KEY,
    patient_id INT NOT NULL,
    appointment_id INT NOT NULL,
    total_amount DECIMAL(10, 2) NULL,
    status ENUM('Unpaid', 'Paid', 'Cancelled') DEFAULT 'Unpaid',
    payment_method ENUM('Cash', 'CreditCard', 'Insurance', 'Transfer') NULL DEFAULT NULL,
    payment_date TIMESTAMP NULL DEFAULT NULL,
    created_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
    FOREIGN KEY (patient_id) REFERENCES patients (patient_id) ON DELETE CASCADE,
    FOREIGN KEY (appointment_id) REFERENCES appointments (appointment_id) ON DELETE CASCADE
);
CREATE TABLE users (
    user_id INT AUTO_INCREMENT PRIMARY KEY,
    username VARCHAR(80) NULL,
    password_hash VARCHAR(255) NOT NULL,
    role ENUM('Admin', 'Doctor', 'Receptionist') NULL,
    doctor_id INT NULL,
    created_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
    FOREIGN KEY (doctor_id) REFERENCES doctors (doctor_id) ON DELETE CASCADE
);
CREATE VIEW unpaid_bills AS SELECT bill_id FROM billing WHERE status = 'Unpaid';
CREATE TRIGGER billing_before_update BEFORE UPDATE ON billing
FOR EACH ROW SET NEW.payment_date = if(NEW.status = 'Paid', now(), NEW.payment_date);
