package sqlfs

import "strings"

// Statement is one SQL statement of a text, without the semicolon and without
// the blanks and comments around it.
type Statement struct {
	Text string
	Line int // line of its first word in the whole text; the first is 1
}

// Split cuts a text into statements at the semicolons that are outside of
// strings and comments. Parts of only blanks and comments are left out.
func Split(sql string) []Statement {
	var statements []Statement
	var part []Token
	flush := func() {
		part = trimmed(part)
		if len(part) > 0 {
			first, last := part[0], part[len(part)-1]
			statements = append(statements, Statement{Text: sql[first.Offset : last.Offset+len(last.Text)], Line: first.Line})
		}
		part = nil
	}
	for _, token := range Tokens(sql) {
		if token.Kind == TokenSymbol && token.Text == ";" {
			flush()
			continue
		}
		part = append(part, token)
	}
	flush()
	return statements
}

// trimmed drops the blanks and comments at both ends.
func trimmed(tokens []Token) []Token {
	quiet := func(t Token) bool { return t.Kind == TokenSpace || t.Kind == TokenComment }
	for len(tokens) > 0 && quiet(tokens[0]) {
		tokens = tokens[1:]
	}
	for len(tokens) > 0 && quiet(tokens[len(tokens)-1]) {
		tokens = tokens[:len(tokens)-1]
	}
	return tokens
}

// loud returns the tokens that are neither blank nor comment.
func loud(sql string) []Token {
	var tokens []Token
	for _, token := range Tokens(sql) {
		if token.Kind != TokenSpace && token.Kind != TokenComment {
			tokens = append(tokens, token)
		}
	}
	return tokens
}

// unquote gives the name that a word or quoted name stands for.
func unquote(token Token) string {
	if token.Kind != TokenName || len(token.Text) < 2 {
		return token.Text
	}
	quote := token.Text[:1]
	return strings.ReplaceAll(token.Text[1:len(token.Text)-1], quote+quote, quote)
}
