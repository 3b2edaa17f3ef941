-- The wall clock that the rows were read on.
INSERT INTO clinic_settings (name, value)
VALUES ('utc_offset', %s)
ON DUPLICATE KEY UPDATE value = value;
