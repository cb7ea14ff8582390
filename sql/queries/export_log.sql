-- export_log: Uttag | Exports
-- sv:      Uttag i panelens period: vem som tog vad, varför, och hur många brukare som var med. Ett uttag som bara är påbörjat (started) pågår eller
--          har brutits utan att det kunde skrivas.
-- en:      Exports in the panel's range: who took what, why, and how many clients were in it. One that has only begun (started) is under way, or
--          broke off without that it could be written.
-- Kind:    table
-- Roles:   officer
-- Reads:   ops.export_log
-- Column:  exported_at | När | When
-- Column:  user_name | Vem | Who
-- Column:  role | Roll | Role
-- Column:  object | Vad | What
-- Column:  filter | Urval | Filter
-- Column:  purpose | Ändamål | Purpose
-- Column:  format | Format | Format
-- Column:  file_name | Fil | File
-- Column:  n_rows | Rader | Rows
-- Column:  n_clients | Brukare | Clients
-- Column:  state | Läge | State
SELECT
    log.exported_at AS exported_at,
    log.user_name AS user_name,
    log.role AS role,
    log.object AS object,
    log.filter AS filter,
    log.purpose AS purpose,
    log.format AS format,
    log.file_name AS file_name,
    log.n_rows AS n_rows,
    log.n_clients AS n_clients,
    log.state AS state
FROM ops.export_log AS log
WHERE $__timeFilter(log.exported_at)
    AND (log.state != 'started' OR log.export_id NOT IN (SELECT over.export_id FROM ops.export_log AS over WHERE over.state != 'started'))
ORDER BY exported_at DESC, export_id
