DELIMITER $$
CREATE PROCEDURE p6 (IN in_n INT)
outer_block: BEGIN
    DECLARE v_i INT DEFAULT 0;
    again: LOOP
        SET v_i = v_i + 1;
        IF v_i > in_n THEN
            LEAVE again;
        ELSEIF v_i = 3 THEN
            ITERATE again;
        END IF;
        inner_block: BEGIN
            DECLARE v_j INT DEFAULT 0;
            WHILE v_j < 3 DO
                SET v_j = v_j + 1;
                REPEAT
                    SET v_j = v_j + 1;
                UNTIL v_j > 2 END REPEAT;
            END WHILE;
        END inner_block;
    END LOOP again;
    CASE in_n WHEN 1 THEN SELECT 1; ELSE BEGIN END; END CASE;
END outer_block$$
DELIMITER ;
