package plugin

import (
	"github.com/framsyn/framsyn/sql/cookbook"
)

// cookbook gives the questions of the guide, for those who may write SQL.
func (i *Instance) cookbook(c call) (any, error) {
	questions := []cookbook.Question{}
	if !c.who.RawSQL {
		return map[string]any{"questions": questions}, nil
	}
	questions, err := cookbook.Questions()
	return map[string]any{"questions": questions}, err
}
