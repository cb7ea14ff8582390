package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/doctor"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// newDoctorCommand looks for faults and says what to do.
func newDoctorCommand(a *app) *cobra.Command {
	var inbox string
	command := &cobra.Command{
		Use:   "doctor",
		Short: "Look for what is wrong, and say what to do about it",
		Long: "Look for what is wrong with the installation and say what to do about it: engine library, ports, permissions, keys, locks, disk,\n" +
			"memory, schema, jobs, deliveries. It changes nothing; an engine that is down is started for the call. Exit code 1 if there is an error.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			findings := doctor.Run(command.Context(), a.subject(inbox, time.Now()))
			if err := a.printDiagnosis(command.OutOrStdout(), findings); err != nil {
				return err
			}
			if n := doctor.Errors(findings); n > 0 {
				return fmt.Errorf("doctor found %d errors", n)
			}
			return nil
		},
	}
	command.Flags().StringVar(&inbox, "inbox", "", "folder that deliveries are put in; DATA/inbox if empty")
	return command
}

// subject is this installation.
func (a *app) subject(inbox string, now time.Time) doctor.Subject {
	return doctor.Subject{
		DataDir: a.data, Server: a.dsn != "", Inbox: inbox, Now: now, Limits: doctor.DefaultLimits(), Open: a.openForDoctor,
		Ports: map[string]int{"--tcp-port": a.tcpPort, "--http-port": a.httpPort},
	}
}

func (a *app) openForDoctor(ctx context.Context) (doctor.Database, error) {
	session, err := a.session(ctx)
	if err != nil {
		return doctor.Database{}, err
	}
	conn, err := session.Connect(ctx, clickhouse.Owner)
	if err != nil {
		return doctor.Database{}, errors.Join(err, session.Close())
	}
	return doctor.Database{
		Conn: conn, Started: session.Started(),
		Close: func() error { return errors.Join(conn.Close(), session.Close()) },
	}, nil
}

func (a *app) printDiagnosis(out io.Writer, findings []doctor.Finding) error {
	if a.json {
		return printJSON(out, findings)
	}
	for _, finding := range findings {
		if _, err := fmt.Fprintf(out, "%-8s %-12s %s\n", finding.Level, finding.Check, finding.What); err != nil {
			return err
		}
		if finding.Do == "" {
			continue
		}
		if _, err := fmt.Fprintf(out, "%-8s %-12s → %s\n", "", "", finding.Do); err != nil {
			return err
		}
	}
	return nil
}
