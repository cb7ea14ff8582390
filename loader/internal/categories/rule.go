package categories

import (
	"strings"
	"time"
)

// Kind is what a rule looks at.
type Kind string

// The kinds of sources; amount is what severity is judged by.
const (
	ICF      Kind = "icf"       // assessed categories by prefix; amount: the highest newest limitation, 0-4
	LifeArea Kind = "life_area" // all assessed categories of a life area; amount: as with ICF
	KVA      Kind = "kva"       // registered actions by prefix; amount: their number
	Visit    Kind = "visit"     // performed visits by kind of service; amount: their number
	Service  Kind = "service"   // executed decisions on a month's last day; amount: the most granted hours a month
	Register Kind = "register"  // months in the health-care register; amount: their number
)

// kinds returns all kinds.
func kinds() []Kind { return []Kind{ICF, LifeArea, KVA, Visit, Service, Register} }

// Rule is a rule of its own, or a condition of a group. Names and meanings are
// those of the columns of core.category_rules.
type Rule struct {
	ID             string    `json:"rule_id"`
	Category       string    `json:"category"`
	Kind           Kind      `json:"source_kind"`
	Prefix         string    `json:"code_prefix"`
	Group          string    `json:"rule_group"`
	Absent         bool      `json:"is_absent"`
	MinLimitation  uint8     `json:"min_limitation"`  // 0-4
	LookbackMonths uint8     `json:"lookback_months"` // 1-24
	MinAgeYears    uint8     `json:"min_age_years"`   // 0 for any
	MaxAgeYears    uint8     `json:"max_age_years"`   // 0 for any
	SeverityFrom   [4]uint16 `json:"severity_from"`   // least amounts of severity 1-4, not decreasing
	Reason         string    `json:"reason"`
}

// Version is a set of rules.
type Version struct {
	Number     uint16    `json:"version"`
	ValidFrom  time.Time `json:"valid_from"` // first day; 1970-01-01 for all months
	Rules      int       `json:"n_rules"`    // rules and conditions
	Categories []string  `json:"categories"`
	LoadedAt   time.Time `json:"loaded_at"`   // zero for version 1
	LoadedFrom string    `json:"loaded_from"` // file; empty for version 1
	Counts     bool      `json:"counts"`      // it judges the newest month
}

// columns are the columns of a file of rules; the first of them must be there.
func columns() (required, optional []string) {
	required = strings.Fields("rule_id category source_kind code_prefix lookback_months severity_1_from severity_2_from severity_3_from severity_4_from")
	return required, strings.Fields("rule_group is_absent min_limitation min_age_years max_age_years reason")
}
