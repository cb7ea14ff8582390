-- database_sizes: Databasens storlek | Size of the database
-- sv:      Tabeller, rader och diskutrymme per del av databasen, just nu.
-- en:      Tables, rows and disk space by part of the database, now.
-- Kind:    table
-- Roles:   analyst, steward, officer, service
-- Column:  part | Del | Part
-- Column:  n_tables | Tabeller | Tables
-- Column:  n_rows | Rader | Rows
-- Column:  n_bytes | Diskutrymme | Disk space | bytes
SELECT tables.database AS part, count() AS n_tables, sum(tables.total_rows) AS n_rows, sum(tables.total_bytes) AS n_bytes
FROM system.tables AS tables
WHERE tables.database IN ('raw', 'core', 'mart', 'model', 'ops') AND tables.total_rows > 0
GROUP BY part
ORDER BY n_bytes DESC
