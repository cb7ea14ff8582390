package clickhouse

import (
	"fmt"
	"strings"
)

// localUser is the account of the engine's own session, which opens the ports and
// keeps the engine alive; see gate for how others are kept out. It may do nothing
// beside.
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

// usersXML writes the description as the embedded engine reads it. Passwords go
// in as SHA-256.
func usersXML(access Access, passwords credentials) string {
	var text strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) }
	line("<clickhouse>")
	line("    <profiles>")
	line("        <default/>")
	for _, name := range sortedKeys(access.Profiles) {
		line("        <framsyn_%s>", name)
		text.WriteString(access.Profiles[name].xml())
		line("        </framsyn_%s>", name)
	}
	line("    </profiles>")
	line("    <quotas><default/></quotas>")
	line("    <users>")
	text.WriteString(localUser)
	for _, name := range sortedKeys(access.Users) {
		line("        <%s>", name)
		line("            <password_sha256_hex>%s</password_sha256_hex>", passwordHash(passwords[name]))
		line("            <networks><ip>127.0.0.1</ip></networks>")
		line("            <profile>framsyn_%s</profile>", access.Users[name].Profile)
		line("            <quota>default</quota>")
		line("            <grants>")
		for _, grant := range access.grants(name) {
			line("                <query>GRANT %s</query>", escaped(grant))
		}
		line("            </grants>")
		line("        </%s>", name)
	}
	line("    </users>")
	line("</clickhouse>")
	return text.String()
}

func (p Profile) xml() string {
	var text strings.Builder
	for _, name := range sortedKeys(p.Settings) {
		fmt.Fprintf(&text, "            <%s>%s</%s>\n", name, escaped(fmt.Sprint(p.Settings[name])), name)
	}
	if len(p.Limits) == 0 {
		return text.String()
	}
	text.WriteString("            <constraints>\n")
	for _, name := range sortedKeys(p.Limits) {
		limit := p.Limits[name]
		fmt.Fprintf(&text, "                <%s>", name)
		if limit.Min != nil {
			fmt.Fprintf(&text, "<min>%v</min>", limit.Min)
		}
		if limit.Max != nil {
			fmt.Fprintf(&text, "<max>%v</max>", limit.Max)
		}
		fmt.Fprintf(&text, "</%s>\n", name)
	}
	text.WriteString("            </constraints>\n")
	return text.String()
}
