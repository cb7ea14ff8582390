package sqlfs

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// TokenKind classes a token of SQL text.
type TokenKind int

// The kinds of token. Every byte of a text belongs to exactly one token.
const (
	TokenSpace   TokenKind = iota // blanks and line ends
	TokenComment                  // -- … or # … to the end of the line, or /* … */
	TokenWord                     // a bare word: keyword, name or number
	TokenName                     // a name in backticks or double quotes
	TokenString                   // a string in single quotes, or $tag$ … $tag$
	TokenSymbol                   // any other character
)

// Token is a piece of SQL text.
type Token struct {
	Kind     TokenKind
	Text     string // as written
	Offset   int    // bytes before it
	Line     int    // line on which it begins; the first is 1
	Complete bool   // false for a string or comment that the text ends within
}

// Is tells whether the token is the bare word, in any case.
func (t Token) Is(word string) bool {
	return t.Kind == TokenWord && strings.EqualFold(t.Text, word)
}

// Name is what a bare word or a quoted name means, with its escapes undone; empty for
// other tokens.
func (t Token) Name() string {
	switch {
	case t.Kind == TokenWord:
		return t.Text
	case t.Kind != TokenName || !t.Complete:
		return ""
	}
	quote, body := t.Text[:1], t.Text[1:len(t.Text)-1]
	var name strings.Builder
	for i := 0; i < len(body); i++ {
		switch {
		case strings.HasPrefix(body[i:], quote+quote):
			i++
		case body[i] == '\\' && i+1 < len(body):
			i++
			if code, err := strconv.ParseUint(body[i+1:min(i+3, len(body))], 16, 8); body[i] == 'x' && i+2 < len(body) && err == nil {
				name.WriteByte(byte(code))
				i += 2
				continue
			}
		}
		name.WriteByte(body[i])
	}
	return name.String()
}

// Tokens cuts SQL text into tokens by ClickHouse's rules for strings and
// comments. Joining the texts gives the input again, whatever the input.
func Tokens(sql string) []Token {
	var tokens []Token
	line := 1
	for offset := 0; offset < len(sql); {
		kind, length, complete := scan(sql[offset:])
		text := sql[offset : offset+length]
		tokens = append(tokens, Token{Kind: kind, Text: text, Offset: offset, Line: line, Complete: complete})
		line += strings.Count(text, "\n")
		offset += length
	}
	return tokens
}

// scan measures the token at the beginning of a text that is not empty.
func scan(s string) (kind TokenKind, length int, complete bool) {
	c := s[0]
	switch {
	case isSpace(c):
		return TokenSpace, spanOf(s, isSpace), true
	case strings.HasPrefix(s, "--"), strings.HasPrefix(s, "# "), strings.HasPrefix(s, "#!"):
		return TokenComment, lineLength(s), true
	case strings.HasPrefix(s, "/*"):
		length, complete = blockComment(s)
		return TokenComment, length, complete
	case c == '\'':
		length, complete = quoted(s, c)
		return TokenString, length, complete
	case c == '`' || c == '"':
		length, complete = quoted(s, c)
		return TokenName, length, complete
	case c == '$':
		if length, complete = heredoc(s); length > 0 {
			return TokenString, length, complete
		}
		return TokenSymbol, 1, true
	case isWord(c):
		return TokenWord, spanOf(s, isWord), true
	}
	_, size := utf8.DecodeRuneInString(s)
	return TokenSymbol, size, true
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func spanOf(s string, in func(byte) bool) int {
	n := 0
	for n < len(s) && in(s[n]) {
		n++
	}
	return n
}

func lineLength(s string) int {
	if end := strings.IndexByte(s, '\n'); end >= 0 {
		return end
	}
	return len(s)
}

func blockComment(s string) (length int, complete bool) {
	if end := strings.Index(s[2:], "*/"); end >= 0 {
		return end + 4, true
	}
	return len(s), false
}

// quoted measures a quoted text, in which a backslash takes the next byte and a
// doubled quote stands for itself.
func quoted(s string, quote byte) (length int, complete bool) {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case quote:
			if i+1 < len(s) && s[i+1] == quote {
				i++
				continue
			}
			return i + 1, true
		}
	}
	return len(s), false
}

// heredoc measures $tag$ … $tag$; a length of 0 means that the text is no heredoc.
func heredoc(s string) (length int, complete bool) {
	tag := spanOf(s[1:], isWord)
	if 1+tag >= len(s) || s[1+tag] != '$' {
		return 0, true
	}
	mark := s[:tag+2]
	if end := strings.Index(s[len(mark):], mark); end >= 0 {
		return end + 2*len(mark), true
	}
	return len(s), false
}
