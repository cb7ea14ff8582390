package plugin

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	numbers "github.com/framsyn/framsyn/sql/identity"
	"github.com/framsyn/framsyn/sql/queries"
)

// verdict is what was decided, as in core.intervention_ledger.decision.
type verdict string

const (
	followed    verdict = "followed"
	notFollowed verdict = "not_followed"
	withdrawn   verdict = "withdrawn"
)

const (
	longestReason = 1000 // characters
	mostHours     = 744  // of a month of 31 days: no change can be larger
	startLeeway   = 366  // days that a start may lie behind or ahead
	longestPeriod = 731  // days that an intervention may be planned for
)

// decisionRequest is a decision as a page sends it.
type decisionRequest struct {
	Client         string   `json:"client"`
	Decision       verdict  `json:"decision"`
	Kind           string   `json:"kind"`
	Start          string   `json:"start"`      // first day, YYYY-MM-DD
	PlannedEnd     string   `json:"plannedEnd"` // first day after it; empty where not stated
	Selection      string   `json:"selection"`  // where it came from; empty for none
	Reason         string   `json:"reason"`     // of core.not_followed_reasons
	Why            string   `json:"why"`
	BelievedChange *float64 `json:"believedChange"` // hours per month, negative = fewer
	Corrects       string   `json:"corrects"`       // row that it takes the place of; empty for none
}

// decision is a decision whose values can be.
type decision struct {
	client              uint64
	decision            verdict
	kind, selection     string
	started, plannedEnd *time.Time
	reason, why         string
	believed            *float64
	corrects            *uint64
}

func (d *decision) correctsID() uint64 {
	if d.corrects == nil {
		return 0
	}
	return *d.corrects
}

// wrong is a fault that the one who decides can put right.
func wrong(sv, en string, arguments ...any) error {
	return &fault{Text: queries.Text{SV: fmt.Sprintf(sv, arguments...), EN: fmt.Sprintf(en, arguments...)}}
}

// refuse is a fault that he cannot.
func refuse(sv, en string, arguments ...any) error {
	return &fault{access: true, Text: queries.Text{SV: fmt.Sprintf(sv, arguments...), EN: fmt.Sprintf(en, arguments...)}}
}

// validate names every fault that can be seen without the database.
func (r *decisionRequest) validate(today time.Time) (decision, error) {
	d := decision{decision: r.Decision, kind: r.Kind, selection: r.Selection, reason: r.Reason, believed: r.BelievedChange}
	var faults []error
	note := func(err error) {
		if err != nil {
			faults = append(faults, err)
		}
	}
	var err error
	if d.client, err = strconv.ParseUint(r.Client, 10, 64); err != nil {
		note(wrong("Brukarens pseudonym %q är inget nummer.", "The client's pseudonym %q is no number.", r.Client))
	}
	if r.Corrects != "" {
		id, err := strconv.ParseUint(r.Corrects, 10, 64)
		if err != nil || id == 0 {
			note(wrong("Raden som ska rättas, %q, är inget nummer.", "The row to correct, %q, is no number.", r.Corrects))
		}
		d.corrects = &id
	}
	d.why, err = freeText(r.Why)
	note(err)
	switch r.Decision {
	case followed:
		note(d.setPeriod(r, today))
		note(d.checkBelief())
		d.reason = ""
	case notFollowed:
		if r.Reason == "" {
			note(wrong("Välj ett skäl till att förslaget inte följs.", "Choose a reason why the proposal is not followed."))
		}
		d.believed = nil
	case withdrawn:
		if d.corrects == nil {
			note(wrong("Säg vilken rad som tas tillbaka.", "Say which row is withdrawn."))
		}
		if d.why == "" {
			note(wrong("Skriv varför raden tas tillbaka.", "Write why the row is withdrawn."))
		}
		d.kind, d.reason, d.selection, d.believed = "", "", "", nil
	default:
		note(wrong("decision är %q: followed, not_followed eller withdrawn.", "decision is %q: want followed, not_followed or withdrawn.", r.Decision))
	}
	return d, errors.Join(faults...)
}

// setPeriod reads the days of an intervention that is to begin.
func (d *decision) setPeriod(r *decisionRequest, today time.Time) error {
	if r.Kind == "" {
		return wrong("Välj vilken insats det gäller.", "Choose which intervention it is.")
	}
	start, err := time.Parse(time.DateOnly, r.Start)
	if err != nil {
		return wrong("Första dagen %q är ingen dag: skriv ÅÅÅÅ-MM-DD.", "The first day %q is no day: write YYYY-MM-DD.", r.Start)
	}
	if apart := math.Abs(start.Sub(today).Hours() / 24); apart > startLeeway {
		return wrong("Första dagen %s ligger mer än ett år bort: kontrollera året.", "The first day %s is more than a year away: check the year.", r.Start)
	}
	d.started = &start
	if r.PlannedEnd == "" {
		return nil
	}
	end, err := time.Parse(time.DateOnly, r.PlannedEnd)
	switch {
	case err != nil:
		return wrong("Det planerade slutet %q är ingen dag: skriv ÅÅÅÅ-MM-DD.", "The planned end %q is no day: write YYYY-MM-DD.", r.PlannedEnd)
	case !end.After(start):
		return wrong("Det planerade slutet %s ligger inte efter första dagen %s.", "The planned end %s is not after the first day %s.", r.PlannedEnd, r.Start)
	case end.Sub(start).Hours()/24 > longestPeriod:
		return wrong("Det planerade slutet %s ligger mer än två år efter första dagen.", "The planned end %s is more than two years after the first day.", r.PlannedEnd)
	}
	d.plannedEnd = &end
	return nil
}

func (d *decision) checkBelief() error {
	if d.believed != nil && (math.IsNaN(*d.believed) || math.Abs(*d.believed) > mostHours) {
		return wrong("En månad har inte %v timmar: skriv förändringen i timmar per månad, med minus för färre.", "A month does not have %v hours: write the change in hours per month, with a minus for fewer.", *d.believed)
	}
	return nil
}

// freeText is what somebody wrote, without control characters. A text with what
// looks like an identity number is refused rather than masked: whoever wrote it
// should know, and the text may say more about the person than the number.
func freeText(text string) (string, error) {
	kept := strings.TrimSpace(strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || r == utf8.RuneError) {
			return -1
		}
		return r
	}, text))
	if n := utf8.RuneCountInString(kept); n > longestReason {
		return "", wrong("Texten har %d tecken: högst %d får plats.", "The text has %d characters: at most %d have room.", n, longestReason)
	}
	if _, n := numbers.Mask(kept); n > 0 {
		return "", wrong("Texten ser ut att innehålla ett personnummer: ta bort det. Skriv aldrig namn eller nummer här.", "The text seems to hold an identity number: take it out. Never write names or numbers here.")
	}
	return kept, nil
}

// facts are what the lists and the ledger say of a decision.
type facts struct {
	isKind, isSelection bool
	needsWords          []bool // one for a reason that is listed
	corrected           []standing
}

// standing is a row of the ledger that stands.
type standing struct {
	kind        string
	decision    verdict
	isDelivered bool
}

func (f *facts) scan(rows driver.Rows) error {
	var isKind, isSelection uint8
	var corrected [][]any
	if err := rows.Scan(&isKind, &isSelection, &f.needsWords, &corrected); err != nil {
		return err
	}
	f.isKind, f.isSelection = isKind == 1, isSelection == 1
	for _, row := range corrected {
		kind, _ := row[0].(string)
		what, _ := row[1].(string)
		isDelivered, _ := row[2].(bool)
		f.corrected = append(f.corrected, standing{kind: kind, decision: verdict(what), isDelivered: isDelivered})
	}
	return nil
}

// check names every fault that only the database can tell.
func (d *decision) check(found facts, rests basis) error {
	var faults []error
	if d.kind != "" && !found.isKind {
		faults = append(faults, wrong("Insatsen %q finns inte bland dem som går att välja.", "The intervention %q is not among those to choose from.", d.kind))
	}
	if d.selection != "" && !found.isSelection {
		faults = append(faults, wrong("Urvalet %q finns inte.", "There is no selection %q.", d.selection))
	}
	if d.decision == notFollowed {
		switch {
		case len(found.needsWords) == 0:
			faults = append(faults, wrong("Skälet %q finns inte bland dem som går att välja.", "The reason %q is not among those to choose from.", d.reason))
		case found.needsWords[0] && d.why == "":
			faults = append(faults, wrong("Skälet behöver egna ord: skriv vad som inte stämmer.", "This reason needs words of your own: write what is not right."))
		}
	}
	faults = append(faults, d.checkCorrected(found), d.checkSame(rests))
	return errors.Join(faults...)
}

func (d *decision) checkCorrected(found facts) error {
	switch {
	case d.corrects == nil:
		return nil
	case len(found.corrected) == 0:
		return wrong("Raden gäller inte längre, eller är inte registrerad här: läs in sidan igen.", "The row no longer stands, or was not registered here: reload the page.")
	case found.corrected[0].isDelivered:
		return wrong("Insatsen har redan kommit i en leverans: rätta den i verksamhetssystemet. Det som troddes står kvar.", "The intervention has been delivered: correct it in the care system. What was believed stays.")
	}
	return nil
}

// checkSame refuses what is there already: it would be counted twice.
func (d *decision) checkSame(rests basis) error {
	if d.decision != followed || rests.sameStarted == nil || rests.sameLedger != nil && *rests.sameLedger > 0 && *rests.sameLedger == d.correctsID() {
		return nil
	}
	day := rests.sameStarted.Format(time.DateOnly)
	if rests.sameIsDelivered != nil && *rests.sameIsDelivered {
		return wrong("Samma insats finns redan i en leverans, med start %s.", "The same intervention has been delivered already, with a start on %s.", day)
	}
	return wrong("Samma insats är redan registrerad, med start %s: rätta den i stället.", "The same intervention is registered already, with a start on %s: correct that one.", day)
}
