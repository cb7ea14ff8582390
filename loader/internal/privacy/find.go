package privacy

import (
	"bytes"
	"time"

	"github.com/framsyn/framsyn/sql/identity"
)

// Persons says whether a number is of somebody in the vault; nil when there is no vault to ask.
type Persons struct {
	pseudonym *identity.Pseudonymizer
	clients   map[uint64]struct{}
}

// knows looks a number up, of ten digits in each century.
func (p *Persons) knows(n identity.Number) bool {
	if p == nil {
		return false
	}
	normal := n.Normal()
	for _, century := range []string{"18", "19", "20"} {
		other, err := identity.NumberOf(append([]byte(century), normal[2:]...))
		if err != nil {
			continue
		}
		if _, ok := p.clients[p.pseudonym.Client(other)]; ok {
			return true
		}
	}
	return false
}

// Count is what was found in a place.
type Count struct {
	// Persons are numbers of somebody in the vault.
	Persons int
	// Forms are numbers that stand as numbers do, of nobody known.
	Forms int
	// Chance are digits of the form within hashes and the like, of nobody known.
	Chance int
}

func (c *Count) add(o Count, times int) {
	c.Persons += o.Persons * times
	c.Forms += o.Forms * times
	c.Chance += o.Chance * times
}

func (c Count) found() bool { return c.Persons+c.Forms > 0 }

// finder looks for numbers in texts. It is for one goroutine.
type finder struct {
	persons *Persons
	rules   identity.Rules
	now     time.Time
}

// text counts the numbers of a text.
func (f *finder) text(text []byte) Count {
	var c Count
	for i := 0; i < len(text); i++ {
		if !isDigit(text[i]) || i > 0 && isDigit(text[i-1]) {
			continue
		}
		n, length, ok := f.number(text[i:])
		if !ok {
			continue
		}
		switch {
		case f.persons.knows(n):
			c.Persons++
		case n.Kind == identity.Reserve:
			continue
		case isOpaque(word(text, i, i+length)):
			c.Chance++
		default:
			c.Forms++
		}
		i += length - 1
	}
	return c
}

// number reads a number at the start of a text.
func (f *finder) number(s []byte) (n identity.Number, length int, ok bool) {
	for _, date := range [...]int{8, 6} {
		if len(s) < date+4 || !allDigits(s[:date]) {
			continue
		}
		at, sign := date, byte(0)
		switch {
		case bytes.HasPrefix(s[at:], []byte("–")): // as word processors make it
			at, sign = at+len("–"), '-'
		case s[at] == '-' || s[at] == '+':
			at, sign = at+1, s[at]
		case s[at] == ' ':
			at, sign = at+1, '-'
		}
		if len(s) < at+4 || len(s) > at+4 && isDigit(s[at+4]) || !isDigit(s[at]) && sign == 0 && date == 6 {
			continue
		}
		text := append([]byte(nil), s[:date]...)
		if sign != 0 {
			text = append(text, sign)
		}
		n, err := f.rules.Parse(append(text, s[at:at+4]...), f.now)
		if err == nil {
			return n, at + 4, true
		}
	}
	return n, 0, false
}

// word is the run of characters around a place that hashes, UUIDs and base64 are made of.
func word(text []byte, from, to int) []byte {
	for from > 0 && isWord(text[from-1]) {
		from--
	}
	for to < len(text) && isWord(text[to]) {
		to++
	}
	return text[from:to]
}

// Longest words in which digits are believed to be a number; chosen: a UUID has 36
// characters, a fingerprint of a key 16, the longest number 14.
const (
	longestHex  = 15
	longestWord = 30
)

// isOpaque says whether a word is one of those that hold any digits by chance.
func isOpaque(word []byte) bool {
	if len(word) > longestWord {
		return true
	}
	letters := 0
	for _, c := range word {
		switch {
		case c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F':
			letters++
		case isDigit(c) || c == '-':
		default:
			return false
		}
	}
	return letters > 0 && len(word) > longestHex
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isWord(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '+' || c == '/' || c == '='
}

func allDigits(s []byte) bool {
	for _, c := range s {
		if !isDigit(c) {
			return false
		}
	}
	return true
}
