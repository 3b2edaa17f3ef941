UPDATE LOW_PRIORITY IGNORE notes AS n INNER JOIN notes AS m USING (note_id) SET n.price = m.price + 1 WHERE n.note_id > 3;
DELETE n, m FROM notes AS n INNER JOIN notes AS m ON n.note_id = m.author_id;
DELETE FROM n USING notes AS n WHERE n.note_id = 3;
REPLACE DELAYED INTO notes SET author_id = 1;
INSERT IGNORE INTO notes (author_id) SELECT 3 ON DUPLICATE KEY UPDATE price = VALUES(price);
INSERT INTO notes (author_id) VALUES (1), (2) AS new (a) ON DUPLICATE KEY UPDATE author_id = new.a;
