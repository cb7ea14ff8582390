package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/framsyn/framsyn/loader/internal/config"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// The exit codes.
const (
	exitFault = 1 // the work went wrong
	exitUsage = 2 // the call was wrong
)

// app is what all verbs share: the flags of the root, and the log.
type app struct {
	data       string // data folder of the embedded engine
	dsn        string // server to use instead
	tcpPort    int
	httpPort   int
	json       bool
	logLevel   string
	configFile string
	log        *slog.Logger // to standard error
}

// usageError marks an error of the call.
type usageError struct{ error }

// Unwrap gives the error itself.
func (e usageError) Unwrap() error { return e.error }

// usagef makes an error that ends the program with exit code 2.
func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// run runs the program and returns its exit code.
func run(ctx context.Context, arguments []string, stdout, stderr io.Writer) int {
	root := newRootCommand(&app{})
	root.SetArgs(arguments)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil || errors.Is(err, syscall.EPIPE) { // the reader of the output has seen enough
		return 0
	}
	_, _ = fmt.Fprintln(stderr, "framsyn:", err)
	var usage usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFault
}

func newRootCommand(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:           "framsyn",
		Short:         "Needs and resources of municipal elderly care, ahead of time",
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArguments,
		RunE:          func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.data, "data", "framsyn-data", "data folder of the embedded engine")
	flags.StringVar(&a.dsn, "clickhouse", "", "use this server instead: clickhouse://user:password@host:9000/")
	flags.IntVar(&a.tcpPort, "tcp-port", 0, "port of the native protocol on 127.0.0.1; 0 takes a free one")
	flags.IntVar(&a.httpPort, "http-port", 0, "port of the HTTP protocol on 127.0.0.1; 0 takes a free one")
	flags.BoolVar(&a.json, "json", false, "results as JSON, and the log too")
	flags.StringVar(&a.logLevel, "log-level", "info", "least level to log: debug, info, warn or error")
	flags.StringVar(&a.configFile, "config", "framsyn.yaml", "configuration file; keys are the flags' names")
	root.PersistentPreRunE = func(command *cobra.Command, _ []string) error { return a.prepare(command) }
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })

	root.AddCommand( // in the order of their names
		newCategoriesCommand(a),
		newCheckCommand(a),
		newCodesCommand(a),
		newDashboardsCommand(),
		newDoctorCommand(a),
		newEngineCommand(a),
		newExportCommand(a),
		newGenerateCommand(),
		newHostCommand(a),
		newIdentityCommand(a),
		newJobCommand(a),
		newKeysCommand(a),
		newLoadCommand(a),
		newModelCommand(a),
		newNeedsCommand(a),
		newPersonCommand(a),
		newPlanCommand(a),
		newRejectsCommand(a),
		newRetentionCommand(a),
		newSchemaCommand(a),
		newSelectCommand(a), newAccessCommand(a),
		newServeCommand(a),
		newSQLCommand(a),
		newUpCommand(a),
	)
	return root
}

// prepare completes the flags from the environment and the file, and opens the log.
func (a *app) prepare(command *cobra.Command) error {
	if !command.Flags().Changed("config") {
		if path, ok := lookupConfigFile(); ok {
			a.configFile = path
		}
	}
	known := knownFlags(command.Root())
	err := config.Resolve(command.Flags(), config.Source{File: a.configFile}, func(name string) bool { return known[name] })
	if err != nil {
		return usageError{err}
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(a.logLevel)); err != nil {
		return usagef("--log-level: %q is none of debug, info, warn, error", a.logLevel)
	}
	options := &slog.HandlerOptions{Level: level}
	a.log = slog.New(slog.NewTextHandler(command.ErrOrStderr(), options))
	if a.json {
		a.log = slog.New(slog.NewJSONHandler(command.ErrOrStderr(), options))
	}
	return nil
}

// knownFlags are the flags of all verbs, which framsyn.yaml may set.
func knownFlags(root *cobra.Command) map[string]bool {
	known := map[string]bool{}
	add := func(flag *pflag.Flag) { known[flag.Name] = true }
	var visit func(command *cobra.Command)
	visit = func(command *cobra.Command) {
		command.LocalFlags().VisitAll(add)
		for _, child := range command.Commands() {
			visit(child)
		}
	}
	visit(root)
	return known
}

// engineOptions are the flags as the engine takes them.
func (a *app) engineOptions() clickhouse.Options {
	return clickhouse.Options{Dir: a.data, TCPPort: a.tcpPort, HTTPPort: a.httpPort, DSN: a.dsn, Logger: a.log}
}

// session returns the ClickHouse of the call; the caller closes it.
func (a *app) session(ctx context.Context) (*clickhouse.Session, error) {
	return clickhouse.Ensure(ctx, a.data, a.engineOptions())
}

// noArguments and oneArgument make the wrong number of arguments a wrong call.
func noArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) > 0 {
		return usagef("%s does not know %q; see %s --help", command.CommandPath(), arguments[0], command.CommandPath())
	}
	return nil
}

func oneArgument(command *cobra.Command, arguments []string) error {
	if len(arguments) != 1 {
		return usagef("%s takes one argument and got %d; see %s --help", command.CommandPath(), len(arguments), command.CommandPath())
	}
	return nil
}

// release is what the build says: the tag or commit.
var release string //nolint:gochecknoglobals // the linker sets it (make build)

// version is what the build says, else the module's version.
func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "development"
}
