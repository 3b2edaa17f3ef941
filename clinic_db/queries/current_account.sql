-- The account as the server resolved it, as it stands in a definer.
SELECT current_user() AS account;
