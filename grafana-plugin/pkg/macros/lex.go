package macros

import (
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// Bounds of a text. They keep the time to read it linear in practice.
const (
	maxBytes   = 256 << 10
	maxEscapes = 50
)

// piece is a token, or an escaped dollar.
type piece struct {
	sqlfs.Token
	escaped bool // written $$__; its text is $__
}

// lex cuts a text into pieces. What follows $$__ is cut anew, for the tokenizer
// sees in $$ the beginning of a string.
func lex(sql string) ([]piece, error) {
	if len(sql) > maxBytes {
		return nil, fault(0, "frågan är längre än %d kB", "the query is longer than %d kB", maxBytes>>10)
	}
	var pieces []piece
	line, escapes := 1, 0
	for rest := sql; rest != ""; {
		next := ""
		for _, token := range sqlfs.Tokens(rest) {
			if token.Kind == sqlfs.TokenString && strings.HasPrefix(token.Text, "$$__") {
				if escapes++; escapes > maxEscapes {
					return nil, fault(line, "$$__ står mer än %d gånger", "$$__ stands more than %d times", maxEscapes)
				}
				pieces = append(pieces, piece{Token: sqlfs.Token{Kind: sqlfs.TokenSymbol, Text: "$__", Line: line, Complete: true}, escaped: true})
				next = rest[token.Offset+len("$$__"):]
				break
			}
			token.Line = line
			line += strings.Count(token.Text, "\n")
			pieces = append(pieces, piece{Token: token})
		}
		rest = next
	}
	return pieces, nil
}

// isBlank tells whether a piece says nothing.
func (p piece) isBlank() bool {
	return p.Kind == sqlfs.TokenSpace || p.Kind == sqlfs.TokenComment
}

// trim takes blanks off both ends.
func trim(pieces []piece) []piece {
	for len(pieces) > 0 && pieces[0].isBlank() {
		pieces = pieces[1:]
	}
	for len(pieces) > 0 && pieces[len(pieces)-1].isBlank() {
		pieces = pieces[:len(pieces)-1]
	}
	return pieces
}

// arguments reads "( … , … )" at the beginning of pieces, blanks before it
// included, and returns the arguments and the number of pieces read. Without a
// bracket there are none.
func arguments(pieces []piece) (parts [][]piece, length int, closed bool) {
	start := 0
	for start < len(pieces) && pieces[start].Kind == sqlfs.TokenSpace {
		start++
	}
	if start == len(pieces) || pieces[start].Text != "(" {
		return nil, 0, true
	}
	depth, from := 0, start+1
	for i := start; i < len(pieces); i++ {
		if pieces[i].Kind != sqlfs.TokenSymbol {
			continue
		}
		switch pieces[i].Text {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			depth--
		case ",":
			if depth == 1 {
				parts = append(parts, trim(pieces[from:i]))
				from = i + 1
			}
		}
		if depth == 0 {
			if last := trim(pieces[from:i]); len(last) > 0 || len(parts) > 0 {
				parts = append(parts, last)
			}
			return parts, i + 1, true
		}
	}
	return nil, 0, false
}
