-- Each batch's delivered rows are loaded, repeated, replaced or rejected: the counts add up.
SELECT batch_id, file_name, n_delivered, n_loaded, n_repeated, n_replaced, n_rejected
FROM ops.load_batches
WHERE n_delivered != n_loaded + n_repeated + n_replaced + n_rejected;
