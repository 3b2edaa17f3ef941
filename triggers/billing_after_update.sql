-- Trigger: billing_after_update
--
-- How a bill came to say what it says. A policy that is deleted leaves its bills by a cascade,
-- which fires no trigger by default and so leaves no row here.
CREATE TRIGGER billing_after_update
AFTER UPDATE ON billing
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
            'created_at', OLD.created_at
        ),
        json_object(
            'bill_id', NEW.bill_id,
            'patient_id', NEW.patient_id,
            'appointment_id', NEW.appointment_id,
            'insurance_id', NEW.insurance_id,
            'total_amount', NEW.total_amount,
            'amount_paid', NEW.amount_paid,
            'is_void', NEW.is_void,
            'void_reason', NEW.void_reason,
            'status', NEW.status,
            'payment_method', NEW.payment_method,
            'payment_date', NEW.payment_date,
            'created_at', NEW.created_at
        )
    );
END;
