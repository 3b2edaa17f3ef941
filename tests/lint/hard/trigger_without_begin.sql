CREATE TRIGGER notes_before_insert BEFORE INSERT ON notes FOR EACH ROW SET NEW.price = 1;
