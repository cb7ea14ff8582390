package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/modelpage"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// newModelPageCommand draws the models that are shown.
func newModelPageCommand(a *app) *cobra.Command {
	var request modelpage.Request
	var lang, out string
	command := &cobra.Command{
		Use:   "page",
		Short: "Draw the risk models term by term, with error bars, as one HTML file",
		Long: "Write a page that shows the published models: what they estimate, how good they are, and each term with its error bars.\n" +
			"It is one HTML file without scripts. It holds bins of at least 20 clients and nothing about persons. It reads as the analyst;\n" +
			"--data is the data folder of the engine, as in other verbs.",
		Example: "  framsyn model page\n" +
			"  framsyn model page --target need_doubled --class dead --lang en --out dead.html\n" +
			"  framsyn model page --target hours_12m --out - > hours.html",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			language := modelpage.Language(lang)
			switch {
			case !slices.Contains(modelpage.Languages(), language):
				return usagef("--lang: %q is none of %s", lang, joined(modelpage.Languages()))
			case request.Class != "" && request.Target == "":
				return usagef("--class is an outcome of a target: add --target")
			case out == "":
				return usagef("--out is empty: the file to write, or - for standard output")
			}
			return a.writeModelPage(command, request, language, out)
		},
	}
	flags := command.Flags()
	flags.StringVar(&request.Target, "target", "", "what is estimated, such as need_doubled or hours_12m; all risks that are shown if empty")
	flags.StringVar(&request.Class, "class", "", "another outcome of that target's model, such as dead")
	flags.StringVar(&lang, "lang", string(modelpage.Swedish), "language of the page: "+joined(modelpage.Languages()))
	flags.StringVar(&out, "out", "model.html", "file to write, or - for standard output")
	return command
}

func (a *app) writeModelPage(command *cobra.Command, request modelpage.Request, language modelpage.Language, out string) error {
	pages, err := a.readModelPages(command.Context(), request)
	switch {
	case errors.Is(err, modelpage.ErrUnknown):
		return usageError{err}
	case err != nil:
		return explain(err, clickhouse.Analyst)
	}
	if err := writeTo(command, out, func(w io.Writer) error { return pages.Write(w, language) }); err != nil || out == "-" {
		return err
	}
	sections, terms := pages.Counts()
	if a.json {
		return printJSON(command.OutOrStdout(), map[string]any{"file": out, "models": sections, "terms": terms})
	}
	_, err = fmt.Fprintf(command.OutOrStdout(), "%d models, %d terms, %s\n", sections, terms, out)
	return err
}

func (a *app) readModelPages(ctx context.Context, request modelpage.Request) (pages *modelpage.Pages, err error) {
	session, err := a.session(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	conn, err := session.Connect(ctx, clickhouse.Analyst)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return modelpage.Read(ctx, conn, request)
}
