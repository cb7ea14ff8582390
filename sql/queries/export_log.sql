-- export_log: Uttag | Exports
-- sv:      Uttag i panelens period: vem som tog vad, varför, och hur många brukare som var med.
-- en:      Exports in the panel's range: who took what, why, and how many clients were in it.
-- Kind:    table
-- Roles:   officer
-- Reads:   ops.export_log
-- Column:  exported_at | När | When
-- Column:  user_name | Vem | Who
-- Column:  object | Vad | What
-- Column:  filter | Urval | Filter
-- Column:  purpose | Ändamål | Purpose
-- Column:  format | Format | Format
-- Column:  file_name | Fil | File
-- Column:  n_rows | Rader | Rows
-- Column:  n_clients | Brukare | Clients
SELECT
    log.exported_at AS exported_at,
    log.user_name AS user_name,
    log.object AS object,
    log.filter AS filter,
    log.purpose AS purpose,
    log.format AS format,
    log.file_name AS file_name,
    log.n_rows AS n_rows,
    log.n_clients AS n_clients
FROM ops.export_log AS log
WHERE $__timeFilter(log.exported_at)
ORDER BY exported_at DESC, export_id
