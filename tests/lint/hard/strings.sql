SELECT 'a;b', "c;d", 'it''s', 'back\\', 'quote\'s', `note_id` FROM notes;
SELECT _utf8mb4'x', N'y', X'4D', 0x4D, b'01', 0b01, 'a' 'b' "c";
