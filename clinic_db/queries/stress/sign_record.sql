-- The doctor stands by what was written.
CALL sign_record(%s);
