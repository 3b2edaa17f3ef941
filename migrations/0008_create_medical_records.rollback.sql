-- Rollback: 0008_create_medical_records
--
-- Records go before the visits and people they name.

DROP TABLE medical_records;
