package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/access"
)

// membersFile is a municipality's own file in config/ of the data folder.
const membersFile = "access.yaml"

// MembersFile is where a data folder keeps who has which role.
func MembersFile(dir string) string { return filepath.Join(layout{dir: dir}.config(), membersFile) }

// ReadAccess reads what roles are, from the tree (nil for the embedded one), and
// who has them, from a data folder; without a folder or a file in it nobody has any.
func ReadAccess(dir string, tree *sqlfs.Tree) (access.Description, access.Members, error) {
	description, err := access.ReadDescription(treeOf(tree))
	if err != nil {
		return description, access.Members{}, err
	}
	var file []byte
	if dir != "" {
		if file, err = os.ReadFile(MembersFile(dir)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return description, access.Members{}, fmt.Errorf("read who has access: %w", err)
		}
	}
	members, err := access.ParseMembers(file, description)
	if err != nil {
		return description, members, fmt.Errorf("%s: %w", MembersFile(dir), err)
	}
	return description, members, nil
}

// ReadPlan makes the accounts of a data folder (of none, where nobody has a role).
func ReadPlan(dir string, tree *sqlfs.Tree) (access.Plan, error) {
	description, members, err := ReadAccess(dir, tree)
	if err != nil {
		return access.Plan{}, err
	}
	objects, err := treeOf(tree).Objects()
	if err != nil {
		return access.Plan{}, err
	}
	return access.Compile(description, members, objects)
}

// serverCredentials is the file in a data folder with the passwords that
// ApplyAccess has made for the users of a server.
const serverCredentials = "server-credentials.json"

// ApplyAccess makes the profiles, quotas, roles, users and row policies of
// sql/access.yaml and of the data folder's members on a server, where their names
// begin with framsyn_, and takes away those that are no more. The passwords are
// generated once and kept in config/server-credentials.json of the data folder,
// from where [Ensure] takes them. conn must be of a user with access management.
// The embedded engine gets its users when it starts, and must be started again for
// new ones; see [Session.AccessIsOld].
func ApplyAccess(ctx context.Context, conn driver.Conn, dir string, tree *sqlfs.Tree) error {
	plan, err := ReadPlan(dir, tree)
	if err != nil {
		return err
	}
	files := layout{dir: dir}
	if err := os.MkdirAll(files.config(), 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	passwords, err := loadCredentials(filepath.Join(files.config(), serverCredentials), plan.Names())
	if err != nil {
		return err
	}
	there, err := existing(ctx, conn)
	if err != nil {
		return err
	}
	for _, statement := range plan.Statements(passwords, there) {
		if err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("make users and grants: %w", err)
		}
	}
	return nil
}

// existing reads what is there on a server.
func existing(ctx context.Context, conn driver.Conn) (access.Existing, error) {
	var there access.Existing
	users, err := Texts(ctx, conn, "SELECT name FROM system.users WHERE startsWith(name, 'framsyn_') ORDER BY name", nil)
	if err != nil {
		return there, fmt.Errorf("read users: %w", err)
	}
	for _, row := range users {
		there.Users = append(there.Users, row[0])
	}
	policies, err := Texts(ctx, conn, "SELECT short_name, database, table FROM system.row_policies WHERE startsWith(short_name, 'framsyn_') ORDER BY name", nil)
	if err != nil {
		return there, fmt.Errorf("read row policies: %w", err)
	}
	for _, row := range policies {
		there.Policies = append(there.Policies, access.Policy{Name: row[0], Database: row[1], Table: row[2]})
	}
	return there, nil
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
	if target.plan, err = ReadPlan(dir, options.Tree); err != nil {
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
	return string(text) != s.target.plan.UsersXML(s.target.passwords), nil
}
