SELECT n.note_id, l.m FROM notes AS n, LATERAL (SELECT max(o.price) AS m FROM notes AS o WHERE o.author_id = n.author_id) AS l;
SELECT 1 FROM notes USE INDEX FOR ORDER BY (ix_notes_author_id) STRAIGHT_JOIN notes AS b IGNORE KEY (PRIMARY);
