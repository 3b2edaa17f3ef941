CREATE TABLE x4 (j JSON NOT NULL, tag VARCHAR(20) AS (j ->> '$.tag') VIRTUAL, KEY ix_tags ((CAST(j -> '$.tags' AS CHAR(20) ARRAY))));
SELECT j -> '$.a', j ->> '$.b' FROM x4 WHERE 'x' MEMBER OF (j -> '$.tags');
SELECT t.a FROM json_table('[1, 2]', '$[*]' COLUMNS (n FOR ORDINALITY, a INT PATH '$' NULL ON EMPTY DEFAULT '0' ON ERROR)) AS t;
