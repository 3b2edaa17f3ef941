-- What begin_login found.
SELECT
    @user_id AS user_id,
    @password_hash AS password_hash,
    @role AS role,
    @is_open AS is_open;
