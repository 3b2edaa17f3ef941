-- Objects that the project made, and whether each is still what it was when it was applied.
WITH live AS (
    {live}
)

SELECT
    o.kind,
    o.name,
    o.file_sha256,
    coalesce(l.digest = o.live_sha256, FALSE) AS untouched
FROM _clinic_db_object AS o
LEFT JOIN live AS l
    ON
        o.kind = l.kind
        AND o.name = l.name;
