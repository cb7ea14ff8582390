package rekey

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/framsyn/framsyn/sql/identity"
)

// ErrNoKeys says that there is nothing to rotate.
var ErrNoKeys = errors.New("the database has no pseudonyms yet, so no keys to rotate")

// openKeys opens the keys in use and the next one. During the switch the key file may
// be either of the two: the state's fingerprints tell.
func (r *rotation) openKeys(ctx context.Context) error {
	known, err := identity.Known(ctx, r.Conn)
	if err != nil {
		return err
	}
	if known[identity.PurposePseudonym] == "" {
		return ErrNoKeys
	}
	if r.state.Phase == identity.Switching || r.state.Phase == identity.Switched {
		return r.openBroken()
	}
	keys, err := r.keys().Open(known)
	if err != nil {
		return err
	}
	r.old = keys.Pseudonym
	if r.Purpose == identity.PurposeVault {
		r.old = keys.Vault
	}
	if r.new, err = r.keys().Next(r.Purpose); err != nil {
		return err
	}
	if r.state.Old != "" && (r.state.Old != r.old.ID() || r.state.New != r.new.ID()) {
		return fmt.Errorf("%w: rotation.json speaks of %s and %s, the key files are %s and %s: give the rotation up (--abort) and start again",
			identity.ErrKeyChanged, r.state.Old, r.state.New, r.old.ID(), r.new.ID())
	}
	r.state.Old, r.state.New = r.old.ID(), r.new.ID()
	return r.vaults(keys.Vault)
}

// vaults sets what opens and what seals.
func (r *rotation) vaults(key identity.Key) error {
	var err error
	if r.vault, err = identity.NewVault(key); err != nil {
		return err
	}
	r.sealer = r.vault
	if r.Purpose == identity.PurposeVault {
		r.sealer, err = identity.NewVault(r.new)
	}
	return err
}

// openBroken opens the keys of a rotation that was killed while or after it switched:
// whichever files hold the two keys now.
func (r *rotation) openBroken() error {
	found, err := r.keys().All()
	if err != nil {
		return err
	}
	var missing []string
	for id, into := range map[string]*identity.Key{r.state.Old: &r.old, r.state.New: &r.new} {
		key, ok := found[id]
		if !ok {
			missing = append(missing, id)
		}
		*into = key
	}
	if len(missing) > 0 {
		return fmt.Errorf("%w: no file in %s has the fingerprint %s", identity.ErrKeyMissing, r.keys(), strings.Join(missing, ", "))
	}
	vault := r.new
	if r.Purpose == identity.PurposePseudonym {
		if vault, err = r.keys().Current(identity.PurposeVault); err != nil {
			return err
		}
	}
	return r.vaults(vault)
}
