package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// newNeedsCommand holds the verbs on assessed needs.
func newNeedsCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "needs",
		Short: "Say which assessed needs make up a client's time (sv: behov)",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return usagef("needs needs one of: explain; see %s --help", command.CommandPath())
		},
	}
	command.AddCommand(newNeedsExplainCommand(a))
	return command
}

// needPart is a part of a client's time, minutes per week.
type needPart struct {
	Part       string   `json:"part"`
	Code       string   `json:"icf_code,omitempty"`
	Term       string   `json:"term_sv,omitempty"`
	Limitation *uint8   `json:"limitation,omitempty"`
	Minutes    float64  `json:"minutes_per_week"`
	Low        *float64 `json:"low_minutes_per_week,omitempty"`
	High       *float64 `json:"high_minutes_per_week,omitempty"`
	Norm       float64  `json:"norm_minutes_per_week"`
	Clients    uint32   `json:"n_clients"`
}

// needResource is a client's time of one resource, minutes per week.
type needResource struct {
	Resource string     `json:"resource"`
	Month    string     `json:"month"`
	Assessed bool       `json:"is_assessed"`
	Norm     float64    `json:"norm_minutes_per_week"`
	Recorded float64    `json:"recorded_minutes_per_week"`
	Parts    []needPart `json:"parts"`
}

func newNeedsExplainCommand(a *app) *cobra.Command {
	var client, resource string
	command := &cobra.Command{
		Use:   "explain --client ID",
		Short: "Show which needs make up a client's time: norm, practice, habit and what is not explained",
		Long: "Show which needs make up a client's time in the newest month: minutes per week by the norm and in practice with a 95 % interval, what the habits of\n" +
			"area and officer add or take away, and what is not explained. A part is what clients with this need get more than those without it; it is no\n" +
			"record of minutes spent on it.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			id, err := strconv.ParseUint(client, 10, 64)
			if err != nil {
				return usagef("--client takes a client_id (a whole number, as in mart.client_months), not %q", client)
			}
			return a.withTracedReader(command, func(_, read driver.Conn, reading *audit.Reading) error {
				reading.About(id)
				found, err := explainNeeds(command, read, id)
				if err != nil {
					return err
				}
				if resource != "" {
					found, err = oneResource(found, resource)
					if err != nil {
						return err
					}
				}
				switch {
				case len(found) == 0:
					return usagef("client %d has no time that needs could explain in the newest month, or the needs job has not run: framsyn job run needs", id)
				case a.json:
					return printJSON(command.OutOrStdout(), found)
				}
				return printNeeds(command.OutOrStdout(), found)
			})
		},
	}
	command.Flags().StringVar(&client, "client", "", "client_id of the client (a pseudonym)")
	command.Flags().StringVar(&resource, "resource", "", "only this resource: "+strings.Join(needResources(), ", "))
	return command
}

// needResources are the resources that needs explain, in the order of the output.
func needResources() []string {
	return []string{"home_care_granted", "home_care_performed", "nurse", "occupational_therapy", "physical_therapy"}
}

func oneResource(found []needResource, resource string) ([]needResource, error) {
	if !slices.Contains(needResources(), resource) {
		return nil, usagef("--resource: %q is none of %s", resource, strings.Join(needResources(), ", "))
	}
	return slices.DeleteFunc(found, func(r needResource) bool { return r.Resource != resource }), nil
}

// explainNeeds reads the parts of a client's time.
func explainNeeds(command *cobra.Command, read driver.Conn, client uint64) ([]needResource, error) {
	var found []needResource
	err := clickhouse.Each(command.Context(), read, `SELECT toString(resource), toString(month), is_assessed, toString(part), toString(icf_code), term_sv, limitation,
			minutes_per_week, low_minutes_per_week, high_minutes_per_week, norm_minutes_per_week, n_clients
		FROM mart.client_needs WHERE client_id = ?
		ORDER BY indexOf(?, toString(resource)), indexOf(['need', 'base', 'habit', 'remainder'], toString(part)), minutes_per_week DESC, icf_code`,
		[]any{client, needResources()}, func(row driver.Rows) error {
			var r needResource
			var p needPart
			if err := row.Scan(&r.Resource, &r.Month, &r.Assessed, &p.Part, &p.Code, &p.Term, &p.Limitation, &p.Minutes, &p.Low, &p.High, &p.Norm, &p.Clients); err != nil {
				return err
			}
			if len(found) == 0 || found[len(found)-1].Resource != r.Resource {
				found = append(found, r)
			}
			last := &found[len(found)-1]
			last.Parts = append(last.Parts, p)
			last.Norm += p.Norm
			last.Recorded += p.Minutes
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("read mart.client_needs: %w", err)
	}
	return found, nil
}

// printNeeds writes a table for each resource.
func printNeeds(w io.Writer, found []needResource) error {
	for i, r := range found {
		if i > 0 {
			_, _ = fmt.Fprintln(w)
		}
		_, _ = fmt.Fprintf(w, "%s, %s: recorded %.0f minutes per week, by the norm %.0f\n", r.Resource, r.Month[:len("2006-01")], r.Recorded, r.Norm)
		if !r.Assessed {
			_, _ = fmt.Fprintln(w, "no assessment that could explain it")
		}
		table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
		_, _ = fmt.Fprintln(table, "part\tlimitation\tpractice\t95 %\tnorm\tclients")
		small, rest := 0, 0.
		for _, p := range r.Parts {
			if p.isSmall() {
				small++
				rest += p.Minutes
				continue
			}
			if p.Part != "need" && small > 0 {
				_, _ = fmt.Fprintf(table, "%d needs under half a minute\t\t%s\t\t\t\n", small, whole(rest))
				small = 0
			}
			_, _ = fmt.Fprintln(table, p.line())
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// isSmall says that a need rounds to nothing, by the norm too.
func (p needPart) isSmall() bool { return p.Part == "need" && p.Minutes < 0.5 && p.Norm < 0.5 }

// line is a row of the table.
func (p needPart) line() string {
	name, limitation, interval, norm, clients := p.Part, "", "", "", ""
	if p.Low != nil && p.High != nil {
		interval = fmt.Sprintf("%.0f-%.0f", *p.Low, *p.High)
		clients = strconv.FormatUint(uint64(p.Clients), 10)
	}
	if p.Part == "need" {
		name, limitation, norm = strings.TrimSpace(p.Code+" "+p.Term), "not specified", whole(p.Norm)
		if p.Limitation != nil {
			limitation = strconv.Itoa(int(*p.Limitation))
		}
	}
	return strings.Join([]string{name, limitation, whole(p.Minutes), interval, norm, clients}, "\t")
}

// whole rounds to whole minutes, without a sign before 0.
func whole(minutes float64) string {
	return strconv.FormatInt(int64(math.Round(minutes)), 10)
}
