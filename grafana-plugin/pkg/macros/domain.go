package macros

import (
	"fmt"

	"github.com/framsyn/framsyn/sql/queries"
)

// domainMacros are those of Framsyn.
func domainMacros() []macro {
	return []macro{
		{
			Help: Help{Name: "$__selection", Syntax: "client_id IN $__selection('name')", Text: queries.Text{
				SV: "De brukare som nu är i ett sparat urval.", EN: "The clients who now are in a saved selection.",
			}},
			least: 1, most: 1, write: selection,
		},
		{
			Help: Help{Name: "$__areas", Syntax: "$__areas(area_id)", Text: queries.Text{
				SV: "Området är ett av dem som den som frågar får se.", EN: "The area is one of those that the caller may see.",
			}},
			least: 1, most: 1, write: areas,
		},
		{
			Help: Help{Name: "$__clients", Syntax: "$__clients(client_id)", Text: queries.Text{
				SV: "Brukaren hör till ett område som den som frågar får se.", EN: "The client belongs to an area that the caller may see.",
			}},
			least: 1, most: 1, write: clients,
		},
		{
			Help: Help{Name: "$__asOf", Syntax: "$__asOf or $__asOf('risk')", Text: queries.Text{
				SV: "Dagen som de visade modellerna, eller en av dem, ser framåt från.", EN: "The day from which the models that are shown, or one of them, look ahead.",
			}},
			most: 1, write: asOf,
		},
		{
			Help: Help{Name: "$__latestMonth", Syntax: "$__latestMonth or $__latestMonth('visits')", Text: queries.Text{
				SV: "Den senaste månaden, eller den senaste levererade av en källa.", EN: "The latest month, or the latest that a source has delivered.",
			}},
			most: 1, write: latestMonth,
		},
	}
}

// selection is a subquery of client ids. Its argument is a name, $variable or
// {parameter:String}.
func selection(e *expander, c call) (string, error) {
	const query = "(SELECT members.client_id FROM core.selection_members AS members WHERE members.selection_id IN (%s) AND isNull(members.left_date))"
	argument := c.arguments[0]
	var values []string
	if name, ok := variableName(argument); ok && argument[0].Text == "$" {
		if values, ok = e.scope.Variables[name]; !ok {
			return "", fault(c.line, "variabeln $%s skickades inte med frågan", "the variable $%s was not sent with the query", name)
		}
		if isAll(values) {
			return "", fault(c.line, "$__selection: välj ett urval", "$__selection: choose a selection")
		}
	} else if name, ok := literal(argument); ok {
		values = []string{name}
	} else {
		expression, err := e.expression(c, 0)
		if err != nil {
			return "", err
		}
		return fmt.Sprintf(query, expression), nil
	}
	e.counter++
	placeholder, err := e.parameter(fmt.Sprintf("__selection%d", e.counter), "Array(String)", values)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(query, placeholder), nil
}

// areas limits a column to the areas that the caller sees; none means no rows.
func areas(e *expander, c call) (string, error) {
	col, err := e.expression(c, 0)
	if err != nil {
		return "", err
	}
	if e.scope.AllAreas {
		return "(1 = 1)", nil
	}
	if len(e.scope.Areas) == 0 {
		return "(1 = 0)", nil
	}
	placeholder, err := e.parameter("__areas", "Array(String)", e.scope.Areas)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("(%s IN (%s))", col, placeholder), nil
}

// clients limits a column to the clients of the areas that the caller sees: those of
// today by their area of today, which health care knows too, others by their last
// decision.
func clients(e *expander, c call) (string, error) {
	const query = "(%s IN (SELECT today.client_id FROM mart.candidates AS today WHERE today.area_id IN (%[2]s)" +
		" UNION ALL SELECT former.client_id FROM core.clients AS former WHERE former.area_id IN (%[2]s)" +
		" AND former.client_id NOT IN (SELECT known.client_id FROM mart.candidates AS known)))"
	col, err := e.expression(c, 0)
	if err != nil {
		return "", err
	}
	if e.scope.AllAreas {
		return "(1 = 1)", nil
	}
	if len(e.scope.Areas) == 0 {
		return "(1 = 0)", nil
	}
	placeholder, err := e.parameter("__areas", "Array(String)", e.scope.Areas)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(query, col, placeholder), nil
}

func asOf(e *expander, c call) (string, error) {
	return e.newest(c, "max(runs.as_of_date) FROM model.current_runs AS runs", "runs.model")
}

func latestMonth(e *expander, c call) (string, error) {
	if len(c.arguments) == 0 {
		return "(SELECT max(latest.month) FROM mart.area_months AS latest)", nil
	}
	return e.newest(c, "max(delivered.month) FROM core.delivered_months AS delivered", "delivered.source")
}

// newest writes a subquery, limited to the macro's argument where there is one.
func (e *expander) newest(c call, from, column string) (string, error) {
	condition := ""
	if len(c.arguments) > 0 {
		name, ok := literal(c.arguments[0])
		if !ok {
			return "", fault(c.line, "$%s tar ett namn i citattecken", "$%s takes a name in quotes", c.name)
		}
		e.counter++
		placeholder, err := e.parameter(fmt.Sprintf("__%s%d", c.name[2:], e.counter), "String", name)
		if err != nil {
			return "", err
		}
		condition = fmt.Sprintf(" WHERE %s = %s", column, placeholder)
	}
	return "(SELECT " + from + condition + ")", nil
}
