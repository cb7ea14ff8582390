package doctor

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// checkPorts looks for ports of the engine that something else has taken.
func checkPorts(ctx context.Context, s *Subject) []Finding {
	if s.Server {
		return fine("a server is used; no port is needed here")
	}
	state, running := s.readState()
	running = running && s.isAlive(state.PID)
	var findings []Finding
	for _, flag := range slices.Sorted(maps.Keys(s.Ports)) {
		port := s.Ports[flag]
		if port == 0 || running && (port == state.TCPPort || port == state.HTTPPort) {
			continue
		}
		taken, err := portTaken(ctx, port)
		if err != nil {
			findings = append(findings, fault("choose another port by "+flag, "port %d cannot be used: %v", port, err))
		}
		if taken {
			findings = append(findings, fault(fmt.Sprintf("end it, or choose another port by %s (0 takes a free one)", flag),
				"port %d (%s) is in use by %s", port, flag, s.listener(port)))
		}
	}
	if running {
		return orFine(findings, "the engine listens on %d (native) and %d (HTTP)", state.TCPPort, state.HTTPPort)
	}
	return orFine(findings, "the ports that the engine needs are free")
}

// portTaken tries to listen on a port of 127.0.0.1.
func portTaken(ctx context.Context, port int) (bool, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return false, listener.Close()
}

// listener names the process that listens on a port.
func (s *Subject) listener(port int) string {
	const unknown = "a process that this user may not see"
	for _, table := range []string{"tcp", "tcp6"} {
		lines, err := s.fieldsOf("net", table)
		if err != nil {
			continue
		}
		for _, fields := range lines {
			const listens = "0A" // state of a socket
			if len(fields) < 10 || fields[3] != listens || !strings.HasSuffix(fields[1], fmt.Sprintf(":%04X", port)) {
				continue
			}
			if pids := s.holders("socket:[" + fields[9] + "]"); len(pids) > 0 {
				return s.describe(pids[0])
			}
		}
	}
	return unknown
}
