package plugin

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/framsyn/framsyn/sql/access/datasource"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/released"
)

//go:embed testdata/aggregates.sql
var aggregates string

//go:embed testdata/rows.sql
var rows string

// asOf is the clock of the tests.
var asOf = time.Date(2026, 2, 5, 12, 0, 0, 0, time.UTC)

// world is a database with rows, a Grafana that signs, and a data source.
type world struct {
	t      testing.TB
	db     *chtest.DB
	signer jose.Signer
	keys   string // where Grafana's keys are
	source backend.DataSourceInstanceSettings
}

func newWorld(tb testing.TB) *world {
	tb.Helper()
	db := chtest.NewWith(tb, members)
	db.Exec(rows)
	db.Exec(aggregates)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: key, KeyID: "k1"}}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	keys := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "k1", Algorithm: "ES256", Use: "sig"}}}
	grafana := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _ = json.NewEncoder(w).Encode(keys) }))
	tb.Cleanup(grafana.Close)
	w := &world{t: tb, db: db, signer: signer, keys: grafana.URL}
	w.source = w.settings(nil)
	w.release()
	return w
}

// members are those who ask in the tests.
const members = `
contact: data@example.org
people:
  anna: {role: analyst}
  mona: {role: manager, areas: [C1, '-']} # and those whom health care alone knows
  leo: {role: leader}
  stina: {role: steward}
  olle: {role: officer}
  pia: {role: planner}
services: service
`

// settings are those that framsyn access datasource writes, with changes.
func (w *world) settings(more map[string]any) backend.DataSourceInstanceSettings {
	w.t.Helper()
	description, who, err := clickhouse.ReadAccess(w.db.Dir, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	made := datasource.Make(datasource.Source{Target: w.db.Target(), Description: description, Members: who}, w.keys, "")
	maps.Copy(made.JSONData, more)
	text, err := json.Marshal(made.JSONData)
	if err != nil {
		w.t.Fatal(err)
	}
	return backend.DataSourceInstanceSettings{UID: "framsyn", Type: ID, Name: "Framsyn", JSONData: text, DecryptedSecureJSONData: made.SecureJSONData, Updated: time.Now()}
}

// release makes the tables of those who see groups only. No group of the fixture is
// too small but those that a test makes so.
func (w *world) release() {
	w.t.Helper()
	if _, err := released.Publish(context.WithoutCancel(w.t.Context()), w.db.Conn(clickhouse.Owner), released.Options{Threshold: 5, RoundTo: 1}); err != nil {
		w.t.Fatal(err)
	}
}

// token is what Grafana signs for a login.
func (w *world) token(login string) string {
	w.t.Helper()
	claims := map[string]any{
		"sub": "user:1", "aud": []string{"org:1"}, "iat": asOf.Unix(), "exp": asOf.Add(10 * time.Minute).Unix(),
		"type": "user", "identifier": "1", "namespace": "default", "username": login,
	}
	text, err := jwt.Signed(w.signer).Claims(claims).Serialize()
	if err != nil {
		w.t.Fatal(err)
	}
	return text
}

// context is the plugin context of a call by a login; empty for none.
func (w *world) context(login string) backend.PluginContext {
	c := backend.PluginContext{PluginID: ID, Namespace: "default", DataSourceInstanceSettings: &w.source}
	if login != "" {
		c.User = &backend.User{Login: login, Role: "Viewer"}
	}
	return c
}

func options() Options {
	return Options{Now: func() time.Time { return asOf }, Version: "test"}
}

// instance makes an instance without gRPC between.
func (w *world) instance() *Instance {
	w.t.Helper()
	instance, err := newInstance(options(), w.source)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(instance.Dispose)
	return instance
}

// request is a panel's request by a login, over two years.
func (w *world) request(login string, queries ...map[string]any) *backend.QueryDataRequest {
	w.t.Helper()
	request := &backend.QueryDataRequest{PluginContext: w.context(login), Headers: map[string]string{}}
	if login != "" {
		request.SetHTTPHeader(backend.GrafanaUserSignInTokenHeaderName, w.token(login))
	}
	for i, query := range queries {
		text, err := json.Marshal(query)
		if err != nil {
			w.t.Fatal(err)
		}
		request.Queries = append(request.Queries, backend.DataQuery{
			RefID: string(rune('A' + i)), JSON: text, Interval: time.Hour, MaxDataPoints: 1000,
			TimeRange: backend.TimeRange{From: asOf.AddDate(-2, 0, 0), To: asOf},
		})
	}
	return request
}

// ask runs queries as a login and returns their answers by letter.
func (w *world) ask(instance *Instance, login string, queries ...map[string]any) backend.Responses {
	w.t.Helper()
	response, err := instance.QueryData(context.WithoutCancel(w.t.Context()), w.request(login, queries...))
	if err != nil {
		w.t.Fatal(err)
	}
	return response.Responses
}

// The tests that read the fixture share it: filling it takes most of the time.
func TestOnRows(t *testing.T) {
	w := newWorld(t)
	for _, test := range []struct {
		name string
		run  func(t *testing.T, w *world)
	}{
		{"SQL", testSQL},
		{"ErrorsOfOneQueryAreItsOwn", testErrorsOfOneQueryAreItsOwn},
		{"CapsAndNames", testCapsAndNames},
		{"VariablesInParameters", testVariablesInParameters},
		{"OneClient", testOneClient},
		{"NumbersOfTheFixture", testNumbersOfTheFixture},
		{"SettingsAtFaultAreTold", testSettingsAtFaultAreTold},
		{"Health", testHealth},
		{"LanguageAndTime", testLanguageAndTime},
		{"StatusOfRefusals", testStatusOfRefusals},
		{"RolesAskTheirOwn", testRolesAskTheirOwn},
		{"ManagersSeeTheirAreas", testManagersSeeTheirAreas},
		{"ClosedWhenInDoubt", testClosedWhenInDoubt},
		{"Alerts", testAlerts},
		{"SQLCannot", testSQLCannot},
		{"WhoAmI", testWhoAmI},
		{"RoutesAskWhoCalls", testRoutesAskWhoCalls},
		{"Schema", testSchema},
		{"SchemaIsCached", testSchemaIsCached},
		{"FunctionsAndCatalogue", testFunctionsAndCatalogue},
		{"Annotations", testAnnotations},
		{"Cookbook", testCookbook},
		{"Interpolate", testInterpolate},
		{"Variables", testVariables},
		{"AdHoc", testAdHoc},
		{"EveryNamedQueryGivesWhatItPromises", testEveryNamedQueryGivesWhatItPromises},
		{"TimeSeriesAreWide", testTimeSeriesAreWide},
		{"OverGRPC", testOverGRPC},
		{"Scenarios", testScenarios},
		{"ScenariosAreChecked", testScenariosAreChecked},
		{"ScenariosAreCounted", testScenariosAreCounted},
		{"ManagersSeeThoseWithHealthCareOnly", testManagersSeeThoseWithHealthCareOnly},
		{"ParametersGoBeforeVariables", testParametersGoBeforeVariables},
		{"FaultsInTheCatalogueAreOurs", testFaultsInTheCatalogueAreOurs},
		{"DecisionsAreRefused", testDecisionsAreRefused},
		{"Register", testRegister},
		{"NotFollowed", testNotFollowed},
		{"ExportOfAQuery", testExportOfAQuery},
		{"ExportIsTheCommandLines", testExportIsTheCommandLines},
		{"ExportAccess", testExportAccess},
		{"ExportKinds", testExportKinds},
		{"ExportNeedsALog", testExportNeedsALog},
		{"IdentitiesNeedAVault", testIdentitiesNeedAVault},
		{"Identities", testIdentities},
		{"EverythingIsLogged", testEverythingIsLogged},
		{"TheLogHoldsNoTexts", testTheLogHoldsNoTexts},
		{"NothingIsShownWithoutTheLog", testNothingIsShownWithoutTheLog},
		{"TheLogIsWrittenAtTheEnd", testTheLogIsWrittenAtTheEnd},
		{"ReviewIsMarked", testReviewIsMarked},
		{"RunsAreDecided", testRunsAreDecided},
		{"ExtractsAreLogged", testExtractsAreLogged},
		{"EveryQueryCanBeExported", testEveryQueryCanBeExported}, // these two add rows: they come last
		{"ExportStreams", testExportStreams},
		{"ExportBreaksOff", testExportBreaksOff},
		{"AlertRulesFireAndEnd", testAlertRulesFireAndEnd}, // last: it changes rows
	} {
		t.Run(test.name, func(t *testing.T) {
			own := *w
			own.t = t
			test.run(t, &own)
		})
	}
}
