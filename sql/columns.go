package sqlfs

// Columns returns the names in the column list of the CREATE statement, in their
// order; nil for a view without one.
func (o Object) Columns() []string {
	tokens := loud(o.DDL)
	depth, isStart := 0, false
	var columns []string
	for _, token := range tokens {
		switch {
		case token.Offset < o.ddlEnd:
			continue
		case depth == 0 && columns == nil && token.Text != "(":
			return nil // AS SELECT, or ENGINE: there is no list
		case token.Text == "(":
			depth++
			isStart = depth == 1
			continue
		case token.Text == ")":
			depth--
			if depth == 0 {
				return columns
			}
		case token.Text == "," && depth == 1:
			isStart = true
			continue
		case isStart && isNameToken(token) && !isDeclaration(token):
			columns = append(columns, unquote(token))
		}
		isStart = false
	}
	return columns
}

// IsDefiner tells whether a view reads as the account that made it, not as the one
// who asks.
func (o Object) IsDefiner() bool {
	tokens := loud(o.DDL)
	for i := range len(tokens) - 2 {
		if tokens[i].Is("SQL") && tokens[i+1].Is("SECURITY") && tokens[i+2].Is("DEFINER") {
			return true
		}
	}
	return false
}

// isDeclaration tells whether an entry of a column list is no column: an index, a
// projection or a constraint.
func isDeclaration(token Token) bool {
	for _, word := range []string{"INDEX", "PROJECTION", "CONSTRAINT"} {
		if token.Is(word) {
			return true
		}
	}
	return false
}
