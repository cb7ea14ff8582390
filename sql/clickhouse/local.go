package clickhouse

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
)

// localEnv carries a localSpec to the child process, as JSON.
const localEnv = "FRAMSYN_ENGINE_LOCAL"

// localSpec tells a child process what to run.
type localSpec struct {
	Library   string   `json:"library"`   // path of libchdb.so
	Arguments []string `json:"arguments"` // of ClickHouse's local program
}

// LocalCommand is a command that runs ClickHouse's local program (`clickhouse local`)
// once with the arguments, in a child process of this executable, which calls
// [RunLocalIfAsked]. It is for measuring Framsyn beside ClickHouse itself; nothing
// that Framsyn does for its users goes through it.
func LocalCommand(ctx context.Context, library string, arguments ...string) (*exec.Cmd, error) {
	library, err := FindLibrary(library)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(localSpec{Library: library, Arguments: arguments})
	if err != nil {
		return nil, fmt.Errorf("run ClickHouse locally: %w", err)
	}
	executable, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("run ClickHouse locally: %w", err)
	}
	command := exec.CommandContext(ctx, executable)
	command.Env = append(os.Environ(), localEnv+"="+string(text))
	return command, nil
}

// RunLocalIfAsked turns the process into ClickHouse's local program when a
// [LocalCommand] started it for that, and does not return then. Otherwise it
// returns false at once.
func RunLocalIfAsked() bool {
	text := os.Getenv(localEnv)
	if text == "" {
		return false
	}
	var spec localSpec
	err := json.Unmarshal([]byte(text), &spec)
	if err == nil {
		err = callLibrary(spec.Library, append([]string{"clickhouse"}, spec.Arguments...))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
	return true
}
