package config

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/pflag"
)

// Source says where settings may come from besides flags.
type Source struct {
	Lookup func(name string) (string, bool) // environment; nil means the process's own
	File   string                           // framsyn.yaml; a file that is not there is empty
}

// noSetting are flags that only the command line can give.
func noSetting(name string) bool { return name == "help" || name == "version" || name == "config" }

// Resolve gives every flag that was not on the command line its value from the
// environment (--tcp-port is FRAMSYN_TCP_PORT), else from the file (tcp-port), and
// leaves the default otherwise. A key of the file that is no flag of any verb,
// which known tells, and a value that does not fit are errors that name them.
func Resolve(flags *pflag.FlagSet, source Source, known func(name string) bool) error {
	lookup := source.Lookup
	if lookup == nil {
		lookup = os.LookupEnv
	}
	file, err := readFile(source.File)
	if err != nil {
		return err
	}
	var faults []error
	for key := range file {
		if !known(key) {
			faults = append(faults, fmt.Errorf("%s: there is no setting %q", source.File, key))
		}
	}
	flags.VisitAll(func(flag *pflag.Flag) {
		if flag.Changed || noSetting(flag.Name) {
			return
		}
		origin := EnvName(flag.Name)
		value, ok := lookup(origin)
		if !ok || value == "" {
			origin = source.File + ": " + flag.Name
			value, ok = file[flag.Name]
		}
		if !ok {
			return
		}
		if err := flags.Set(flag.Name, value); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", origin, err))
		}
	})
	return errors.Join(faults...)
}

// EnvName is the environment variable of a flag.
func EnvName(flag string) string {
	return "FRAMSYN_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// readFile reads the settings of a YAML file, one level deep; a list becomes its
// parts with commas between, as flags take them: a part with a comma is quoted.
func readFile(path string) (map[string]string, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	var raw map[string]any
	if err := yaml.Unmarshal(text, &raw); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	values := make(map[string]string, len(raw))
	for key, value := range raw {
		switch value := value.(type) {
		case nil:
		case []any:
			values[key] = joined(value)
		default:
			values[key] = fmt.Sprint(value)
		}
	}
	return values, nil
}

// joined is a list as pflag's slices and maps read it: a line of CSV.
func joined(list []any) string {
	parts := make([]string, len(list))
	for i, part := range list {
		parts[i] = fmt.Sprint(part)
	}
	var line strings.Builder
	writer := csv.NewWriter(&line)
	_ = writer.Write(parts) // a strings.Builder takes everything
	writer.Flush()
	return strings.TrimSuffix(line.String(), "\n")
}
