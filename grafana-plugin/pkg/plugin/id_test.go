package plugin

import (
	"strings"
	"testing"
)

func TestIDOf(t *testing.T) {
	for name, want := range map[string]string{
		"Fler platser på Ängen": "fler_platser_pa_angen", "  +10 % nya! ": "10_nya", "!!!": "urval", "  ": "urval", "Ö-1": "o_1", "Örnäset & Co": "ornaset_co",
		strings.Repeat("långt ", 20): "langt_langt_langt_langt_langt_langt_lang", strings.Repeat("abcdefghi ", 20): "abcdefghi_abcdefghi_abcdefghi_abcdefghi",
	} {
		if got := idOf(name, "urval"); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
