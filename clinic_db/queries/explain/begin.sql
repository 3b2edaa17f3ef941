-- Nothing that a catalogue says may write.
START TRANSACTION READ ONLY;
