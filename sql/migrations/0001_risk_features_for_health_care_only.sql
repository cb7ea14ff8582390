-- mart.risk_features also holds clients with health care only, and has other terms; the job features fills it again.
DROP TABLE IF EXISTS mart.risk_features SYNC;
