package access

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// localUser is the account of the engine's own session, which opens the ports and
// keeps the engine alive; how others are kept out of it is the gate's business. It
// may do nothing beside.
const localUser = `        <default>
            <http_authentication><server>gate</server><scheme>basic</scheme></http_authentication>
            <networks><ip>127.0.0.1</ip></networks>
            <profile>default</profile>
            <quota>default</quota>
            <grants>
                <query>GRANT SYSTEM LISTEN ON *.*</query>
                <query>GRANT READ ON FILE</query>
                <query>GRANT CREATE TEMPORARY TABLE ON *.*</query>
            </grants>
        </default>
`

// writer writes lines of XML.
type writer struct{ strings.Builder }

func (w *writer) line(depth int, format string, args ...any) {
	w.WriteString(strings.Repeat("    ", depth))
	_, _ = fmt.Fprintf(w, format+"\n", args...)
}

// UsersXML writes the plan as the embedded engine reads it. Passwords, by account,
// go in as SHA-256.
func (p Plan) UsersXML(passwords map[string]string) string {
	var w writer
	w.line(0, "<clickhouse>")
	w.line(1, "<profiles>")
	w.line(2, "<default/>")
	for _, name := range slices.Sorted(maps.Keys(p.Profiles)) {
		p.Profiles[name].xml(&w, name)
	}
	w.line(1, "</profiles>")
	w.line(1, "<quotas>")
	w.line(2, "<default/>")
	for _, name := range slices.Sorted(maps.Keys(p.Quotas)) {
		p.Quotas[name].xml(&w, name)
	}
	w.line(1, "</quotas>")
	w.line(1, "<users>")
	w.WriteString(localUser)
	for _, account := range p.Accounts {
		account.xml(&w, passwords[account.Name])
	}
	w.line(1, "</users>")
	w.line(0, "</clickhouse>")
	return w.String()
}

func (p Profile) xml(w *writer, name string) {
	w.line(2, "<framsyn_%s>", name)
	for _, setting := range slices.Sorted(maps.Keys(p.Settings)) {
		w.line(3, "<%s>%s</%s>", setting, escaped(fmt.Sprint(p.Settings[setting])), setting)
	}
	if len(p.Limits) > 0 {
		w.line(3, "<constraints>")
		for _, setting := range slices.Sorted(maps.Keys(p.Limits)) {
			var bounds string
			if limit := p.Limits[setting]; limit.Min != nil {
				bounds += fmt.Sprintf("<min>%v</min>", limit.Min)
			}
			if limit := p.Limits[setting]; limit.Max != nil {
				bounds += fmt.Sprintf("<max>%v</max>", limit.Max)
			}
			w.line(4, "<%s>%s</%s>", setting, bounds, setting)
		}
		w.line(3, "</constraints>")
	}
	w.line(2, "</framsyn_%s>", name)
}

func (q Quota) xml(w *writer, name string) {
	w.line(2, "<framsyn_%s>", name)
	w.line(3, "<interval>")
	w.line(4, "<duration>%d</duration>", q.Seconds)
	w.line(4, "<queries>%d</queries>", q.Queries)
	w.line(4, "<result_rows>%d</result_rows>", q.ResultRows)
	w.line(4, "<execution_time>%d</execution_time>", q.ExecutionTime)
	w.line(3, "</interval>")
	w.line(2, "</framsyn_%s>", name)
}

func (a Account) xml(w *writer, password string) {
	quota := "default"
	if a.Quota != "" {
		quota = "framsyn_" + a.Quota
	}
	w.line(2, "<%s>", a.Name)
	w.line(3, "<password_sha256_hex>%s</password_sha256_hex>", passwordHash(password))
	w.line(3, "<networks><ip>127.0.0.1</ip></networks>")
	w.line(3, "<profile>framsyn_%s</profile>", a.Profile)
	w.line(3, "<quota>%s</quota>", quota)
	w.line(3, "<grants>")
	for _, grant := range a.Grants {
		w.line(4, "<query>GRANT %s</query>", escaped(grant))
	}
	w.line(3, "</grants>")
	if len(a.Filters) > 0 {
		w.line(3, "<databases>")
		for _, filter := range a.Filters {
			w.line(4, "<%s><%s><filter>%s</filter></%s></%s>", filter.Database, filter.Object, escaped(filter.Condition), filter.Object, filter.Database)
		}
		w.line(3, "</databases>")
	}
	w.line(2, "</%s>", a.Name)
}

func escaped(text string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(text)) // a buffer takes all that is written
	return out.String()
}
