-- What the last procedure gave back.
SELECT @appointment AS appointment;
