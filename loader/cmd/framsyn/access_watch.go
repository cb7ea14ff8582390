package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// newAccessWatchCommand takes the municipality's list of well-known clients.
func newAccessWatchCommand(a *app) *cobra.Command {
	var file, by string
	command := &cobra.Command{
		Use:   "watch [--file FILE]",
		Short: "List the clients whom many know of, or take the list from a file",
		Long: "List the clients whom many know of, such as politicians and artists: each opening of theirs stands out in framsyn access review. --file takes the\n" +
			"list anew from a file with one pseudonym (client_id) a line; what follows a # is a comment. Those who are not in it any more go off the list.\n" +
			"The list itself is kept in the database, so that it follows when pseudonyms get a new key; who changed it and when is kept.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			who, err := whoDecides(by)
			if err != nil {
				return err
			}
			return a.asOwner(command, func(conn driver.Conn) error {
				if file != "" {
					if err := takeWatched(command, conn, file, who); err != nil {
						return err
					}
				}
				watched, err := readWatched(command, conn)
				if err != nil {
					return err
				}
				shown := audit.Entry{Surface: audit.Review, Objects: []string{"ops.watched_clients"}, Rows: uint64(len(watched)), Clients: uint64(len(watched)), ClientIDs: watched}
				if err := noteReview(command, conn, shown, time.Now()); err != nil {
					return err
				}
				for _, id := range watched {
					_, _ = fmt.Fprintln(command.OutOrStdout(), id)
				}
				_, err = fmt.Fprintf(command.ErrOrStderr(), "%d clients are watched\n", len(watched))
				return err
			})
		},
	}
	command.Flags().StringVar(&file, "file", "", "file with the whole list")
	command.Flags().StringVar(&by, "by", "", "who changes the list; the user of the operating system if empty")
	return command
}

func readWatched(command *cobra.Command, conn driver.Conn) ([]uint64, error) {
	var found []uint64
	err := clickhouse.Each(command.Context(), conn, "SELECT client_id FROM ops.watched_clients ORDER BY client_id", nil, func(row driver.Rows) error {
		var id uint64
		err := row.Scan(&id)
		found = append(found, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read ops.watched_clients: %w", err)
	}
	return found, nil
}

// takeWatched writes what differs between the file and the list.
func takeWatched(command *cobra.Command, conn driver.Conn, file, who string) (err error) {
	wanted, err := readWatchedFile(file)
	if err != nil {
		return err
	}
	now, err := readWatched(command, conn)
	if err != nil {
		return err
	}
	batch, err := conn.PrepareBatch(command.Context(), "INSERT INTO ops.watched_client_changes (client_id, is_watched, changed_by, changed_at)")
	if err != nil {
		return fmt.Errorf("write ops.watched_client_changes: %w", err)
	}
	defer func() { err = errors.Join(err, batch.Close()) }()
	at := time.Now().UTC()
	for _, id := range slices.Concat(now, wanted) {
		isWanted := slices.Contains(wanted, id)
		if isWanted == slices.Contains(now, id) {
			continue
		}
		if err := batch.Append(id, isWanted, who, at); err != nil {
			return fmt.Errorf("write ops.watched_client_changes: %w", err)
		}
	}
	return batch.Send()
}

func readWatchedFile(path string) (ids []uint64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, usagef("--file: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		text, _, _ := strings.Cut(lines.Text(), "#")
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		id, err := strconv.ParseUint(text, 10, 64)
		if shown := masked(text); err != nil || id == 0 || shown != text {
			return nil, usagef("--file %s, line %d: %q is no client_id; write pseudonyms, no identity numbers", path, n, shown)
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, lines.Err()
}
