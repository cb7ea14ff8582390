-- A potential lies in its interval and takes no more hours than there are; one that is not supported says why, and one that is says nothing.
SELECT client_id, as_of_date, kind, hours_now, expected_change_h, change_low_h, change_high_h, is_supported, warning_sv
FROM model.potentials
WHERE expected_change_h < -hours_now OR expected_change_h < change_low_h OR expected_change_h > change_high_h
    OR is_supported != (warning_sv = '') OR is_supported != (warning_en = '');
