package doctor

import (
	"context"
	"errors"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// checkLibrary looks for the engine library.
func checkLibrary(_ context.Context, s *Subject) []Finding {
	if s.Server {
		return fine("a server is used; no engine library is needed")
	}
	path, err := clickhouse.FindLibrary(s.Library)
	switch {
	case errors.Is(err, clickhouse.ErrNoLibrary):
		return []Finding{fault("run make engine, put libchdb.so beside the program, or name a server by --clickhouse", "the engine library libchdb.so is nowhere to be found")}
	case err != nil:
		return []Finding{fault("correct "+clickhouse.LibraryEnv+", or unset it and run make engine", "%v", err)}
	}
	return fine("%s", path)
}
