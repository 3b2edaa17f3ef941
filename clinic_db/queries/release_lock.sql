-- The lock would go with the session too; this frees it while the session lives on.
SELECT RELEASE_LOCK(%s) AS released;
