-- Bill the visit; the bill's key is in @bill afterwards.
CALL issue_bill(%s, @bill);
