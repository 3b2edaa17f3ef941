-- What the last procedure gave back.
SELECT @bill AS bill;
