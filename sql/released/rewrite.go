package released

import (
	"slices"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// Database is where released tables are.
const Database = string(sqlfs.Released)

// Rewriter puts released tables in the place of the objects that they are of.
type Rewriter map[string]string

// NewRewriter returns the rewriter of the rules that are shipped.
func NewRewriter() (Rewriter, error) {
	rules, err := Rules()
	if err != nil {
		return nil, err
	}
	rewriter := Rewriter{}
	for object := range rules {
		rewriter[object] = Database + "." + nameOf(object)
	}
	return rewriter, nil
}

// Rewrite returns a query that reads released tables. Names in strings, comments
// and quotes are left alone; the database refuses what this overlooks.
func (r Rewriter) Rewrite(sql string) string {
	tokens := sqlfs.Tokens(sql)
	var out strings.Builder
	for i := 0; i < len(tokens); i++ {
		if i+2 < len(tokens) && tokens[i].Kind == sqlfs.TokenWord && tokens[i+1].Text == "." && tokens[i+2].Kind == sqlfs.TokenWord &&
			(i == 0 || tokens[i-1].Text != ".") {
			if name, ok := r[tokens[i].Text+"."+tokens[i+2].Text]; ok {
				out.WriteString(name)
				i += 2
				continue
			}
		}
		out.WriteString(tokens[i].Text)
	}
	return out.String()
}

// Objects returns the objects that are released, sorted.
func (r Rewriter) Objects() []string {
	objects := make([]string, 0, len(r))
	for object := range r {
		objects = append(objects, object)
	}
	slices.Sort(objects)
	return objects
}
