package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/model"
)

// newModelFitCommand learns a model and writes it as rows.
func newModelFitCommand(a *app) *cobra.Command {
	var table tableFlags
	var roles model.Roles
	var method methodFlags
	var out string
	command := &cobra.Command{
		Use:   "fit (--data FILE | --query QUERY) --target COLUMN --out MODEL.csv",
		Short: "Learn a model from a table and write it as rows",
		Long: "Learn a model from all rows of a table and write it as a CSV file with a row for each term and bin, for people to read and for\n" +
			"framsyn model predict. It says nothing about how good the model is: framsyn model evaluate does.",
		Example: "  framsyn model fit --data task.csv.gz --target y --group id --drop fold --out model.csv\n" +
			"  framsyn model fit --query 'SELECT * FROM mart.my_question' --target is_fallen --group client_id --out model.csv",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := table.check(true); err != nil {
				return err
			}
			switch {
			case roles.Target == "":
				return usagef("--target COLUMN is needed: the outcome")
			case out == "":
				return usagef("--out is needed: the file for the model, or - for standard output")
			}
			learner, err := method.build()
			if err != nil {
				return err
			}
			return a.fitModel(command, &table, roles, learner, method, out)
		},
	}
	table.add(a, command.Flags(), true)
	roleFlags(&roles, command.Flags())
	command.Flags().StringVar(&out, "out", "", "file for the model, or - for standard output; required")
	method.add(command)
	return command
}

func (a *app) fitModel(command *cobra.Command, table *tableFlags, roles model.Roles, learner model.Method, f methodFlags, out string) error {
	data, err := a.readTable(command, table, roles)
	if err != nil {
		return err
	}
	defer func() { _ = data.Close() }() // a temporary file without a name
	about := model.About{
		Method: model.MethodName(f.method), Outcome: model.Outcome(f.outcome), Target: roles.Target, Group: roles.Group, Version: version(),
	}
	began := time.Now()
	fitted, err := model.Fit(command.Context(), data, learner, about, f.seed)
	if err != nil {
		return err
	}
	seconds := time.Since(began).Seconds()
	a.log.Info("fitted", "rows", fitted.Rows, "persons", fitted.Persons, "seconds", seconds)
	if err := writeTo(command, out, fitted.Write); err != nil || out == "-" {
		return err
	}
	if a.json {
		return printJSON(command.OutOrStdout(), map[string]any{
			"file": out, "method": fitted.Method, "outcome": fitted.Outcome, "rows": fitted.Rows, "persons": fitted.Persons, "seconds": seconds,
		})
	}
	_, err = fmt.Fprintf(command.OutOrStdout(), "%s model of %d rows of %d persons in %.2f s, %s\n", fitted.Method, fitted.Rows, fitted.Persons, seconds, out)
	return err
}

// newModelPredictCommand applies a model to a table.
func newModelPredictCommand(a *app) *cobra.Command {
	var table tableFlags
	var modelFile, out string
	var options model.PredictOptions
	command := &cobra.Command{
		Use:   "predict --model MODEL.csv (--data FILE | --query QUERY) --out FILE",
		Short: "Apply a model to a table",
		Long: "Write a prediction for each row of a table, in its order: the probability of the event, or the expected value. With --explain also\n" +
			"the score (log-odds, or the logarithm of the expected value) and the contribution of each term, which add up to it.",
		Example: "  framsyn model predict --model model.csv --data new.csv --out predictions.csv --explain",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := table.check(true); err != nil {
				return err
			}
			switch {
			case modelFile == "":
				return usagef("--model FILE is needed: what framsyn model fit wrote")
			case out == "":
				return usagef("--out is needed: the file for the predictions, or - for standard output")
			}
			if !command.Flags().Changed("keep") {
				options.Keep = nil
			}
			return a.predictModel(command, &table, modelFile, options, out)
		},
	}
	table.add(a, command.Flags(), true)
	flags := command.Flags()
	flags.StringVar(&modelFile, "model", "", "the model; required")
	flags.StringVar(&out, "out", "", "file for the predictions, or - for standard output; required")
	flags.StringSliceVar(&options.Keep, "keep", nil, "columns to copy to the predictions; the model's --group if the table has it")
	flags.BoolVar(&options.Explain, "explain", false, "add the score and each term's contribution to it")
	return command
}

func (a *app) predictModel(command *cobra.Command, table *tableFlags, modelFile string, options model.PredictOptions, out string) error {
	fitted, err := readModel(modelFile)
	if err != nil {
		return err
	}
	var rows int
	err = a.withTable(command, table, func(source model.Source) error {
		return writeTo(command, out, func(w io.Writer) error {
			rows, err = fitted.Predict(source, w, options)
			return err
		})
	})
	if err != nil || out == "-" {
		return err
	}
	if a.json {
		return printJSON(command.OutOrStdout(), map[string]any{"file": out, "rows": rows})
	}
	_, err = fmt.Fprintf(command.OutOrStdout(), "%d rows, %s\n", rows, out)
	return err
}

func readModel(path string) (*model.Fitted, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // opened for reading only
	fitted, err := model.ReadModel(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return fitted, nil
}
