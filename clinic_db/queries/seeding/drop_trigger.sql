-- A trigger that is put back later, or a guard that is not needed any more.
DROP TRIGGER IF EXISTS {trigger_name};
