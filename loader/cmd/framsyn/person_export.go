package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/person"
)

func newPersonExportCommand(a *app) *cobra.Command {
	f := &personFlags{}
	r := person.Request{}
	var out string
	command := &cobra.Command{
		Use:   "export --client ID | --identity - --purpose TEXT --reason TEXT --out FOLDER|FILE.zip",
		Short: "Take out all that is known of a person (sv: registerutdrag, GDPR article 15)",
		Long: "Write all that is known of a person: a CSV file for each table with rows about the person, with Swedish titles of columns, and a summary to read first,\n" +
			"in Swedish: purposes, sources, who has seen it, and the risks with their reasons. Tables are found by the database's own list of columns, so a new one\n" +
			"is in by itself. It is a row of the access log before the first file is written. A person with protected identity (sv: skyddade personuppgifter) is\n" +
			"refused unless --protected-role names the role that you act in.",
		Example: "  framsyn person export --identity - --purpose registerutdrag --reason 'Begäran, ärende 21' --out utdrag.zip",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if out == "" {
				return usagef("person export needs --out FOLDER or FILE.zip")
			}
			who, err := f.asker()
			if err != nil {
				return err
			}
			return a.asOwner(command, func(conn driver.Conn) error {
				var err error
				if r.Client, err = f.find(a, command, conn); err != nil {
					return wrongPerson(err)
				}
				create, end, err := exportTarget(out)
				if err != nil {
					return err
				}
				done, err := person.Exporter{Conn: conn, Now: time.Now}.Export(command.Context(), who, r, create)
				if err = errors.Join(err, end(err == nil)); err != nil {
					return wrongPerson(err)
				}
				if a.json {
					return printJSON(command.OutOrStdout(), done)
				}
				files := 0
				for _, file := range done.Files {
					if file.Name != "" {
						files++
					}
				}
				_, err = fmt.Fprintf(command.OutOrStdout(), "%s: %d rows of %d tables, and sammanfattning.html to read first (%s); give it to nobody but the person\n", out, done.Rows, files, done.ID)
				return err
			})
		},
	}
	f.add(command)
	flags := command.Flags()
	flags.StringVar(&r.Purpose, "purpose", "", "purpose, such as registerutdrag; required")
	flags.StringVar(&r.Why, "reason", "", "why, in words, without identity numbers; required")
	flags.StringVar(&r.ProtectedRole, "protected-role", "", "role that may take out the data of somebody with protected identity; nobody if empty")
	flags.StringVar(&out, "out", "", "folder to make, or zip file; it must not be there; required")
	return command
}

// exportTarget makes a new folder, or a new zip file, and says how to end it: what is not
// whole is taken away.
func exportTarget(out string) (person.Create, func(whole bool) error, error) {
	if _, err := os.Stat(out); err == nil {
		return nil, nil, usagef("--out: %s is there already", out)
	}
	if !strings.EqualFold(filepath.Ext(out), ".zip") {
		if err := os.Mkdir(out, 0o700); err != nil {
			return nil, nil, usagef("--out: %v", err)
		}
		create := func(name string) (io.WriteCloser, error) {
			return os.OpenFile(filepath.Join(out, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		}
		return create, func(whole bool) error { return unlessWhole(whole, out) }, nil
	}
	file, err := os.OpenFile(out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, nil, usagef("--out: %v", err)
	}
	archive := zip.NewWriter(file)
	create := func(name string) (io.WriteCloser, error) {
		w, err := archive.Create(name)
		return nopCloser{w}, err
	}
	return create, func(whole bool) error {
		err := errors.Join(archive.Close(), file.Close())
		return errors.Join(err, unlessWhole(whole && err == nil, out))
	}, nil
}

func unlessWhole(whole bool, out string) error {
	if whole {
		return nil
	}
	return os.RemoveAll(out)
}

type nopCloser struct{ io.Writer }

// Close does nothing: the archive ends its files itself.
func (nopCloser) Close() error { return nil }
