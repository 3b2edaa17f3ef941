-- Trigger: billing_after_delete
--
-- The whole row as it was: only a bill that never saw money can be deleted.
CREATE TRIGGER billing_after_delete
AFTER DELETE ON billing
FOR EACH ROW
BEGIN
    CALL log_change(
        'billing',
        OLD.bill_id,
        json_object(
            'bill_id', OLD.bill_id,
            'patient_id', OLD.patient_id,
            'appointment_id', OLD.appointment_id,
            'insurance_id', OLD.insurance_id,
            'total_amount', OLD.total_amount,
            'amount_paid', OLD.amount_paid,
            'is_void', OLD.is_void,
            'void_reason', OLD.void_reason,
            'status', OLD.status,
            'payment_method', OLD.payment_method,
            'payment_date', OLD.payment_date,
            'created_at', OLD.created_at,
            'updated_at', OLD.updated_at
        ),
        NULL
    );
END;
