-- The words that the server keeps for itself: a name that is one must be quoted.
SELECT k.word AS name
FROM information_schema.keywords AS k
WHERE k.reserved = 1
ORDER BY k.word;
