package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/modelcard"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// cardFormats are what a card can be written as.
func cardFormats() []string { return []string{"html", "md", "json"} }

// newModelCardCommand writes model cards.
func newModelCardCommand(a *app) *cobra.Command {
	request := modelcard.Request{Model: "risk"}
	var language, format, out string
	command := &cobra.Command{
		Use:   "card",
		Short: "Write the model card of a model: what it is for, how right it is and for whom, who approved it",
		Long: "Write model cards: purpose and excluded use, data, target, accuracy with intervals, calibration, groups, bias audit, drift, known\n" +
			"limits and approval, from the rows of model.cards. It takes the runs that are shown and newer ones that are not; --run takes one.\n" +
			"It reads as the analyst, and holds nothing about persons.",
		Example: "  framsyn model card\n" +
			"  framsyn model card --model forecast --format md --out - | less\n" +
			"  framsyn model card --run 6042634673896363104 --language en --format json --out card.json",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			switch {
			case !slices.Contains(modelcard.Languages(), modelcard.Language(language)):
				return usagef("--language: %q is none of %s", language, joined(modelcard.Languages()))
			case !slices.Contains(cardFormats(), format):
				return usagef("--format: %q is none of %s", format, strings.Join(cardFormats(), ", "))
			}
			if out == "" {
				out = "model-card." + format
			}
			if request.Model == "all" {
				request.Model = ""
			}
			return a.writeCards(command, request, modelcard.Language(language), format, out)
		},
	}
	flags := command.Flags()
	flags.Uint64Var(&request.Run, "run", 0, "the run, as framsyn model runs lists it; overrides --model")
	flags.StringVar(&request.Model, "model", request.Model, "risk, hours, effect, need, equity, trend, forecast, follow_up or all")
	flags.StringVar(&request.Target, "target", "", "one target of the model, such as need_doubled")
	flags.StringVar(&language, "language", string(modelcard.Swedish), "language of the card: "+joined(modelcard.Languages()))
	flags.StringVar(&format, "format", "html", "what to write: "+strings.Join(cardFormats(), ", "))
	flags.StringVar(&out, "out", "", "file to write, or - for standard output; model-card.FORMAT if empty")
	return command
}

func (a *app) writeCards(command *cobra.Command, request modelcard.Request, language modelcard.Language, format, out string) error {
	var cards []modelcard.Card
	err := a.asAnalyst(command.Context(), func(conn driver.Conn) (err error) {
		cards, err = modelcard.Read(command.Context(), conn, request)
		return err
	})
	if err != nil {
		return explain(err, clickhouse.Analyst)
	}
	write := func(w io.Writer) error { return writeCardsAs(w, cards, language, format) }
	if err := writeTo(command, out, write); err != nil || out == "-" {
		return err
	}
	if a.json {
		return printJSON(command.OutOrStdout(), map[string]any{"file": out, "cards": len(cards)})
	}
	_, err = fmt.Fprintf(command.OutOrStdout(), "%d cards, %s\n", len(cards), out)
	return err
}

func writeCardsAs(w io.Writer, cards []modelcard.Card, language modelcard.Language, format string) error {
	switch format {
	case "md":
		return modelcard.WriteMarkdown(w, language, cards)
	case "json":
		return modelcard.WriteJSON(w, cards)
	}
	return modelcard.WriteHTML(w, language, cards)
}

// asAnalyst calls use with a connection of the analyst.
func (a *app) asAnalyst(ctx context.Context, use func(driver.Conn) error) (err error) {
	session, err := a.session(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	conn, err := session.Connect(ctx, clickhouse.Analyst)
	if err != nil {
		return err
	}
	return errors.Join(use(conn), conn.Close())
}
