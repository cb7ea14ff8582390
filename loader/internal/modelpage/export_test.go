package modelpage

// NamesFamily tells whether kin terms have a name on the page.
func NamesFamily(family string) bool {
	return familyTitle(Swedish, family) != "" && familyTitle(English, family) != ""
}
