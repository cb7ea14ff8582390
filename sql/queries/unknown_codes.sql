-- unknown_codes: Okända koder | Unknown codes
-- sv:      Koder som förekommer i leveranserna men inte i kodlistorna. De räknas och visas, och tas aldrig bort: importera listan eller rätta
--          vid källan.
-- en:      Codes that occur in deliveries and not in the code lists. They are counted and shown, and never dropped: import the list or mend
--          them at the source.
-- Kind:    table
-- Roles:   leader, analyst, planner, service
-- Reads:   mart.unknown_codes
-- Column:  kind | Kodlista | Code list
-- Column:  code | Kod | Code
-- Column:  n_rows | Rader | Rows
-- Column:  first_month | Första månad | First month
-- Column:  last_month | Senaste månad | Latest month
SELECT codes.kind AS kind, codes.code AS code, codes.n_rows AS n_rows, codes.first_month AS first_month, codes.last_month AS last_month
FROM mart.unknown_codes AS codes
ORDER BY n_rows DESC, kind, code
