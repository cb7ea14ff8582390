package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

func readAccess(tree *sqlfs.Tree) (Access, error) {
	text, err := treeOf(tree).Access()
	if err != nil {
		return Access{}, err
	}
	return ParseAccess(text)
}

// serverCredentials is the file in a data folder with the passwords that
// ApplyAccess has made for the users of a server.
const serverCredentials = "server-credentials.json"

// ApplyAccess makes the profiles, roles and users of sql/access.yaml on a server,
// where their names begin with framsyn_. The passwords are generated once and kept
// in config/server-credentials.json of the data folder, from where [Ensure] takes
// them. conn must be of a user with access management. The embedded engine gets
// its users when it starts, and must be started again for new ones; see
// [Session.AccessIsOld].
func ApplyAccess(ctx context.Context, conn driver.Conn, dir string, tree *sqlfs.Tree) error {
	access, err := readAccess(tree)
	if err != nil {
		return err
	}
	files := layout{dir: dir}
	if err := os.MkdirAll(files.config(), 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	passwords, err := loadCredentials(filepath.Join(files.config(), serverCredentials), sortedKeys(access.Users))
	if err != nil {
		return err
	}
	for _, statement := range access.Statements(passwords) {
		if err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("make users and grants: %w", err)
		}
	}
	return nil
}

// serverTarget is the server of a DSN, with the passwords that ApplyAccess has
// made, but for the owner, who stays the DSN's user.
func serverTarget(dir string, options Options) (Target, error) {
	target, err := ParseTarget(options.DSN)
	if err != nil || dir == "" {
		return target, err
	}
	file := filepath.Join(layout{dir: dir}.config(), serverCredentials)
	if !isFile(file) {
		return target, nil
	}
	if target.access, err = readAccess(options.Tree); err != nil {
		return target, err
	}
	if target.passwords, err = loadCredentials(file, nil); err != nil {
		return target, err
	}
	delete(target.passwords, string(Owner))
	return target, nil
}

// AccessIsOld tells whether a running engine was started with other users or
// grants than this program describes; it takes the new ones with a new start.
func (s *Session) AccessIsOld(dir string) (bool, error) {
	if !s.target.Embedded() {
		return false, nil
	}
	files := layout{dir: dir}
	text, err := os.ReadFile(files.usersXML())
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read the engine's users: %w", err)
	}
	return string(text) != usersXML(s.target.access, s.target.passwords), nil
}
