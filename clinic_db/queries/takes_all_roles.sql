-- Whether a session begins with all the roles that were granted, and not with the default ones.
SELECT @@GLOBAL.activate_all_roles_on_login AS takes_all_roles;
