package categories_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/framsyn/framsyn/loader/internal/categories"
)

const head = "rule_id,category,source_kind,code_prefix,rule_group,is_absent,min_limitation,lookback_months,min_age_years,max_age_years," +
	"severity_1_from,severity_2_from,severity_3_from,severity_4_from,reason\n"

const good = head +
	"walk,physical,icf,d4,,0,2,24,0,0,1,2,3,4,Rörlighet\n" +
	"late_a,palliative,icf,d550,late,0,3,24,65,0,1,2,3,4,\n" +
	"late_b,palliative,register,,late,1,0,4,0,0,1,1,1,1,\n"

func TestRulesAreReadInAnyFormOfText(t *testing.T) {
	legacy, err := charmap.Windows1252.NewEncoder().String(strings.ReplaceAll(good, ",", ";"))
	if err != nil {
		t.Fatal(err)
	}
	want := []categories.Rule{
		{ID: "walk", Category: "physical", Kind: categories.ICF, Prefix: "d4", MinLimitation: 2, LookbackMonths: 24, SeverityFrom: [4]uint16{1, 2, 3, 4}, Reason: "Rörlighet"},
		{ID: "late_a", Category: "palliative", Kind: categories.ICF, Prefix: "d550", Group: "late", MinLimitation: 3, LookbackMonths: 24, MinAgeYears: 65, SeverityFrom: [4]uint16{1, 2, 3, 4}},
		{ID: "late_b", Category: "palliative", Kind: categories.Register, Group: "late", Absent: true, LookbackMonths: 4, SeverityFrom: [4]uint16{1, 1, 1, 1}},
	}
	for name, text := range map[string]string{"plain": good, "byte order mark": "\ufeff" + good, "Windows-1252 with semicolons": legacy, "tabs": strings.ReplaceAll(good, ",", "\t")} {
		file, err := categories.Parse("rules.csv", []byte(text))
		if err != nil || !slices.Equal(file.Rules, want) {
			t.Errorf("%s: %v\n%+v", name, err, file.Rules)
		}
	}
	var written bytes.Buffer
	if err := categories.Write(&written, want); err != nil {
		t.Fatal(err)
	}
	if written.String() != good {
		t.Errorf("written as\n%s", written.String())
	}
}

func TestFaultsNameFileLineAndField(t *testing.T) {
	rule := func(fields string) string { return head + fields + "\n" }
	for _, c := range []struct{ text, want string }{
		{"", "rules.csv:1: has no line with the names of columns"},
		{head, "rules.csv: has no rules"},
		{strings.Replace(good, "category", "kategori", 1), "rules.csv:1: kategori: is no column of rules"},
		{strings.Replace(good, "category,", "", 1), "rules.csv:1: category: is missing"},
		{strings.Replace(good, "reason", "version", 1), "rules.csv:1: version: is given by framsyn categories load"},
		{good + "walk,physical,icf,d5,,0,2,24,0,0,1,2,3,4,\n", `rules.csv:5: rule_id: "walk" stands in line 2 already`},
		{rule("a,physical,icf,d4,,0,2,24"), "rules.csv:2: has 8 fields, the first line has 15"},
		{rule("a,Physical,icf,d4,,0,2,24,0,0,1,2,3,4,"), `rules.csv:2: category: "Physical" is no name`},
		{rule("a,physical,ibic,d4,,0,0,24,0,0,1,2,3,4,"), `rules.csv:2: source_kind: "ibic" is none of icf life_area kva visit service register`},
		{rule("a,physical,icf,q4,,0,2,24,0,0,1,2,3,4,"), `rules.csv:2: code_prefix: "q4": codes of ICF begin with`},
		{rule("a,physical,life_area,d45,,0,2,24,0,0,1,2,3,4,"), `rules.csv:2: code_prefix: "d45": life areas are`},
		{rule("a,physical,kva,qg,,0,0,24,0,0,1,2,3,4,"), `rules.csv:2: code_prefix: "qg": codes of KVÅ`},
		{rule("a,physical,register,home,,0,0,24,0,0,1,2,3,4,"), `rules.csv:2: code_prefix: "home": must be municipal`},
		{rule("a,physical,visit,,,0,0,24,0,0,1,2,3,4,"), `rules.csv:2: code_prefix: "": must be a code of core.service_codes`},
		{rule("a,physical,icf,d4,,0,5,24,0,0,1,2,3,4,"), `rules.csv:2: min_limitation: "5" is no whole number from 0 to 4`},
		{rule("a,physical,kva,QG,,0,1,24,0,0,1,2,3,4,"), "rules.csv:2: min_limitation: is for icf and life_area only"},
		{rule("a,physical,icf,d4,,0,2,0,0,0,1,2,3,4,"), "rules.csv:2: lookback_months: must be 1-24"},
		{rule("a,physical,icf,d4,,0,2,36,0,0,1,2,3,4,"), `rules.csv:2: lookback_months: "36" is no whole number`},
		{rule("a,physical,icf,d4,,0,2,24,80,70,1,2,3,4,"), "rules.csv:2: max_age_years: 70 is below min_age_years 80"},
		{rule("a,physical,icf,d4,,0,2,24,0,0,1,3,2,4,"), "rules.csv:2: severity_3_from: 2 is below that of severity 2, 3"},
		{rule("a,physical,icf,d4,,0,2,24,0,0,5,6,7,8,"), "rules.csv:2: severity_1_from: 5 is never reached"},
		{rule("a,physical,icf,d4,,maybe,2,24,0,0,1,2,3,4,"), `rules.csv:2: is_absent: "maybe" is none of`},
		{rule("a,physical,icf,d4,,1,2,24,0,0,1,2,3,4,"), "rules.csv:2: is_absent: an absent condition needs a rule_group"},
		{rule("a,physical,icf,d4,g,1,2,24,0,0,1,2,3,4,"), `rules.csv:2: rule_group: all conditions of "g" are absent`},
		{rule("a,physical,icf,d4,g,0,2,24,0,0,1,2,3,4,\nb,nursing,icf,d5,g,0,2,24,0,0,1,2,3,4,"), `rules.csv:3: category: the group "g" gives "physical" in line 2`},
	} {
		_, err := categories.Parse("rules.csv", []byte(c.text))
		var fault categories.Fault
		if err == nil || !strings.Contains(err.Error(), c.want) || !errors.As(err, &fault) {
			t.Errorf("want %q, got: %v", c.want, err)
		}
	}
}

func TestAllFaultsAreSaidAtOnce(t *testing.T) {
	_, err := categories.Parse("rules.csv", []byte(head+"a,X,icf,q,,0,2,24,0,0,1,2,3,4,\nb,y,kva,q,,0,0,24,0,0,1,2,3,4,\n"))
	if err == nil || strings.Count(err.Error(), "rules.csv:") != 3 {
		t.Errorf("want three faults, got: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte(head + "\"a,b\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := categories.Parse("rules.csv", text)
		if err != nil {
			return
		}
		var written bytes.Buffer
		if err := categories.Write(&written, file.Rules); err != nil {
			t.Fatal(err)
		}
		again, err := categories.Parse("rules.csv", written.Bytes())
		if err != nil || !slices.Equal(file.Rules, again.Rules) {
			t.Errorf("not the same after writing: %v", err)
		}
	})
}
