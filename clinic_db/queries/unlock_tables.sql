-- The lock under which a trigger was to be replaced.
UNLOCK TABLES;
