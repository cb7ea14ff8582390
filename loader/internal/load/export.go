package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/contracts"
	"github.com/framsyn/framsyn/loader/internal/contract"
	"github.com/framsyn/framsyn/loader/internal/source"
	"github.com/framsyn/framsyn/sql/identity"
)

// RejectFilter says which rejected rows are meant; zero fields mean all.
type RejectFilter struct {
	Batch  uint64
	Source string
}

// RejectedBatch is a batch with rejected rows.
type RejectedBatch struct {
	BatchID  uint64            `json:"batch_id"`
	Source   string            `json:"source"`
	FileName string            `json:"file_name"`
	Rows     uint64            `json:"rows"`
	Rules    map[string]uint64 `json:"rules"`
	contract string
	period   time.Time
	// delivered is the day of delivery, by which ten-digit numbers have their century.
	delivered time.Time
}

// where writes the filter as SQL; the source's name is checked by the contract's rule for names.
func (f RejectFilter) args() (string, []any) {
	return "({batch:UInt64} = 0 OR batch_id = {batch:UInt64}) AND ({source:String} = '' OR source = {source:String})",
		[]any{named("batch", fmt.Sprint(f.Batch)), named("source", f.Source)}
}

// ListRejects lists batches with rejected rows, in the order of loading.
func ListRejects(ctx context.Context, conn driver.Conn, f RejectFilter) ([]RejectedBatch, error) {
	where, args := f.args()
	var all []RejectedBatch
	at := map[uint64]int{}
	query := `SELECT batch_id, source, file_name, contract, period_month, delivered_date, n_rejected FROM ops.load_batches WHERE n_rejected > 0 AND ` + where + ` ORDER BY batch_id`
	err := each(ctx, conn, query, func(scan func(...any) error) error {
		b := RejectedBatch{Rules: map[string]uint64{}}
		var period *time.Time
		err := scan(&b.BatchID, &b.Source, &b.FileName, &b.contract, &period, &b.delivered, &b.Rows)
		b.period = valueOf(period)
		at[b.BatchID] = len(all)
		all = append(all, b)
		return err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("list rejects: %w", err)
	}
	query = `SELECT batch_id, rule, uniqExact(line_no) FROM ops.load_rejects WHERE ` + where + ` GROUP BY batch_id, rule`
	err = each(ctx, conn, query, func(scan func(...any) error) error {
		var id, n uint64
		var rule string
		err := scan(&id, &rule, &n)
		if i, ok := at[id]; ok {
			all[i].Rules[rule] = n
		}
		return err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("list rejects: %w", err)
	}
	return all, nil
}

// ExportRejects writes the rejected rows of each batch as a supplement that the same
// contract reads once the rows are mended, and returns the files. Two columns at the
// end say what is wrong; where there is no header, a file beside does.
func ExportRejects(ctx context.Context, o Options, f RejectFilter, out string) ([]string, error) {
	set, err := contract.Load(contracts.FS, o.contractsDir())
	if err != nil {
		return nil, err
	}
	r := &run{o: o, conn: o.Conn, log: o.log(), set: set}
	known, err := identity.Known(ctx, r.conn)
	if err != nil {
		return nil, err
	}
	if len(known) == 0 {
		return nil, nil // nothing was ever loaded
	}
	keys, err := identity.KeyDir(filepath.Join(o.DataDir, "keys")).Open(known)
	if err != nil {
		return nil, err
	}
	if r.vault, err = identity.NewVault(keys.Vault); err != nil {
		return nil, err
	}
	batches, err := ListRejects(ctx, o.Conn, f)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(out, 0o700); err != nil {
		return nil, fmt.Errorf("folder for rejected rows: %w", err)
	}
	var files []string
	for _, b := range batches {
		written, err := r.exportBatch(ctx, b, out)
		files = append(files, written...)
		if err != nil {
			return files, fmt.Errorf("rejected rows of batch %d: %w", b.BatchID, err)
		}
	}
	return files, nil
}

// rejectedRow is a rejected row to mend.
type rejectedRow struct {
	line   uint32
	fields []string
	fault  source.Fault
	rules  string
	reason string
}

// exportBatch writes one batch.
func (r *run) exportBatch(ctx context.Context, b RejectedBatch, out string) ([]string, error) {
	header, rows, err := r.rejectedRows(ctx, b.BatchID)
	if err != nil {
		return nil, err
	}
	c := r.set.Get(b.contract)
	if c == nil {
		return nil, fmt.Errorf("contract %s is gone: put it back into %s", b.contract, r.o.contractsDir())
	}
	if err := r.fullNumbers(c, b, header, rows); err != nil {
		return nil, err
	}
	w, name, err := rejectFile(c, b, r.o.Now())
	if err != nil {
		return nil, err
	}
	// The batch's number keeps the files of one month apart; the name still fits the contract.
	folder := filepath.Join(out, fmt.Sprintf("batch_%d", b.BatchID))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(folder, name)
	if err := writeFile(path, func(to io.Writer) error { return w(to, header, rows) }); err != nil {
		return nil, err
	}
	if header != nil {
		return []string{path}, nil
	}
	side := path + ".reasons.csv"
	return []string{path, side}, writeFile(side, func(to io.Writer) error { return writeReasons(to, rows) })
}

// fullNumbers writes readable identity numbers with their century: the supplement is
// delivered on another day, on which a ten-digit number may be someone else's.
func (r *run) fullNumbers(c *contract.Contract, b RejectedBatch, header []string, rows []rejectedRow) error {
	format, ok := c.FormatFor(source.KindOf(b.FileName))
	if !ok {
		return fmt.Errorf("contract %s no longer reads files like %s", c.Name, b.FileName)
	}
	plan, err := c.Bind(format, header, contract.FileFacts{})
	if err != nil {
		return err
	}
	rules, err := r.o.identityRules()
	if err != nil {
		return err
	}
	for _, at := range plan.IdentityFields() {
		for _, row := range rows {
			if at >= len(row.fields) || row.fault != source.FaultNone {
				continue
			}
			if n, err := rules.Parse([]byte(row.fields[at]), b.delivered); err == nil {
				row.fields[at] = string(n.Normal())
			}
		}
	}
	return nil
}

// rejectedRows reads and decrypts the rows of a batch; the header is nil where there is none.
func (r *run) rejectedRows(ctx context.Context, batch uint64) (header []string, rows []rejectedRow, err error) {
	query := `SELECT line_no, row_encrypted, arrayStringConcat(groupUniqArray(rule), ', ') AS rules,
		arrayStringConcat(groupUniqArray(trim(concat(field, ' ', reason_sv))), ' ') AS reason
	FROM vault.rejected_rows LEFT JOIN (SELECT * FROM ops.load_rejects WHERE batch_id = {batch:UInt64}) AS reasons USING (line_no)
	WHERE batch_id = {batch:UInt64} GROUP BY line_no, row_encrypted ORDER BY line_no`
	err = each(ctx, r.conn, query, func(scan func(...any) error) error {
		var row rejectedRow
		var sealed string
		if err := scan(&row.line, &sealed, &row.rules, &row.reason); err != nil {
			return err
		}
		plain, err := r.vault.Open([]byte(sealed), batch, uint64(row.line))
		if err != nil {
			return err
		}
		if row.fields, row.fault, err = decodeFields(plain); err != nil {
			return err
		}
		if row.line == 0 {
			header = row.fields
			return nil
		}
		rows = append(rows, row)
		return nil
	}, named("batch", fmt.Sprint(batch)))
	return header, rows, err
}

// writeFile writes a file that only its owner may read.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// supplementName names a supplement: the batch's file with today as day of delivery and K.
func supplementName(c *contract.Contract, b RejectedBatch, today time.Time, ending string) (string, error) {
	for _, pattern := range c.Files {
		if !strings.HasSuffix(strings.ToLower(pattern), ending) || strings.Contains(pattern, "(?P<") {
			continue
		}
		return strings.NewReplacer("{period}", b.period.Format("200601"), "{delivered}", today.Format("20060102"), "{kind}", "K", "*", "REJECTED").Replace(pattern), nil
	}
	return "", fmt.Errorf("contract %s has no plain pattern of file names ending in %s: add one to files", c.Name, ending)
}
