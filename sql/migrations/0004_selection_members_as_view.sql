-- Who is in a selection follows from core.selection_events. The table was never written to.
DROP TABLE IF EXISTS core.selection_members SYNC;
