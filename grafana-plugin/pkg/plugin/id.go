package plugin

import "strings"

// idOf makes an id of a name: small letters, digits and underscores; otherwise, of
// a name that has none of them.
func idOf(name, otherwise string) string {
	const longest = 40
	plain := strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e", "ü", "u").Replace(strings.ToLower(name))
	words := strings.FieldsFunc(plain, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	id := strings.Join(words, "_")
	if len(id) > longest {
		id = strings.TrimRight(id[:longest], "_")
	}
	if id == "" {
		return otherwise
	}
	return id
}
