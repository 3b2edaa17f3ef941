-- Generated logins, and those that were given to generated doctors.
DELETE u
FROM users AS u
WHERE {users};
