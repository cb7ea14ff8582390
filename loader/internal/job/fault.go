package job

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// canPass says whether trying again can help: the network, or a passing want of
// the engine by ClickHouse's error codes (SOCKET_TIMEOUT 209, NETWORK_ERROR 210,
// MEMORY_LIMIT_EXCEEDED 241, TOO_MANY_SIMULTANEOUS_QUERIES 202, TOO_MANY_PARTS
// 252, TIMEOUT_EXCEEDED 159, KEEPER_EXCEPTION 999).
func canPass(err error) bool {
	if errors.Is(err, context.Canceled) {
		return false
	}
	var exception *clickhouse.Exception
	if errors.As(err, &exception) {
		return slices.Contains([]int32{159, 202, 209, 210, 241, 252, 999}, exception.Code)
	}
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, clickhouse.ErrAcquireConnTimeout) || errors.Is(err, net.ErrClosed)
}
