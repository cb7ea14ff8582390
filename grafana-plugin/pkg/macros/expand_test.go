package macros

import (
	"context"
	"maps"
	"strings"
	"testing"
	"time"
)

// scope is that of the golden cases: a day and a half in local time, an hour's
// interval, hostile values everywhere.
func scope() *Scope {
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		panic(err)
	}
	return &Scope{
		From: time.Date(2026, 1, 31, 23, 30, 0, 250e6, time.UTC), To: time.Date(2026, 2, 2, 11, 30, 0, 0, time.UTC), Interval: time.Hour, Location: stockholm,
		Variables: map[string][]string{
			"area": {"C1"}, "areas": {"C1", `d'; DROP TABLE x --`}, "everything": {"$__all"}, "none": {}, "min": {"10"},
			"evil": {`\' OR 1=1 --`},
		},
		Parameters: map[string]any{"horizon": 12.0, "empty": []any{}, "kinds": []any{"training"}, "name": ""},
		Search:     `50%_of\ å'`,
		Table:      "mart.cand`idates", Column: "hög.risk",
		Filters: []Filter{
			{Key: "mart.candidates.area_id", Operator: "=", Value: `C1' OR '1'='1`},
			{Key: "candidates.hours_now", Operator: ">=", Value: "12.5"},
			{Key: "status", Operator: "=|", Values: []string{"home_care", `x\`}},
			{Key: "mart.candidates.categories", Operator: "!=", Value: "physical"},
			{Key: "assessed_date", Operator: "=", Value: "__null__"},
			{Key: "area_name", Operator: "=~", Value: "^N"},
			{Key: "core.clients.sex", Operator: "=", Value: "male"},
		},
		Types: func(_ context.Context, table string) (map[string]string, error) {
			if table != "mart.candidates" {
				return nil, nil
			}
			return map[string]string{
				"area_id": "LowCardinality(String)", "hours_now": "Float64", "status": "Enum8('none' = 0, 'home_care' = 1)", "categories": "Array(LowCardinality(String))",
				"assessed_date": "Nullable(Date)", "area_name": "String",
			}, nil
		},
		Areas: []string{"C1", "C'2"},
	}
}

func TestInEnglish(t *testing.T) {
	s := scope()
	s.Language = "en"
	got, err := Expand(t.Context(), "SELECT $__inLanguage('Mål', 'Target'), $__inLanguage(a, concat(b, $__inLanguage(c, d)))", s)
	if want := "SELECT 'Target', concat(b, d)"; err != nil || got.SQL != want {
		t.Errorf("%q, %v, want %q", got.SQL, err, want)
	}
}

// golden are texts, what they become, and the values that are bound.
func golden() []struct {
	name, in, out string
	bound         map[string]string
} {
	const from, to = "1769902200", "1770031800"
	none := map[string]string{}
	return []struct {
		name, in, out string
		bound         map[string]string
	}{
		{"$__timeFilter", "SELECT $__timeFilter(t)", "SELECT (t >= toDateTime(" + from + ") AND t <= toDateTime(" + to + "))", none},
		{"$__timeFilter_ms", "SELECT $__timeFilter_ms(t)", "SELECT (t >= fromUnixTimestamp64Milli(" + from + "250) AND t <= fromUnixTimestamp64Milli(" + to + "000))", none},
		{"$__dateFilter", "SELECT $__dateFilter(`dag`)", "SELECT (`dag` >= toDate('2026-02-01') AND `dag` <= toDate('2026-02-02'))", none},
		{"$__dateTimeFilter", "SELECT $__dateTimeFilter(d, t)", "SELECT ((d >= toDate('2026-02-01') AND d <= toDate('2026-02-02')) AND t >= toDateTime(" + from + ") AND t <= toDateTime(" + to + "))", none},
		{"$__dt", "SELECT $__dt(d, t)", "SELECT ((d >= toDate('2026-02-01') AND d <= toDate('2026-02-02')) AND t >= toDateTime(" + from + ") AND t <= toDateTime(" + to + "))", none},
		{"$__timeFrom", "SELECT $__timeFrom(t)", "SELECT (t >= toDateTime(" + from + "))", none},
		{"$__timeTo", "SELECT $__timeTo(t)", "SELECT (t <= toDateTime(" + to + "))", none},
		{"$__fromTime", "SELECT $__fromTime", "SELECT toDateTime(" + from + ")", none},
		{"$__toTime", "SELECT $__toTime", "SELECT toDateTime(" + to + ")", none},
		{"$__fromTime_ms", "SELECT $__fromTime_ms", "SELECT fromUnixTimestamp64Milli(" + from + "250)", none},
		{"$__toTime_ms", "SELECT $__toTime_ms", "SELECT fromUnixTimestamp64Milli(" + to + "000)", none},
		{"$__from", "SELECT $__from, ${__from}", "SELECT " + from + "250, " + from + "250", none},
		{"$__to", "SELECT $__to", "SELECT " + to + "000", none},
		{"$__range_s", "SELECT $__range_s", "SELECT 129599", none},
		{"$__range_ms", "SELECT $__range_ms", "SELECT 129599750", none},
		{"$__timeGroup", "SELECT $__timeGroup(t, '1M'), $__timeGroup(t, 15m), $__timeGroup(t, $__interval)", "SELECT toStartOfInterval(t, INTERVAL 1 month), toStartOfInterval(t, INTERVAL 15 minute), toStartOfInterval(t, INTERVAL 1 hour)", none},
		{"$__timeInterval", "SELECT $__timeInterval(t)", "SELECT toStartOfInterval(toDateTime(t), INTERVAL 3600 second)", none},
		{"$__timeInterval_ms", "SELECT $__timeInterval_ms(t)", "SELECT toStartOfInterval(toDateTime64(t, 3), INTERVAL 3600000 millisecond)", none},
		{"$__interval_s", "SELECT $__interval_s * 2", "SELECT 3600 * 2", none},
		{"$__interval_ms", "SELECT $__interval_ms", "SELECT 3600000", none},
		{"$__interval", "SELECT $__interval", "SELECT 1h", none},
		{"$__table", "SELECT 1 FROM $__table", "SELECT 1 FROM `mart`.`cand\\`idates`", none},
		{"$__column", "SELECT $__column", "SELECT `hög.risk`", none},
		{"$__searchFilter", "SELECT n ILIKE $__searchFilter", "SELECT n ILIKE {__search:String}", map[string]string{"__search": `%50\\%\\_of\\\\ å'%`}},
		{"$__conditionalAll", "SELECT $__conditionalAll(a IN ({areas:Array(String)}), $areas)", "SELECT (a IN ({areas:Array(String)}))", map[string]string{"areas": `['C1','d\'; DROP TABLE x --']`}},
		{"$__inLanguage", "SELECT $__inLanguage('Mål', 'Target'), $__inLanguage(['a', 'b'], x)", "SELECT 'Mål', ['a', 'b']", none},
		{"conditionalAll of everything", "SELECT $__conditionalAll(a IN ({everything:Array(String)}), $everything), $__conditionalAll(x = $none, $none), $__conditionalAll(k IN ({empty:Array(String)}), empty)", "SELECT (1 = 1), (1 = 1), (1 = 1)", none},
		{"conditionalAll of a parameter", "SELECT $__conditionalAll(k IN ({kinds:Array(String)}), kinds), $__conditionalAll({name:String} = n, name)", "SELECT (k IN ({kinds:Array(String)})), (1 = 1)", map[string]string{"kinds": `['training']`}},
		{
			"$__adHocFilters", "SELECT 1 WHERE $__adHocFilters('mart.candidates')",
			"SELECT 1 WHERE ((`area_id` = {__filter1:String}) AND (`hours_now` >= {__filter2:Float64}) AND (toString(`status`) IN {__filter3:Array(String)}) AND (NOT hasAny(`categories`, {__filter4:Array(String)})) AND (isNull(`assessed_date`)) AND (match(toString(`area_name`), {__filter5:String})))",
			map[string]string{"__filter1": `C1' OR '1'='1`, "__filter2": "12.5", "__filter3": `['home_care','x\\']`, "__filter4": "['physical']", "__filter5": "^N"},
		},
		{"adHocFilters of another table", "SELECT 1 WHERE $__adHocFilters(ops.job_runs)", "SELECT 1 WHERE (1 = 1)", none},
		{
			"$__selection", "SELECT $__selection('d''urval')",
			"SELECT (SELECT members.client_id FROM core.selection_members AS members WHERE members.selection_id IN ({__selection1:Array(String)}) AND isNull(members.left_date))",
			map[string]string{"__selection1": `['d\'urval']`},
		},
		{
			"selection of a variable", "SELECT $__selection($evil)",
			"SELECT (SELECT members.client_id FROM core.selection_members AS members WHERE members.selection_id IN ({__selection1:Array(String)}) AND isNull(members.left_date))",
			map[string]string{"__selection1": `['\\\' OR 1=1 --']`},
		},
		{"$__areas", "SELECT $__areas(c.area_id)", "SELECT (c.area_id IN ({__areas:Array(String)}))", map[string]string{"__areas": `['C1','C\'2']`}},
		{
			"$__clients", "SELECT $__clients(c.client_id)",
			"SELECT (c.client_id IN (SELECT today.client_id FROM mart.candidates AS today WHERE today.area_id IN ({__areas:Array(String)}) UNION ALL SELECT former.client_id FROM core.clients AS former WHERE former.area_id IN ({__areas:Array(String)}) AND former.client_id NOT IN (SELECT known.client_id FROM mart.candidates AS known)))",
			map[string]string{"__areas": `['C1','C\'2']`},
		},
		{"$__asOf", "SELECT $__asOf, $__asOf('risk')", "SELECT (SELECT max(runs.as_of_date) FROM model.current_runs AS runs), (SELECT max(runs.as_of_date) FROM model.current_runs AS runs WHERE runs.model = {__asOf1:String})", map[string]string{"__asOf1": "risk"}},
		{"$__latestMonth", "SELECT $__latestMonth, $__latestMonth(visits)", "SELECT (SELECT max(latest.month) FROM mart.area_months AS latest), (SELECT max(delivered.month) FROM core.delivered_months AS delivered WHERE delivered.source = {__latestMonth1:String})", map[string]string{"__latestMonth1": "visits"}},

		{"variables", "SELECT $area, ${area:csv}, $areas", "SELECT {__area:String}, {__area:String}, {__areas_list:Array(String)}", map[string]string{"__area": "C1", "__areas_list": `['C1','d\'; DROP TABLE x --']`}},
		{"a hostile variable", "SELECT $evil", "SELECT {__evil:String}", map[string]string{"__evil": `\\' OR 1=1 --`}},
		{"typed", "SELECT {min:Float64} + {horizon:UInt16}", "SELECT {min:Float64} + {horizon:UInt16}", map[string]string{"min": "10", "horizon": "12"}},
		{"strings and comments are left alone", "SELECT '$__timeFilter(t)', \"$area\", `$area` -- $nope\n/* $__nope( */, $x$ $area $x$", "SELECT '$__timeFilter(t)', \"$area\", `$area` -- $nope\n/* $__nope( */, $x$ $area $x$", none},
		{"escape", "SELECT $$__timeFilter(t), '$$__x', $$__from$$__to", "SELECT $__timeFilter(t), '$$__x', $__from$__to", none},
		{"nested", "SELECT $__timeFilter(coalesce($__column, f(a, (b))))", "SELECT (coalesce(`hög.risk`, f(a, (b))) >= toDateTime(" + from + ") AND coalesce(`hög.risk`, f(a, (b))) <= toDateTime(" + to + "))", none},
		{"a semicolon at the end", "SELECT 1; -- done\n;", "SELECT 1", none},
		{"dollars alone", "SELECT '$' || 'å' , x$", "SELECT '$' || 'å' , x$", none},
	}
}

func TestExpand(t *testing.T) {
	for _, test := range golden() {
		t.Run(test.name, func(t *testing.T) {
			got, err := Expand(t.Context(), test.in, scope())
			if err != nil {
				t.Fatal(err)
			}
			if got.SQL != test.out {
				t.Errorf("got  %s\nwant %s", got.SQL, test.out)
			}
			if !maps.Equal(got.Parameters, test.bound) {
				t.Errorf("bound %q\nwant  %q", got.Parameters, test.bound)
			}
		})
	}
}

func TestEveryMacroHasAGoldenCase(t *testing.T) {
	cases := map[string]bool{}
	for _, test := range golden() {
		cases[test.name] = true
	}
	for _, help := range Helps() {
		if !cases[help.Name] {
			t.Errorf("%s has no golden case", help.Name)
		}
		if help.Text.SV == "" || help.Text.EN == "" || !strings.Contains(help.Syntax, help.Name) {
			t.Errorf("%s is not explained", help.Name)
		}
	}
}

func TestNoticesTellOfFiltersThatDoNotApply(t *testing.T) {
	got, err := Expand(t.Context(), "SELECT 1 WHERE $__adHocFilters('mart.candidates')", scope())
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Notices) != 1 || !strings.Contains(got.Notices[0].EN, "core.clients.sex") {
		t.Errorf("notices %v, want one of core.clients.sex", got.Notices)
	}
}

func TestNoticesTellOfVariablesInStrings(t *testing.T) {
	for text, want := range map[string]int{
		"SELECT a = '$area', b LIKE '%${area:csv}%', '$__searchFilter'": 3, "SELECT '$5', '$other', `$area` -- '$area'": 0, "SELECT $area": 0,
	} {
		if got, err := Expand(t.Context(), text, scope()); err != nil || len(got.Notices) != want {
			t.Errorf("%s: %v, %v, want %d", text, got.Notices, err, want)
		}
	}
}

func TestParametersGoBeforeVariables(t *testing.T) {
	s := scope()
	s.Variables["kinds"] = []string{"$__all"}
	got, err := Expand(t.Context(), "SELECT $__conditionalAll(k IN ({kinds:Array(String)}), kinds)", s)
	if err != nil || got.SQL != "SELECT (k IN ({kinds:Array(String)}))" || got.Parameters["kinds"] != "['training']" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestSeesAllOrNothing(t *testing.T) {
	all := scope()
	all.AllAreas = true
	none := scope()
	none.Areas = nil
	for want, s := range map[string]*Scope{"SELECT (1 = 1)": all, "SELECT (1 = 0)": none} {
		for _, text := range []string{"SELECT $__areas(area_id)", "SELECT $__clients(client_id)"} {
			if got, err := Expand(t.Context(), text, s); err != nil || got.SQL != want {
				t.Errorf("got %q, %v, want %q", got.SQL, err, want)
			}
		}
	}
}

func TestFaults(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", "empty"},
		{" -- only a comment", "empty"},
		{"SELECT 1; SELECT 2", "one statement"},
		{"SELECT 1;\nDROP TABLE x", "line 1: a query is one statement"},
		{"SELECT 'a", "not ended"},
		{"SELECT /* a", "not ended"},
		{"SELECT\n$__nope(x)", "line 2: there is no macro $__nope"},
		{"SELECT $__timeFilter", "write $__timeFilter(column)"},
		{"SELECT $__timeFilter()", "write $__timeFilter(column)"},
		{"SELECT $__timeFilter(a, b)", "write $__timeFilter(column)"},
		{"SELECT $__dateTimeFilter(a,)", "an argument is empty"},
		{"SELECT $__timeFilter(a", "bracket is not closed"},
		{"SELECT $__timeGroup(t, '5 m; DROP')", "is no interval"},
		{"SELECT $__timeGroup(t, 1 + 1)", "is no interval"},
		{"SELECT $unknown", "was not sent"},
		{"SELECT {unknown:String}", "has no value"},
		{"SELECT {area:UInt64}", `"C1" is no UInt64`},
		{"SELECT {areas:String}", "2 values where String takes one"},
		{"SELECT {area:String}, {area:LowCardinality(String)}", "stands both as"},
		{"SELECT $everything", "is All"},
		{"SELECT {everything:String}", "is All"},
		{"SELECT {area:AggregateFunction(sum, UInt8)}", "not supported"},
		{"SELECT $__conditionalAll(a = 1, $unknown)", "was not sent"},
		{"SELECT $__conditionalAll(a = 1, 'x')", "write $__conditionalAll"},
		{"SELECT $__selection($everything)", "choose a selection"},
		{"SELECT $__asOf(1 + 1)", "takes a name"},
		{strings.Repeat("$$__a ", 60), "more than 50 times"},
		{strings.Repeat("$__timeFilter(", 9) + "t" + strings.Repeat(")", 9), "deeper than 4"},
		{strings.Repeat("x", maxBytes+1), "longer than"},
	} {
		_, err := Expand(t.Context(), test.in, scope())
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%.60q: %v, want %q", test.in, err, test.want)
		}
	}
}

func TestOwnNamesAreReserved(t *testing.T) {
	s := scope()
	s.Variables["__areas"] = []string{"C2"}
	if _, err := Expand(t.Context(), "SELECT $__areas(area_id)", s); err == nil || !strings.Contains(err.Error(), "reserved") {
		t.Errorf("a variable took the name of ours: %v", err)
	}
}

func TestFilterFaults(t *testing.T) {
	for _, filter := range []Filter{
		{Key: "hours_now", Operator: "=", Value: "1 OR 1=1"},
		{Key: "hours_now", Operator: "= 1 OR 1", Value: "1"},
		{Key: "categories", Operator: "<", Value: "1"},
	} {
		s := scope()
		s.Filters = []Filter{filter}
		if got, err := Expand(t.Context(), "SELECT $__adHocFilters('mart.candidates')", s); err == nil {
			t.Errorf("%v became %s", filter, got.SQL)
		}
	}
}
