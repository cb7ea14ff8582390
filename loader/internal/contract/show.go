package contract

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/framsyn/framsyn/sql/identity"
)

// Show writes values for people, name=value; persons and officers are masked.
func (p *Plan) Show(values []Value) []string {
	var shown []string
	for name, value := range p.Contract.Constants {
		shown = append(shown, name+"="+value)
	}
	slices.Sort(shown)
	for i, v := range values {
		c := p.steps[i].column
		text := "none"
		if !v.Null {
			text = p.show(c, v)
		}
		shown = append(shown, c.Name+"="+text)
	}
	return shown
}

func (p *Plan) show(c *Column, v Value) string {
	switch c.Type {
	case typeIdentity, typeStaff:
		return identity.MaskText
	case typeText, typeCode, typeFlags:
		return strconv.Quote(v.Text)
	case typeList:
		return "[" + strings.Join(v.List, " ") + "]"
	case typeDate:
		return timeOf(v.Int).Format(time.DateOnly)
	case typeMonth:
		return timeOf(v.Int).Format("2006-01")
	case typeDatetime:
		return time.Unix(v.Int, 0).In(p.zone).Format("2006-01-02T15:04:05Z07:00")
	case typeDecimal:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	case typeBool:
		return strconv.FormatBool(v.Int == 1)
	case typeComputed:
		return p.showComputed(c, v)
	default:
		return fmt.Sprint(v.Int)
	}
}

func (p *Plan) showComputed(c *Column, v Value) string {
	k := c.Compute
	switch {
	case k.MonthOf != "" || k.JanuaryOf != "" || len(k.YearMonth) > 0 || k.FileMonth:
		return timeOf(v.Int).Format("2006-01")
	case len(k.DateOf) > 0:
		return timeOf(v.Int).Format(time.DateOnly)
	default:
		return fmt.Sprint(v.Int)
	}
}
