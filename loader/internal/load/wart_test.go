package load_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
)

const (
	solHeader  = "PERSONNR;PERIOD;AR;BESLUT;BDAT;VDAT;ADAT;AVDAT;SURV;DATAVREG;SBO;OBO;ABO;EPH;OMDR;HTJ;HTJTIM;HTJSERV;HTJPOMV;HTJLED;HTJAVAN;BOTIM;KORTMAN;HANDLAGGARE\n"
	ibicHeader = "PERSONNR;BEDOMD;LIVSOMRADE;ICFKOD;BEGRANSNING;MAL;MALNIVA;FORMULERING;HANDLAGGARE\n"
)

// wart is a faulty row and the rules that it breaks; no rule means that it is accepted.
type wart struct {
	row   string
	rules string
}

func checkWarts(t *testing.T, file, header string, warts []wart) {
	t.Helper()
	db, dir := chtest.New(t), t.TempDir()
	var text strings.Builder
	text.WriteString(header)
	for i, w := range warts {
		text.WriteString(strings.ReplaceAll(w.row, "PNR", testNumber(i)) + "\n")
	}
	write(t, dir, file, text.String())
	mustLoad(t, db, options(db, dir, filepath.Join(dir, file)))
	got := map[string][]string{}
	for _, r := range db.Query("SELECT line_no, rule FROM ops.load_rejects ORDER BY line_no, fault_number") {
		got[r[0]] = append(got[r[0]], r[1])
	}
	for i, w := range warts {
		rules := got[fmt.Sprint(i+1)]
		slices.Sort(rules)
		if strings.Join(rules, " ") != w.rules {
			t.Errorf("row %d %s: rules %v, want %q", i+1, w.row, rules, w.rules)
		}
	}
	checkNoIdentities(t, db)
}

func TestWartsOfDecisions(t *testing.T) {
	checkWarts(t, "SOL1_202401_20240212.csv", solHeader, []wart{
		{"PNR;202401;2024;1;20240102;20240105;;;;;;1;;0;;1;12,50;1;1;0;0;;;ANNA", ""},
		{"PNR;202401;2024;8;20240102;20240105;;;;;;1;;9;;0;;;;;;7,25;;ANNA", ""},
		{"PNR;202401;2024;2;2024-01-02;2024-01-05;;;;;1;;;1;1;0;;;;;;;;", ""},
		{"PNR;202402;2024;1;20240102;;;;;;;1;;0;;1;1;;;;;;;", "period_of_file"},
		{"PNR;202401;2023;1;20240102;;;;;;;1;;0;;1;1;;;;;;;", "year_of_period"},
		{"PNR;202401;2024;1;20240102;20240105;20240104;;;;;1;;0;;1;1;;;;;;;", "ended_not_before_executed"},
		{"PNR;202401;2024;1;;20240105;;;;;;1;;0;;1;1;;;;;;;", "required"},
		{"PNR;202401;2024;12;20240102;;;;;;;1;;0;;0;1;;;;;;;", "code"},
		{"PNR;202401;2024;1;20240230;;;;;;;1;;0;;1;1;;;;;;;", "date"},
		{"PNR;202401;2024;1;20240301;;;;;;;1;;0;;1;1;;;;;;;", "decided_not_after_delivery"},
		{"PNR;202401;2024;1;20240102;;;;;;;1;;0;;1;tio;;;;;;;", "number"},
		{"PNR;202401;2024;1;20240102;;;;;;;1;;0;;1;-1;;;;;;;", "range"},
		{"PNR;202401;2024;1;20240102;;;;;;1;1;;0;;1;1;;;;;;;", "flags"},
		{"PNR;202401;2024;1;20240102;;;;;;;1;;0;;0;1;;;;;;;", "home_care_flag"},
		{"PNR;202401;2024;1;20240102;;;;;;;1;;x;;1;1;;;;;;;", "bool"},
		{"PNR;202401;2024;1;20240102;;;;;;;1;;0;;1;1", "field_count"},
		{"\"PNR;202401;2024;1;20240102;;;;;;;1;;0;;1;1;;;;;;;", "quotes"},
		{";202401;2024;1;20240102;;;;;;;1;;0;;1;1;;;;;;;", "required"},
		{"PNR9;202401;2024;1;20240102;;;;;;;1;;0;;1;1;;;;;;;", "identity_form"},
		{"PNR;202401;2024;1;20240102;;;;;;;1;;0;;1;1;;;;;;99;", "range"},
	})
}

func TestWartsOfActions(t *testing.T) {
	checkWarts(t, "KHSL2_202401_20240331.txt", "", []wart{
		{"9901;PNR;2024;01;20240105;QG003;XS918", ""},
		{"9901;PNR;2024;01;20240105;QG003;XS918;XS910", ""},
		{"9901;PNR;2024;1;20240105;AU118;XS919;;;;;", ""},
		{"9901;PNR;2024;01;20240105;QG003;XS918;", "trailing_delimiter"},
		{"9901;PNR;2024;01;20240105;QG003;XS918;;;;;;", "field_count"},
		{"9901;PNR;2024;01;20240105;QG003", "field_count"},
		{"9901;PNR;2024;01;20240105;QG000;XS918", "pattern"},
		{"9901;PNR;2024;01;20240105;QG003  ;XS918", ""},
		{"9901;PNR;2024;01;20240105;QG0031;XS918", "pattern"},
		{"9901;PNR;2024;01;20240205;QG003;XS918", "performed_in_month"},
		{"9901;PNR;2024;02;20240205;QG003;XS918", "period_of_file"},
		{"9901;PNR;2024;01;20240105;QG003;SSK", "pattern"},
		{"9901;PNR;2024;13;20240105;QG003;XS918", "range"},
	})
}

func TestWartsOfAssessments(t *testing.T) {
	checkWarts(t, "IBIC_202401_20240210.csv", ibicHeader, []wart{
		{"PNR;20240105;d5;d510;3;behålla;2;Behöver hjälp att duscha, dottern PNR hjälper;ANNA", ""},
		{"PNR;2024-01-05;d5;d510;8;;;\"Säger \"\"nej\"\"; vill själv\";ANNA", ""},
		{"PNR;20240105;d5;d510;7;;;;ANNA", "range"},
		{"PNR;20240105;d5;;3;;;;ANNA", "required"},
		{"PNR;20240105;d10;d510;3;;;;ANNA", "code"},
		{"PNR;20240305;d5;d510;3;;;;ANNA", "assessed_not_after_delivery"},
		{"PNR;20240105;d5;d510;3;bli bra;;;ANNA", "code"},
	})
}

func TestMaskedAndTyped(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	write(t, dir, "in/IBIC_202401_20240210.csv", ibicHeader+testNumber(0)+";20240105;e;e398A;9;Kompensera;;dottern "+testNumber(1)+" ringer;anna01\n")
	write(t, dir, "in/SOL1_202401_20240212.csv", solHeader+testNumber(0)+";202401;2024;8;20240102;20240105;;;1;20240105;;;1;1;;0;;;;;;7,25;;ANNA01\n")
	report := mustLoad(t, db, options(db, dir, filepath.Join(dir, "in")))
	if report.Masked != 1 {
		t.Errorf("masked %d", report.Masked)
	}
	got := fmt.Sprint(db.Query("SELECT limitation, limitation_source_value, goal_kind, wording FROM raw.assessments"))
	if got != `[[\N 9 compensate dottern ‹nummer› ringer]]` {
		t.Error(got)
	}
	got = fmt.Sprint(db.Query("SELECT register_part, service_code, service_source_value, granted_h_per_month, housing_kind, is_single_household, change_kind, ended_date, known_date FROM raw.sol_decisions"))
	if got != `[[ongoing housing_support 8 7.25 other true started \N 2024-02-12]]` {
		t.Error(got)
	}
	if n := db.Value("SELECT uniqExact(officer_id) FROM (SELECT officer_id FROM raw.assessments UNION ALL SELECT officer_id FROM raw.sol_decisions)"); n != "1" {
		t.Errorf("%s officers, want 1", n)
	}
}

func TestEqualActionsAreRealRepetitions(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	row := "9901;" + testNumber(0) + ";2024;01;20240105;QG003;XS918\n"
	write(t, dir, "a/KHSL2_202401_20240331.txt", row+row+row)
	report := mustLoad(t, db, options(db, dir, filepath.Join(dir, "a")))
	if report.Loaded != 3 || db.Value("SELECT uniqExact(row_key) FROM raw.hsl_actions") != "3" {
		t.Errorf("%+v", report.Totals)
	}
	write(t, dir, "b/KHSL2_202401_20240401R.txt", row+row)
	report = mustLoad(t, db, options(db, dir, filepath.Join(dir, "b")))
	if report.Repeated != 2 || report.Withdrawn != 1 {
		t.Errorf("%+v", report.Totals)
	}
}

func TestSingleVisits(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	write(t, dir, "BESOKSLISTA_202403_20240405.csv", "BESOKSID,PERSONNR,PLAN_START,PLAN_SLUT,START,SLUT,INSATS,UTFORARE,ORSAK,PERSONAL\n"+
		"v1,"+testNumber(0)+",2024-03-05 08:00,2024-03-05 08:30,2024-03-05 08:05,2024-03-05 08:25,POMV,K1,,x\n"+
		"v2,"+testNumber(0)+",2024-03-31 01:30,2024-03-31 03:30,2024-03-31 01:30,2024-03-31 03:30,NATT,K1,,x\n"+ // an hour is left out that night
		"v3,"+testNumber(0)+",2024-03-05 12:00,2024-03-05 12:15,,,SERV,K1,SJUKHUS,x\n"+
		"v4,"+testNumber(0)+",,,2024-03-05 23:50,2024-03-06 00:10,LARM,K1,,x\n"+
		"v5,"+testNumber(0)+",,,2024-03-06 10:00,2024-03-06 09:00,SERV,K1,,x\n")
	report := mustLoad(t, db, options(db, dir, filepath.Join(dir, "BESOKSLISTA_202403_20240405.csv")))
	if report.Rejected != 1 || report.Files[0].Rules["order"] != 1 || strings.Join(report.Files[0].Unknown, " ") != "PERSONAL" {
		t.Errorf("%+v", report.Files)
	}
	got := db.Query("SELECT visit_date, service_code, n_planned_visits, planned_min, n_visits, performed_min, n_missed_visits, missed_reason FROM raw.visits ORDER BY line_no")
	want := "[[2024-03-05 personal_care 1 30 1 20 0 ] [2024-03-31 night 1 60 1 60 0 ] [2024-03-05 service 1 15 0 0 1 hospital] [2024-03-05 alarm_response 0 0 1 20 0 ]]"
	if fmt.Sprint(got) != want {
		t.Errorf("got  %v\nwant %s", got, want)
	}
}
