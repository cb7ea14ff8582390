package load

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/identity"
)

// knownClients are the clients that committed batches have met.
type knownClients struct{ ids map[uint64]struct{} }

func readClients(ctx context.Context, conn driver.Conn) (*knownClients, error) {
	k := &knownClients{ids: map[uint64]struct{}{}}
	err := each(ctx, conn, "SELECT DISTINCT client_id FROM raw.clients", func(scan func(...any) error) error {
		var id uint64
		err := scan(&id)
		k.ids[id] = struct{}{}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("known clients: %w", err)
	}
	return k, nil
}

// newClients are clients that a batch meets for the first time.
type newClients struct {
	known  *knownClients
	people map[uint64]identity.Number
}

func (n *newClients) add(met []person) {
	for _, p := range met {
		if _, known := n.known.ids[p.id]; !known {
			n.people[p.id] = p.number
		}
	}
}

// write writes the new clients and their encrypted identities.
func (n *newClients) write(ctx context.Context, b *batch) error {
	if len(n.people) == 0 {
		return nil
	}
	conn, vault := b.run.conn, b.run.vault
	clients, err := conn.PrepareBatch(b.context(ctx, "clients"), "INSERT INTO raw.clients (client_id, birth_month, sex, identity_kind, batch_id)")
	if err != nil {
		return fmt.Errorf("raw.clients: %w", err)
	}
	defer clients.Close() //nolint:errcheck // does nothing after Send
	identities, err := conn.PrepareBatch(b.context(ctx, "identities"), "INSERT INTO vault.identities (client_id, batch_id, identity_encrypted, key_id)")
	if err != nil {
		return fmt.Errorf("vault.identities: %w", err)
	}
	defer identities.Close() //nolint:errcheck // does nothing after Send
	for id, number := range n.people {
		if err := clients.Append(id, number.BirthMonth, number.Sex.String(), number.Kind.String(), b.committed.id); err != nil {
			return fmt.Errorf("raw.clients: %w", err)
		}
		if err := identities.Append(id, b.committed.id, string(vault.Seal(number.Normal(), id)), vault.KeyID); err != nil {
			return fmt.Errorf("vault.identities: %w", err)
		}
	}
	if err := clients.Send(); err != nil {
		return fmt.Errorf("raw.clients: %w", err)
	}
	if err := identities.Send(); err != nil {
		return fmt.Errorf("vault.identities: %w", err)
	}
	return nil
}

// commit makes the new clients known.
func (n *newClients) commit() {
	for id := range n.people {
		n.known.ids[id] = struct{}{}
	}
}
