package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/jobs"
	"github.com/framsyn/framsyn/loader/internal/rekey"
	"github.com/framsyn/framsyn/sql/identity"
)

// newKeysCommand holds the verbs on the keys of pseudonyms and of the vault.
func newKeysCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "keys",
		Short: "Check, back up, restore and rotate the keys of pseudonyms and identities",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return usagef("keys needs one of: check, backup, restore, rotate; see %s --help", command.CommandPath())
		},
	}
	command.AddCommand(newKeysCheckCommand(a), newKeysBackupCommand(a), newKeysRestoreCommand(a), newKeysRotateCommand(a))
	return command
}

func (a *app) keyDir() identity.KeyDir { return identity.KeyDir(filepath.Join(a.data, "keys")) }

func newKeysCheckCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Compare the key files with the fingerprints in the database, and open every row of the vault",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.asOwner(command, func(conn driver.Conn) error {
				result, err := rekey.Check(command.Context(), conn, a.keyDir())
				if err != nil {
					return err
				}
				if a.json {
					return printJSON(command.OutOrStdout(), result)
				}
				_, err = fmt.Fprintf(command.OutOrStdout(), "pseudonym key %s, vault key %s, %d earlier pseudonym keys: those that the database was made with\n%d identities and %d rejected rows open, and every pseudonym is that of its number\n",
					result.Pseudonym, result.Vault, result.Earlier, result.Identities, result.RejectedRows)
				return err
			})
		},
	}
}

// passphrase reads a line from a file, or from standard input.
func passphrase(command *cobra.Command, file string) (string, error) {
	in := command.InOrStdin()
	if file != "" {
		f, err := os.Open(file)
		if err != nil {
			return "", usagef("--passphrase-file: %v", err)
		}
		defer f.Close() //nolint:errcheck // opened for reading only
		in = f
	} else {
		_, _ = fmt.Fprintln(command.ErrOrStderr(), "Passphrase, on one line:")
	}
	line, err := firstLine(in)
	if err != nil {
		return "", fmt.Errorf("passphrase: %w", err)
	}
	return line, nil
}

// firstLine reads a line without its end.
func firstLine(in io.Reader) (string, error) {
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}

func newKeysBackupCommand(a *app) *cobra.Command {
	var out, file string
	command := &cobra.Command{
		Use:   "backup --out FILE",
		Short: "Write the keys to a file, encrypted by a passphrase",
		Long: "Write the keys of the data folder to a file, encrypted by a passphrase of at least 12 characters, which is read from standard input or a file.\n" +
			"Keep the file, and the passphrase, apart from each other and from backups of the database: with all three anybody can tell who is who.",
		Example: "  framsyn keys backup --out /media/safe/framsyn.keys\n  framsyn keys backup --out framsyn.keys --passphrase-file /run/secrets/framsyn",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if out == "" {
				return usagef("keys backup needs --out FILE")
			}
			secret, err := passphrase(command, file)
			if err != nil {
				return err
			}
			names, err := a.keyDir().Backup(out, secret)
			if errors.Is(err, identity.ErrPassphrase) {
				return usageError{err}
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(command.OutOrStdout(), "%s: %s; try it with framsyn keys restore --from %s --dry-run\n", out, strings.Join(names, ", "), out)
			return err
		},
	}
	command.Flags().StringVar(&out, "out", "", "file to write; it must not be there; required")
	command.Flags().StringVar(&file, "passphrase-file", "", "file with the passphrase; standard input if empty")
	return command
}

func newKeysRestoreCommand(a *app) *cobra.Command {
	var from, file string
	var dryRun bool
	command := &cobra.Command{
		Use:   "restore --from FILE",
		Short: "Put keys back from a backup; key files that are there are never overwritten",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if from == "" {
				return usagef("keys restore needs --from FILE")
			}
			secret, err := passphrase(command, file)
			if err != nil {
				return err
			}
			names, err := a.keyDir().Restore(from, secret, dryRun)
			if err != nil {
				return err
			}
			did := "put back"
			if dryRun {
				did = "in the backup"
			}
			_, err = fmt.Fprintf(command.OutOrStdout(), "%s: %s; compare with the database by framsyn keys check\n", did, strings.Join(names, ", "))
			return err
		},
	}
	command.Flags().StringVar(&from, "from", "", "backup to read; required")
	command.Flags().StringVar(&file, "passphrase-file", "", "file with the passphrase; standard input if empty")
	command.Flags().BoolVar(&dryRun, "dry-run", false, "only try the passphrase and list what is in it")
	return command
}

// rotateFlags are the flags of keys rotate.
type rotateFlags struct {
	vault, pseudonym, plan, abort bool
	allowUnknown                  bool
	contracts                     string
}

func newKeysRotateCommand(a *app) *cobra.Command {
	f := &rotateFlags{}
	command := &cobra.Command{
		Use:   "rotate --vault | --pseudonym",
		Short: "Give the database a new key; clients and history stay",
		Long: "Give the database a new key. --vault encrypts the identities anew; --pseudonym gives every client, officer and case a new pseudonym in every table.\n" +
			"Tables are copied, checked against the originals, and then change places, so it needs free space for them (--plan says how much). Nobody can load or\n" +
			"run jobs meanwhile; stop framsyn serve first. What was killed goes on when the same command is run again; --abort gives it up until tables have\n" +
			"changed places. Back up the database and the keys before, and the keys after: docs/privacy.md.",
		Example: "  framsyn keys rotate --pseudonym --plan\n  framsyn keys rotate --pseudonym",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if f.vault == f.pseudonym {
				return usagef("say either --vault or --pseudonym")
			}
			return a.asOwner(command, func(conn driver.Conn) error { return a.rotate(command, f, conn) })
		},
	}
	flags := command.Flags()
	flags.BoolVar(&f.vault, "vault", false, "the key that identities are encrypted with")
	flags.BoolVar(&f.pseudonym, "pseudonym", false, "the key that pseudonyms are made with")
	flags.BoolVar(&f.plan, "plan", false, "only say what would change")
	flags.BoolVar(&f.abort, "abort", false, "give up a rotation that was begun")
	flags.BoolVar(&f.allowUnknown, "allow-unknown", false, "go on although clients have no identity in the vault; no delivery finds them again")
	flags.StringVar(&f.contracts, "contracts", "", "folder with contracts of your own; DATA/contracts if empty")
	return command
}

func (a *app) rotate(command *cobra.Command, f *rotateFlags, conn driver.Conn) error {
	o, err := a.rekeyOptions(f, conn)
	if err != nil {
		return err
	}
	ctx := command.Context()
	if f.abort {
		if err := rekey.Abort(ctx, o); err != nil {
			return err
		}
		_, err := fmt.Fprintln(command.OutOrStdout(), "given up; nothing has changed")
		return err
	}
	do := rekey.Run
	if f.plan {
		do = rekey.Plan
	}
	report, err := do(ctx, o)
	if err != nil {
		return err
	}
	if a.json {
		return printJSON(command.OutOrStdout(), report)
	}
	return printRotation(command.OutOrStdout(), report)
}

func (a *app) rekeyOptions(f *rotateFlags, conn driver.Conn) (rekey.Options, error) {
	set, err := jobs.Set()
	if err != nil {
		return rekey.Options{}, err
	}
	names := make([]string, len(set))
	for i, j := range set {
		names[i] = j.Name
	}
	login, err := user.Current()
	if err != nil {
		return rekey.Options{}, fmt.Errorf("the login of the system cannot be read: %w", err)
	}
	purpose := identity.PurposeVault
	if f.pseudonym {
		purpose = identity.PurposePseudonym
	}
	return rekey.Options{
		Conn: conn, DataDir: a.data, ContractsDir: f.contracts, Purpose: purpose, Jobs: names, AllowUnknown: f.allowUnknown, User: login.Username, Now: time.Now, Log: a.log,
	}, nil
}

func printRotation(out io.Writer, r rekey.Report) error {
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(table, "rows\tMB\trow keys not known\t  table\t")
	for _, t := range r.Tables {
		_, _ = fmt.Fprintf(table, "%d\t%d\t%d\t  %s\t\n", t.Rows, t.Bytes>>20, t.Lost, t.Table)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if r.NewKey == "" {
		_, err := fmt.Fprintf(out, "%d clients, %d without identity in the vault, %d officers and cases; %d tables, %d MB of free space needed; nothing has changed\n",
			r.Clients, r.Unknown, r.Officers, len(r.Tables), r.Bytes>>20)
		return err
	}
	_, err := fmt.Fprintf(out, "the %s key is now %s (before: %s), %.1f s; back the keys up now: framsyn keys backup --out FILE\n", r.Purpose, r.NewKey, r.OldKey, r.Seconds)
	return err
}
