-- What is registered on a page can be withdrawn.
ALTER TABLE core.intervention_ledger
    MODIFY COLUMN IF EXISTS decision Enum8('followed' = 0, 'not_followed' = 1, 'withdrawn' = 2);
