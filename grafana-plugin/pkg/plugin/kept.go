package plugin

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/settings"
	"github.com/framsyn/framsyn/sql/audit"
)

// keptFor is how long is kept what an account has read.
const keptFor = time.Minute

// kept keeps what each account reads, as that account sees it. Of callers who come at
// the same time one asks the database.
type kept[T any] struct {
	now     func() time.Time
	read    func(ctx context.Context, account settings.Account) (T, error)
	flights singleflight.Group

	mutex   sync.Mutex
	entries map[settings.Account]entry[T]
}

type entry[T any] struct {
	value T
	read  time.Time
}

// get returns what an account reads.
func (k *kept[T]) get(ctx context.Context, account settings.Account) (T, error) {
	k.mutex.Lock()
	known, ok := k.entries[account]
	k.mutex.Unlock()
	if ok && k.now().Sub(known.read) < keptFor {
		return known.value, nil
	}
	found, err, _ := k.flights.Do(string(account), func() (any, error) {
		// The answer serves all who wait: the first may give up.
		value, err := k.read(audit.With(context.WithoutCancel(ctx), nil), account) // none of them asked for it
		if err != nil {
			return nil, err
		}
		k.mutex.Lock()
		defer k.mutex.Unlock()
		if k.entries == nil {
			k.entries = map[settings.Account]entry[T]{}
		}
		k.entries[account] = entry[T]{value, k.now()}
		return value, nil
	})
	value, _ := found.(T)
	return value, err
}
