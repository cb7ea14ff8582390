-- No client has a month after the month of death or of moving out.
SELECT months.client_id AS client_id, months.month AS month, clients.death_month AS death_month, clients.moved_out_month AS moved_out_month
FROM mart.client_months AS months
INNER JOIN core.clients AS clients ON months.client_id = clients.client_id
WHERE months.month > clients.death_month OR months.month > clients.moved_out_month;
