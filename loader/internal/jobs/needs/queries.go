package needs

// assessedQuery begins a query with two expressions: needs has one row per client
// and day of assessment, with indexes of categories and limitations (8 where not
// specified): what was assessed that day and in the days before, the newest of
// each category. Its arguments are those of assessedArguments.
const assessedQuery = `WITH known AS
	(
		SELECT client_id, icf_code, assessed_date, ifNull(limitation, 8) AS limitation
		FROM core.assessments
		WHERE assessed_date >= toDate(?) AND known_date <= toDate(?)
	),
	needs AS
	(
		SELECT client_id, assessed_date, groupArray(category) AS categories, groupArray(limitation) AS limitations
		FROM
		(
			SELECT
				days.client_id AS client_id,
				days.assessed_date AS assessed_date,
				toUInt16(indexOf(?, toString(known.icf_code)) - 1) AS category,
				argMax(known.limitation, known.assessed_date) AS limitation
			FROM (SELECT DISTINCT client_id, assessed_date FROM known) AS days
			INNER JOIN known ON days.client_id = known.client_id
			WHERE known.assessed_date <= days.assessed_date AND known.assessed_date > days.assessed_date - ?
			GROUP BY client_id, assessed_date, category
			ORDER BY client_id, assessed_date, category
		)
		GROUP BY client_id, assessed_date
	)`

// decisionsQuery lists decisions on home care with the needs that each followed.
const decisionsQuery = assessedQuery + `,
	decided AS
	(
		SELECT
			decision_id,
			client_id,
			decided_date,
			toFloat64(ifNull(granted_h_per_month, 0)) AS granted_h,
			toString(area_id) AS area_id,
			officer_id,
			ifNull(NOT household_changes[1].2, false) AS is_shared,
			valid_from,
			isNotNull(granted_h_per_month)
				AND granted_h_per_month = lagInFrame(granted_h_per_month) OVER earlier
				AND valid_from <= ifNull(lagInFrame(valid_to) OVER earlier, toDate('2149-01-01')) + 31 AS is_renewed
		FROM core.service_decisions
		WHERE service_code = 'home_care' AND decided_date <= toDate(?) AND known_date <= toDate(?)
		WINDOW earlier AS (PARTITION BY client_id ORDER BY decided_date, decision_id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
	)
	SELECT
		decided.decision_id,
		decided.client_id,
		decided.decided_date,
		decided.granted_h,
		decided.area_id,
		decided.officer_id,
		decided.is_shared,
		ifNull(decided.is_renewed, false),
		needs.assessed_date >= decided.decided_date - ? AS is_assessed,
		ifNull(needs.assessed_date, toDate(0)),
		needs.categories,
		needs.limitations
	FROM decided
	ASOF LEFT JOIN needs ON decided.client_id = needs.client_id AND decided.decided_date >= needs.assessed_date
	ORDER BY decided.client_id, decided.decided_date, decided.decision_id
	SETTINGS join_use_nulls = 0`

// visitsQuery is a subquery: minutes of therapists by client and month.
const visitsQuery = `(
		SELECT
			client_id,
			toStartOfMonth(visit_date) AS month,
			toFloat64(sumIf(performed_min, service_code = 'occupational_therapy')) AS occupational_min,
			toFloat64(sumIf(performed_min, service_code = 'physical_therapy')) AS physical_min
		FROM core.visits
		WHERE service_code IN ('occupational_therapy', 'physical_therapy') AND visit_date BETWEEN toDate(?) AND toDate(?)
		GROUP BY client_id, month
	)`

// clientMonths is a subquery: clients by month with what they had, the officer of
// the newest decision on home care and the status of the month before.
const clientMonths = `(
		SELECT
			months.client_id AS client_id,
			months.month AS month,
			toString(months.status) AS status,
			months.status_before AS status_before,
			toString(months.area_id) AS area_id,
			ifNull(NOT months.is_single_household, false) AS is_shared,
			months.home_care_granted_h AS granted_h,
			ifNull(months.home_care_performed_h, 0) * 60 AS performed_min,
			toFloat64(ifNull(months.nurse_min, 0)) AS nurse_min,
			ifNull(visits.occupational_min, 0) AS occupational_min,
			ifNull(visits.physical_min, 0) AS physical_min,
			isNotNull(months.nurse_min) AS is_visits_delivered,
			toDayOfMonth(toLastDayOfMonth(months.month)) AS days,
			ifNull(decisions.officer_id, 0) AS officer_id,
			months.last_date AS last_date
		FROM
		(
			SELECT
				*,
				toLastDayOfMonth(month) AS last_date,
				lagInFrame(toString(status)) OVER (PARTITION BY client_id ORDER BY month ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS status_before
			FROM mart.client_months
			WHERE month BETWEEN addMonths(toDate(?), -1) AND toDate(?)
		) AS months
		LEFT JOIN ` + visitsQuery + ` AS visits ON months.client_id = visits.client_id AND months.month = visits.month
		ASOF LEFT JOIN
		(
			SELECT client_id, valid_from, max(officer_id) AS officer_id FROM core.service_decisions
			WHERE service_code = 'home_care' AND is_executed GROUP BY client_id, valid_from
		) AS decisions
			ON months.client_id = decisions.client_id AND months.last_date >= decisions.valid_from
		WHERE months.month >= toDate(?)
	)`

// spellsQuery lists stretches of whole months under one assessment: who lived at
// home with care in the month and in the one before.
const spellsQuery = assessedQuery + `
	SELECT
		client_id,
		officer_id,
		area_id,
		is_shared,
		any(categories),
		any(limitations),
		toFloat64(sum(days)),
		sum(nurse_min),
		sum(occupational_min),
		sum(physical_min),
		toFloat64(sumIf(days, status = 'home_care' AND status_before = 'home_care')) AS home_care_days,
		sumIf(performed_min, status = 'home_care' AND status_before = 'home_care')
	FROM
	(
		SELECT months.*, needs.assessed_date AS assessed_date, needs.categories AS categories, needs.limitations AS limitations
		FROM ` + clientMonths + ` AS months
		ASOF INNER JOIN needs ON months.client_id = needs.client_id AND months.month > needs.assessed_date
		WHERE months.is_visits_delivered AND months.status IN ('home_care', 'hsl_only') AND months.status_before IN ('home_care', 'hsl_only')
	)
	GROUP BY client_id, assessed_date, officer_id, area_id, is_shared
	ORDER BY client_id, assessed_date, officer_id, area_id, is_shared
	SETTINGS join_use_nulls = 0`

// clientsQuery lists the clients of a month with their needs at its end.
const clientsQuery = assessedQuery + `
	SELECT
		months.client_id,
		months.officer_id,
		months.area_id,
		months.is_shared,
		months.status,
		needs.assessed_date > toDate(0) AS is_assessed,
		needs.categories,
		needs.limitations,
		toFloat64(months.days),
		months.granted_h,
		months.performed_min,
		months.nurse_min,
		months.occupational_min,
		months.physical_min
	FROM ` + clientMonths + ` AS months
	ASOF LEFT JOIN needs ON months.client_id = needs.client_id AND months.last_date >= needs.assessed_date
	WHERE months.status IN ('home_care', 'hsl_only') OR months.granted_h + months.performed_min + months.nurse_min + months.occupational_min + months.physical_min > 0
	ORDER BY months.client_id
	SETTINGS join_use_nulls = 0`

// actionsQuery lists actions by client, month and profession, with their recorded
// time: durations where all of the month are known, else visits.
const actionsQuery = `SELECT
		acted.client_id,
		acted.profession,
		acted.codes,
		acted.counts,
		acted.delegated,
		multiIf(acted.is_timed, acted.duration_min, visits.performed_min > 0, visits.performed_min, nan)
	FROM
	(
		SELECT
			client_id,
			month,
			profession,
			groupArray(code) AS codes,
			groupArray(toFloat64(n)) AS counts,
			groupArray(toFloat64(n_delegated)) AS delegated,
			sum(n_untimed) = 0 AND sum(n) > 0 AS is_timed,
			sum(minutes) AS duration_min
		FROM
		(
			SELECT
				client_id,
				toStartOfMonth(performed_date) AS month,
				transform(toString(actions.profession), ['ssk', 'at', 'ft'], ['nurse', 'occupational_therapist', 'physical_therapist'], '') AS profession,
				toString(kva_code) AS code,
				countIf(NOT is_delegated) AS n,
				countIf(is_delegated) AS n_delegated,
				countIf(NOT is_delegated AND isNull(duration_min)) AS n_untimed,
				toFloat64(sumIf(ifNull(duration_min, 0), NOT is_delegated)) AS minutes
			FROM core.hsl_actions AS actions
			WHERE actions.profession IN ('ssk', 'at', 'ft') AND performed_date BETWEEN toDate(?) AND toDate(?) AND known_date <= toDate(?)
			GROUP BY client_id, month, profession, code
			ORDER BY client_id, month, profession, code
		)
		GROUP BY client_id, month, profession
	) AS acted
	LEFT JOIN
	(
		SELECT
			client_id,
			toStartOfMonth(visit_date) AS month,
			transform(toString(service_code), ['nurse', 'occupational_therapy', 'physical_therapy'], ['nurse', 'occupational_therapist', 'physical_therapist'], '') AS profession,
			toFloat64(sum(performed_min)) AS performed_min
		FROM core.visits
		WHERE service_code IN ('nurse', 'occupational_therapy', 'physical_therapy') AND visit_date BETWEEN toDate(?) AND toDate(?)
		GROUP BY client_id, month, profession
	) AS visits
		ON acted.client_id = visits.client_id AND acted.month = visits.month AND acted.profession = visits.profession
	ORDER BY acted.client_id, acted.month, acted.profession
	SETTINGS join_use_nulls = 0`
