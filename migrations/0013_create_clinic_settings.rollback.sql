-- Rollback: 0013_create_clinic_settings
--
-- Settings go; the functions that read them go with the project's objects before.

DROP TABLE clinic_settings;
