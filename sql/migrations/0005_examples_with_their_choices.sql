-- The examples of selections have the choices that their conditions are made of. The transform job adds them anew.
ALTER TABLE core.selections DELETE WHERE author = 'framsyn' SETTINGS mutations_sync = 2;
