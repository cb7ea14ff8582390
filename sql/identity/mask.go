package identity

import "strings"

// Mask replaces everything in free text that looks like an identity number by
// [MaskText] and says how many there were. It asks only for the look, a date and
// four places, not for a right check digit: a mistyped number points to a person too.
func Mask(text string) (masked string, n int) {
	if len(text) < 10 || !hasDigits(text, 6) {
		return text, 0
	}
	var b strings.Builder
	from := 0
	for i := 0; i < len(text); {
		if !isDigit(text[i]) || i > 0 && isDigit(text[i-1]) {
			i++
			continue
		}
		length := numberLength(text[i:])
		if length == 0 {
			i++
			continue
		}
		b.WriteString(text[from:i])
		b.WriteString(MaskText)
		i += length
		from = i
		n++
	}
	if n == 0 {
		return text, 0
	}
	b.WriteString(text[from:])
	masked, more := Mask(b.String()) // what a number hid by standing beside it
	return masked, n + more
}

// MaskError returns the text of an error without identity numbers.
func MaskError(err error) string {
	if err == nil {
		return ""
	}
	text, _ := Mask(err.Error())
	return text
}

// Looks says whether a whole field has the look of an identity number.
func Looks(field []byte) bool {
	s := strings.TrimSpace(string(field))
	return len(s) >= 10 && isDigit(s[0]) && numberLength(s) == len(s)
}

// numberLength returns how many bytes of the start look like an identity number, or 0.
func numberLength(s string) int {
	for _, dateDigits := range [...]int{8, 6} {
		if n := withDate(s, dateDigits); n > 0 {
			return n
		}
	}
	return 0
}

// withDate tries a date of 8 or 6 digits, an optional sign or space, and four places.
func withDate(s string, dateDigits int) int {
	if len(s) < dateDigits+4 || !hasDigits(s[:dateDigits], dateDigits) || !plausibleDate(s[dateDigits-4:dateDigits]) {
		return 0
	}
	if dateDigits == 8 && s[:2] != "18" && s[:2] != "19" && s[:2] != "20" {
		return 0
	}
	at := dateDigits
	sign := strings.HasPrefix(s[at:], "–") // an en dash, as word processors make it
	switch {
	case sign:
		at += len("–")
	case s[at] == '-' || s[at] == '+' || s[at] == ' ':
		at++
	}
	if len(s) < at+4 {
		return 0
	}
	last := s[at : at+4]
	if len(s) > at+4 && (isDigit(s[at+4]) || isWord(s[at+4]) && !hasDigits(last, 4)) {
		return 0
	}
	for i := range 4 {
		if !isDigit(last[i]) && (last[i] < 'A' || last[i] > 'Z') {
			return 0
		}
	}
	if !hasDigits(last, 1) {
		return 0
	}
	return at + 4
}

// plausibleDate checks MMDD, with day + 60 for coordination numbers.
func plausibleDate(mmdd string) bool {
	m := int(mmdd[0]-'0')*10 + int(mmdd[1]-'0')
	d := int(mmdd[2]-'0')*10 + int(mmdd[3]-'0')
	return m >= 1 && m <= 12 && (d >= 1 && d <= 31 || d >= 61 && d <= 91)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isWord(c byte) bool {
	return isDigit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// hasDigits says whether the text has at least n digits.
func hasDigits(s string, n int) bool {
	for i := 0; i < len(s) && n > 0; i++ {
		if isDigit(s[i]) {
			n--
		}
	}
	return n <= 0
}
