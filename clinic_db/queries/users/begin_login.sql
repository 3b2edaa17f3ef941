-- The first half of a login; what it found is in the session afterwards.
CALL begin_login(%s, @user_id, @password_hash, @role, @is_open);
