package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/store"
)

// leastVersion is the oldest ClickHouse that is supported.
const leastVersion = "25.8"

// CheckHealth implements [backend.CheckHealthHandler]: settings, Grafana's keys, and
// the database as the user of every role.
func (i *Instance) CheckHealth(ctx context.Context, _ *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	if i.fault != nil {
		return unwell((&settingsFault{i.fault}).Text("sv")), nil //nolint:nilerr // an answer, as Grafana wants it
	}
	var faults []string
	details := map[string]string{}
	version := ""
	for _, role := range slices.Sorted(maps.Keys(i.settings.Roles)) {
		found, err := i.store.Version(ctx, role)
		if err != nil {
			failed := store.Classify(err)
			text := failed.Text("sv")
			if failed.Class == store.Network {
				faults = append(faults, text) // the same for all roles, and each would wait
				break
			}
			faults, details[string(role)] = append(faults, fmt.Sprintf("%s (%s): %s", role, i.settings.Roles[role].User, text)), text
			continue
		}
		version, details[string(role)] = found, "ok"
		if _, err := i.schemas.get(ctx, role); err != nil {
			details[string(role)] = "ops.data_dictionary: " + store.Classify(err).Text("sv")
		}
	}
	if err := i.keys(ctx); err != nil {
		faults = append(faults, fmt.Sprintf("Grafanas nycklar kunde inte hämtas från %s: %v", i.settings.Identity.KeysAddress(), err))
	}
	if text := i.logFault(); text != "" {
		faults = append(faults, text)
	}
	if version != "" && older(version, leastVersion) {
		faults = append(faults, fmt.Sprintf("ClickHouse är version %s: %s eller senare behövs", version, leastVersion))
	}
	if len(faults) > 0 {
		result := unwell(strings.Join(faults, "\n"))
		result.JSONDetails, _ = json.Marshal(details)
		return result, nil
	}
	result := &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: fmt.Sprintf("ClickHouse %s svarar, för %d roller; Grafanas nycklar är hämtade", version, len(i.settings.Roles))}
	result.JSONDetails, _ = json.Marshal(details)
	return result, nil
}

func unwell(text string) *backend.CheckHealthResult {
	return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: text}
}

// older compares the first two numbers of versions.
func older(version, than string) bool {
	numbers := func(text string) (pair [2]int) {
		for n, part := range strings.SplitN(text, ".", 3) {
			if n < 2 {
				pair[n], _ = strconv.Atoi(part)
			}
		}
		return pair
	}
	a, b := numbers(version), numbers(than)
	return a[0] < b[0] || a[0] == b[0] && a[1] < b[1]
}
