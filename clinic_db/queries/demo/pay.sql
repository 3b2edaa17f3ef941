-- Take money; a repeated request carries the same key.
CALL record_payment(%s, %s, %s, uuid_to_bin(%s), @payment);
