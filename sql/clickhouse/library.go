package clickhouse

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// LibraryEnv names the environment variable with the path of the engine library.
const LibraryEnv = "FRAMSYN_ENGINE_LIBRARY"

// ErrNoLibrary is returned by [FindLibrary] and [Start] when the engine library
// is nowhere to be found.
var ErrNoLibrary = errors.New("the engine library libchdb.so is missing; run `make engine`, or name a server with --clickhouse")

// FindLibrary returns the path of the engine library: the given one, else that in
// FRAMSYN_ENGINE_LIBRARY, else libchdb.so beside the executable, else the one that
// `make engine` installs below the folder of go.mod, looked for upwards from the
// working directory.
func FindLibrary(given string) (string, error) {
	for _, path := range []string{given, os.Getenv(LibraryEnv)} {
		if path == "" {
			continue
		}
		if !isFile(path) {
			return "", fmt.Errorf("engine library %s: %w", path, os.ErrNotExist)
		}
		return filepath.Abs(path)
	}
	if executable, err := os.Executable(); err == nil {
		path := filepath.Join(filepath.Dir(executable), "libchdb.so")
		if isFile(path) {
			return path, nil
		}
	}
	folder, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the engine library: %w", err)
	}
	for {
		path := filepath.Join(folder, "sql", "clickhouse", "libchdb", "node_modules", "@chdb", npmName(), "libchdb.so")
		if isFile(filepath.Join(folder, "go.mod")) && isFile(path) {
			return path, nil
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", ErrNoLibrary
		}
		folder = parent
	}
}

// npmName is the npm package with the library for this system.
func npmName() string {
	arch := runtime.GOARCH
	if arch == "amd64" {
		arch = "x64"
	}
	if runtime.GOOS == "linux" {
		return "lib-linux-" + arch + "-gnu"
	}
	return "lib-" + runtime.GOOS + "-" + arch
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
