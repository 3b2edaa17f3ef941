-- Money goes back.
CALL refund_payment(%s, %s, uuid_to_bin(%s));
