package clickhouse

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"unsafe"

	"github.com/ebitengine/purego"
)

// childEnv carries the childSpec to the child process, as JSON.
const childEnv = "FRAMSYN_ENGINE_CHILD"

// childSpec tells a child process what to open.
type childSpec struct {
	Library   string `json:"library"`   // path of libchdb.so
	Config    string `json:"config"`    // path of config.xml
	Data      string `json:"data"`      // ClickHouse's own folder
	TCPPort   int    `json:"tcp_port"`  // native protocol
	HTTPPort  int    `json:"http_port"` // HTTP protocol
	Temporary string `json:"temporary"` // folder to delete at the end; empty for none
}

// keepFile is the name of a file that keeps a temporary folder.
const keepFile = "KEEP"

// RunChildIfAsked turns the process into the engine when [Start] started it for
// that, and does not return then. Otherwise it returns false at once. Every
// executable that calls [Start] calls it before anything else.
func RunChildIfAsked() bool {
	text := os.Getenv(childEnv)
	if text == "" {
		return false
	}
	var spec childSpec
	if err := json.Unmarshal([]byte(text), &spec); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", childEnv, err)
		os.Exit(2)
	}
	if err := runEngine(spec); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if spec.Temporary != "" && !isFile(spec.Temporary+"/"+keepFile) {
		if err := os.RemoveAll(spec.Temporary); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.Exit(0)
	return true
}

// engineResult is the result type of query_stable_v2, from chdb.h. All but the
// message is about a query's rows, of which the engine's session has none.
type engineResult struct {
	_       unsafe.Pointer // buffer
	_       uintptr        // its length
	_       unsafe.Pointer // what holds the buffer
	_       float64        // elapsed seconds
	_, _    uint64         // rows and bytes read
	message *byte          // of the error; NULL without one
}

// runEngine opens the library and returns when standard input has ended, or
// SIGTERM has come, and the engine has stopped.
func runEngine(spec childSpec) error {
	alive, err := newLifeline()
	if err != nil {
		return err
	}
	defer alive.close()
	return callLibrary(spec.Library, engineArguments(spec, alive))
}

// callLibrary opens the library and runs ClickHouse's local program with these
// arguments to its end. It keeps the thread for itself. The rows of queries are not
// passed on: they go where the queries say.
func callLibrary(path string, arguments []string) error {
	runtime.LockOSThread()
	library, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_GLOBAL)
	if err != nil {
		return fmt.Errorf("open the engine library (it needs glibc 2.28 or later, on %s as installed by `make engine`): %w",
			runtime.GOOS+"/"+runtime.GOARCH, err)
	}
	symbol, err := purego.Dlsym(library, "query_stable_v2")
	if err != nil {
		return fmt.Errorf("the engine library lacks query_stable_v2, run `make engine` to install the right version: %w", err)
	}
	var query func(argc int32, argv unsafe.Pointer) *engineResult
	purego.RegisterFunc(&query, symbol)

	texts := make([][]byte, len(arguments))
	pointers := make([]*byte, len(arguments)+1)
	for i, argument := range arguments {
		texts[i] = append([]byte(argument), 0)
		pointers[i] = &texts[i][0]
	}
	result := query(int32(len(arguments)), unsafe.Pointer(&pointers[0]))
	runtime.KeepAlive(texts)
	if result == nil {
		return errors.New("the engine ended without a result")
	}
	if message := goString(result.message); message != "" {
		return fmt.Errorf("engine: %s", message)
	}
	return nil
}

// engineArguments are the command line of ClickHouse's local server. The last
// query reads the lifeline to its end and thus keeps the engine alive.
func engineArguments(spec childSpec, alive *lifeline) []string {
	arguments := []string{
		"clickhouse",
		"--path", spec.Data,
		"--config-file", spec.Config,
		"--log-level", "warning",
		"--listen_host", "127.0.0.1",
		"--tcp_port", strconv.Itoa(spec.TCPPort),
		"--http_port", strconv.Itoa(spec.HTTPPort),
		"--query", "SYSTEM START LISTEN TCP; SYSTEM START LISTEN HTTP; " +
			"SELECT count() FROM file('" + alive.path() + "', 'LineAsString', 'line String') FORMAT Null",
	}
	if alive.interactive() {
		arguments = append(arguments, "--interactive", "--disable_suggestion", "--history_file", os.DevNull)
	}
	return arguments
}

// goString copies a string of C; nil gives the empty one.
func goString(text *byte) string {
	if text == nil {
		return ""
	}
	length := 0
	for *(*byte)(unsafe.Add(unsafe.Pointer(text), length)) != 0 {
		length++
	}
	return string(unsafe.Slice(text, length))
}
