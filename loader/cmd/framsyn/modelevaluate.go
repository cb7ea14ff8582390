package main

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/model"
)

// methodFlags say what learns, and what.
type methodFlags struct {
	method  string
	outcome string
	seed    uint64
}

func (f *methodFlags) add(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&f.method, "method", "additive", "what learns: "+joined(model.Methods()))
	flags.StringVar(&f.outcome, "outcome", string(model.Binary), "kind of outcome: "+joined(model.Outcomes()))
	flags.Uint64Var(&f.seed, "seed", 1, "seed of all random numbers")
}

// build makes the method.
func (f *methodFlags) build() (model.Method, error) {
	if !slices.Contains(model.Outcomes(), model.Outcome(f.outcome)) {
		return nil, usagef("--outcome: %q is none of %s", f.outcome, joined(model.Outcomes()))
	}
	method, ok := model.NewMethod(model.MethodName(f.method))
	if !ok {
		return nil, usagef("--method: %q is none of %s", f.method, joined(model.Methods()))
	}
	if f.method == string(model.LogisticName) && f.outcome != string(model.Binary) {
		return nil, usagef("--method logistic is for a binary outcome; take additive for one that is %s", f.outcome)
	}
	return method, nil
}

// newModelEvaluateCommand judges a method by predictions of rows not seen.
func newModelEvaluateCommand(a *app) *cobra.Command {
	var table tableFlags
	var roles model.Roles
	var method methodFlags
	var out string
	command := &cobra.Command{
		Use:   "evaluate --data FILE --target COLUMN",
		Short: "Say how good a model is on rows that it has not seen",
		Long: "Fit a model on all folds but one, predict that one, for each fold, and say how good the predictions are. Without --fold the\n" +
			"table is cut into five, whole persons (--group) at a time. Text is nominal, an empty cell is missing.",
		Example: "  framsyn model evaluate --data task.csv.gz --target y --group id --fold fold\n" +
			"  framsyn model evaluate --data task.csv --target hours --outcome hours --drop name --json --out predictions.csv",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := table.check(false); err != nil {
				return err
			}
			if roles.Target == "" {
				return usagef("--target COLUMN is needed: the outcome")
			}
			learner, err := method.build()
			if err != nil {
				return err
			}
			return a.evaluateModel(command, &table, roles, learner, method, out)
		},
	}
	table.add(a, command.Flags(), false)
	roleFlags(&roles, command.Flags())
	command.Flags().StringVar(&roles.Fold, "fold", "", "column that says which fold a row is in; five are made if empty")
	command.Flags().StringVar(&out, "out", "", "file for the predictions, or - for standard output instead of the measures")
	method.add(command)
	return command
}

func (a *app) evaluateModel(command *cobra.Command, table *tableFlags, roles model.Roles, learner model.Method, f methodFlags, out string) error {
	data, err := a.readTable(command, table, roles)
	if err != nil {
		return err
	}
	defer func() { _ = data.Close() }() // a temporary file without a name
	evaluation, err := model.Evaluate(command.Context(), data, learner, model.Options{
		Name: model.MethodName(f.method), Outcome: model.Outcome(f.outcome), Seed: f.seed, Clock: time.Now,
		Fitted: func(fold string, seconds float64) { a.log.Info("predicted a fold", "fold", fold, "seconds", seconds) },
	})
	if err != nil {
		return fmt.Errorf("%s: %w", table.file, err)
	}
	if out != "" {
		if err := a.writePredictions(command, table, roles, evaluation, out); err != nil || out == "-" {
			return err
		}
	}
	if a.json {
		return printJSON(command.OutOrStdout(), evaluation)
	}
	return evaluation.Print(command.OutOrStdout())
}

// readTable reads a table into memory, and logs what it holds.
func (a *app) readTable(command *cobra.Command, table *tableFlags, roles model.Roles) (data *model.Data, err error) {
	err = a.withTable(command, table, func(source model.Source) error {
		data, err = model.Read(source, roles)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, note := range data.Notes() {
		a.log.Warn(note)
	}
	numeric, nominal := data.Kinds()
	a.log.Info("read the table", "rows", data.Rows, "numeric", numeric, "nominal", nominal)
	return data, nil
}

// writePredictions reads the file again for the columns that go with them.
func (a *app) writePredictions(command *cobra.Command, table *tableFlags, roles model.Roles, e *model.Evaluation, out string) error {
	var echo []string
	for _, name := range []string{roles.Group, roles.Fold, roles.Target} {
		if name != "" {
			echo = append(echo, name)
		}
	}
	return a.withTable(command, table, func(again model.Source) error {
		return writeTo(command, out, func(w io.Writer) error { return e.Write(w, again, echo) })
	})
}
