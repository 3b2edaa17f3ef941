-- 1 when had, 0 when the time ran out, NULL on an error such as a killed session.
SELECT get_lock(%s, %s) AS had;
