package audit_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/queries"
)

// town is a made-up municipality at work: what is ordinary in its access log.
type town struct {
	t       *testing.T
	db      *chtest.DB
	random  *rand.Rand
	entries []audit.Entry
	days    int // persons times days at work
}

// Clients of area n are the numbers n*1000+1 to n*1000+perArea.
const (
	nAreas  = 8
	perArea = 120
)

// monday is the first day of the town.
var monday = time.Date(2026, 1, 12, 0, 0, 0, 0, time.UTC)

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{t: t, db: chtest.New(t), random: rand.New(rand.NewPCG(7, 11))}
	w.db.Exec("INSERT INTO core.areas SELECT 'A' || toString(number), 'Område', 'K', 'area' FROM numbers(8)")
	w.db.Exec("INSERT INTO core.areas VALUES ('K', 'Kommunen', '', 'municipality'), ('U0', 'Enhet', 'A0', 'unit')")
	return w
}

func (w *town) client(area int) uint64 { return uint64(area*1000 + 1 + w.random.IntN(perArea)) }

// add adds an access at an hour of a day, local time in winter.
func (w *town) add(day, hour int, e audit.Entry) {
	e.ID = uuid.Must(uuid.NewRandomFromReader(chaos{w.random}))
	e.At = monday.AddDate(0, 0, day).Add(time.Duration(hour-1)*time.Hour + time.Duration(w.random.IntN(3600))*time.Second)
	if e.Outcome == "" {
		e.Outcome = audit.OK
	}
	w.entries = append(w.entries, e)
}

// chaos reads random bytes, the same each time.
type chaos struct{ random *rand.Rand }

func (c chaos) Read(into []byte) (int, error) {
	for i := range into {
		into[i] = byte(c.random.Uint32())
	}
	return len(into), nil
}

func (w *town) manager(n int) audit.Asker {
	area := fmt.Sprintf("A%d", n%nAreas)
	return audit.Asker{Login: fmt.Sprintf("chef%d", n), Role: queries.Manager, Account: "manager", Areas: []string{area}}
}

// opened is one client, list some.
func opened(who audit.Asker, client uint64, area string) audit.Entry {
	return audit.Entry{Asker: who, Surface: audit.Page, Request: "client_months", Rows: 12, Clients: 1, ClientID: client, AreaID: area, OfAreas: map[string]uint64{area: 1}, ClientIDs: []uint64{client}}
}

func list(who audit.Asker, area string, clients ...uint64) audit.Entry {
	return audit.Entry{
		Asker: who, Surface: audit.Page, Request: "POST /selections/clients", Rows: uint64(len(clients)), Clients: uint64(len(clients)),
		ClientIDs: clients, OfAreas: map[string]uint64{area: uint64(len(clients))},
	}
}

// ordinary lets 16 managers, four analysts and four leaders work for some weeks.
func (w *town) ordinary(weeks int) {
	for day := range weeks * 7 {
		for n := range 16 {
			w.manages(day, n)
		}
		if day%7 >= 5 {
			continue
		}
		for n := range 4 {
			w.days += 2
			analyst := audit.Asker{Login: fmt.Sprintf("analytiker%d", n), Role: queries.Analyst, Account: "analyst"}
			for range 5 + w.random.IntN(10) {
				found := uint64(w.random.IntN(400))
				w.add(day, 8+w.random.IntN(9), audit.Entry{Asker: analyst, Surface: audit.SQL, Rows: found, Clients: found, OfAreas: map[string]uint64{"A1": found}})
				w.add(day, 8+w.random.IntN(9), audit.Entry{Asker: analyst, Surface: audit.SQL, Rows: uint64(w.random.IntN(60)), IsUnnamed: true})
			}
			leader := audit.Asker{Login: fmt.Sprintf("chef över %d", n), Role: queries.Leader, Account: "leader"}
			for range 40 {
				w.add(day, 7+w.random.IntN(11), audit.Entry{Asker: leader, Surface: audit.Panel, Request: "overview_totals", Rows: 20})
			}
		}
	}
}

// manages is a manager's day: lists of the own area, some clients opened, an identity
// or two, now and then something that is refused, seldom an hour at home.
func (w *town) manages(day, n int) {
	who, area := w.manager(n), n%nAreas
	name := who.Areas[0]
	if day%7 >= 5 {
		if w.random.Float64() < 0.03 { // a look at the weekend
			w.days++
			w.add(day, 10+w.random.IntN(8), opened(who, w.client(area), name))
		}
		return
	}
	if w.random.Float64() < 0.1 {
		return // away
	}
	w.days++
	for range 2 + w.random.IntN(5) {
		var clients []uint64
		for c := range 100 {
			clients = append(clients, uint64(area*1000+1+c))
		}
		w.add(day, 8+w.random.IntN(9), list(who, name, clients...))
	}
	for range 3 + w.random.IntN(20) {
		w.add(day, 8+w.random.IntN(9), opened(who, w.client(area), name))
	}
	for range w.random.IntN(4) {
		e := opened(who, w.client(area), name)
		e.Surface, e.Rows = audit.Identity, 1
		w.add(day, 8+w.random.IntN(9), e)
	}
	if w.random.Float64() < 0.05 {
		w.add(day, 9, audit.Entry{Asker: who, Surface: audit.Page, Request: "POST /export", Outcome: audit.Refused, Fault: "not_allowed"})
	}
	if w.random.Float64() < 0.02 { // in the evening
		w.add(day, 21+w.random.IntN(2), opened(who, w.client(area), name))
	}
	if w.random.Float64() < 0.003 { // an old link to somebody who has moved
		e := opened(who, w.client((area+1)%nAreas), fmt.Sprintf("A%d", (area+1)%nAreas))
		e.Rows, e.Clients, e.OfAreas, e.ClientIDs = 0, 0, nil, nil
		w.add(day, 10, e)
	}
}

// write writes all that was added, as the pages' account does.
func (w *town) write() {
	w.t.Helper()
	if err := audit.Write(w.t.Context(), w.db.Conn(clickhouse.Pages), w.entries...); err != nil {
		w.t.Fatal(err)
	}
	w.entries = nil
}
