SELECT note_id, MATCH (body) AGAINST ('+one -two' IN BOOLEAN MODE) AS score
FROM notes
WHERE MATCH (body) AGAINST ('one' WITH QUERY EXPANSION);
