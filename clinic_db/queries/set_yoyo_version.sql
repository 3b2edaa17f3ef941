-- 2 is the layout of yoyo 6 and later.
INSERT IGNORE INTO _yoyo_version (version, installed_at_utc) VALUES (2, utc_timestamp());
