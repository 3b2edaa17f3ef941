-- What this session's account may do, with the roles that are active.
SHOW GRANTS;
