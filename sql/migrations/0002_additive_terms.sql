-- Models are additive: terms are bins, and their uncertainty is in the bags. The job fit writes them again.
DROP TABLE IF EXISTS model.terms SYNC;
DROP TABLE IF EXISTS model.term_covariances SYNC;
