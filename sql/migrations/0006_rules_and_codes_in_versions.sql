-- The rules are a view over the versions that Framsyn and the municipality have written, the code lists views over seeds and imports. The old
-- tables held nothing but seeds.
DROP TABLE IF EXISTS core.category_rules SYNC;
DROP TABLE IF EXISTS core.kva_codes SYNC;
DROP TABLE IF EXISTS core.icf_codes SYNC;
