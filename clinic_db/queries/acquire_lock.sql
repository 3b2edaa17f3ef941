-- 1 when had, 0 when the time ran out, NULL on an error such as a killed session.
SELECT GET_LOCK(%s, %s) AS had;
