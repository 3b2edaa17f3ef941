-- An account or role that was made in a trial goes.
DROP USER IF EXISTS {user}@{host};
