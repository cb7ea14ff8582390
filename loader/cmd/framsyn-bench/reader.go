package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// table of a source for ClickHouse's own reader: the columns that the contract
// reads, under the names of the file, with the types of the raw table. Where the
// reader cannot do what the loader does the column takes what is delivered:
// identity numbers and signatures stay text, since the reader makes no
// pseudonyms, and so do decimals with a comma and codes.
func readerTable(source string) string {
	switch source {
	case "visits":
		return `(PERSONNR String, DATUM Date, INSATS LowCardinality(String), UTFORARE LowCardinality(String), PLAN_BESOK UInt16, PLAN_MIN UInt32,
	UTF_BESOK UInt16, UTF_MIN UInt32, UTEBLIVNA UInt16, ORSAK LowCardinality(String))
ENGINE = MergeTree PARTITION BY toYYYYMM(DATUM) ORDER BY (toStartOfMonth(DATUM), PERSONNR, DATUM, INSATS, UTFORARE)`
	case "sol_decisions":
		return `(PERSONNR String, PERIOD UInt32, AR UInt16, BESLUT LowCardinality(String), BDAT Date, VDAT Nullable(Date), ADAT Nullable(Date),
	AVDAT Nullable(Date), SURV LowCardinality(String), DATAVREG Nullable(Date), SBO Bool, OBO Bool, ABO Bool, EPH UInt8, OMDR Bool, HTJ Bool, HTJTIM String,
	HTJSERV Bool, HTJPOMV Bool, HTJLED Bool, HTJAVAN Bool, BOTIM String, KORTMAN Nullable(UInt8), OMRADE LowCardinality(String),
	UTFORARE LowCardinality(String), HANDLAGGARE String, ANSDAT Nullable(Date))
ENGINE = MergeTree PARTITION BY PERIOD ORDER BY (PERIOD, PERSONNR, BESLUT, BDAT)`
	default: // assessments
		return `(PERSONNR String, BEDOMD Date, LIVSOMRADE LowCardinality(String), ICFKOD LowCardinality(String), BEGRANSNING Nullable(UInt8),
	MAL LowCardinality(String), MALNIVA Nullable(UInt8), FORMULERING String, HANDLAGGARE String)
ENGINE = MergeTree PARTITION BY toYYYYMM(BEDOMD) ORDER BY (toStartOfMonth(BEDOMD), PERSONNR, BEDOMD, ICFKOD)`
	}
}

// readAll has ClickHouse's local program read the files of each step, one INSERT a
// file, in one child process with an empty folder, and says what each step took.
func (b *bench) readAll(ctx context.Context, steps []loadStep) ([]usage, error) {
	dir, err := os.MkdirTemp(b.dir, "reader-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the whole folder goes at the end
	var query strings.Builder
	made := map[string]bool{}
	for _, s := range steps {
		if !made[s.source] {
			fmt.Fprintf(&query, "CREATE TABLE %s %s;\n", s.source, readerTable(s.source))
			made[s.source] = true
		}
	}
	stamp := func(n int) {
		fmt.Fprintf(&query, `SELECT toUnixTimestamp64Micro(now64(6)), toUInt64(stat[12]) + toUInt64(stat[13]), (SELECT sum(total_rows) FROM system.tables WHERE database = 'default')
FROM (SELECT splitByChar(' ', extract(line, '.*\\) (.*)')) AS stat FROM file('/proc/self/stat', 'LineAsString', 'line String')) INTO OUTFILE '%s' TRUNCATE FORMAT TSV;`+"\n",
			filepath.Join(dir, fmt.Sprint(n)))
	}
	stamp(0)
	for i, s := range steps {
		for _, f := range s.files {
			fmt.Fprintf(&query, "INSERT INTO %s FROM INFILE '%s' SETTINGS format_csv_delimiter = ';', input_format_skip_unknown_fields = 1 FORMAT CSVWithNames;\n", s.source, f.path)
		}
		stamp(i + 1)
	}
	command, err := clickhouse.LocalCommand(ctx, "", "--path", filepath.Join(dir, "data"), "--query", query.String())
	if err != nil {
		return nil, err
	}
	if text, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("ClickHouse's reader: %w: %s", err, tail(text))
	}
	return readStamps(dir, steps)
}

// readStamps takes the differences between the stamps before and after each step.
func readStamps(dir string, steps []loadStep) ([]usage, error) {
	type stamp struct{ microseconds, ticks, rows int64 }
	stamps := make([]stamp, len(steps)+1)
	for i := range stamps {
		text, err := os.ReadFile(filepath.Join(dir, fmt.Sprint(i)))
		if err != nil {
			return nil, err
		}
		s := &stamps[i]
		if _, err := fmt.Sscan(string(text), &s.microseconds, &s.ticks, &s.rows); err != nil {
			return nil, fmt.Errorf("ClickHouse's reader: stamp %d: %w", i, err)
		}
	}
	used := make([]usage, len(steps))
	for i, s := range steps {
		before, after := stamps[i], stamps[i+1]
		if got := after.rows - before.rows; got != int64(s.lines()) {
			return nil, fmt.Errorf("ClickHouse's reader: %s has %d rows, %d were read", s.name, s.lines(), got)
		}
		used[i] = usage{seconds: float64(after.microseconds-before.microseconds) / 1e6, cpu: float64(after.ticks-before.ticks) / ticksPerSecond}
	}
	return used, nil
}
