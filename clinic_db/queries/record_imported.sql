-- The objects of an imported file: their digests as the files have them and as the server holds
-- them now.
INSERT INTO _clinic_db_object
(kind, name, file_sha256, live_sha256, server_version, applied_at)
WITH live AS (
    {live}
)

SELECT
    f.kind,
    f.name,
    f.file_sha256,
    coalesce(f.live_sha256, l.digest, ''),
    version(),
    utc_timestamp(6)
FROM (
    VALUES
    {files}
) AS f (kind, name, file_sha256, live_sha256)
LEFT JOIN live AS l
    ON
        f.kind = l.kind
        AND f.name = l.name;
