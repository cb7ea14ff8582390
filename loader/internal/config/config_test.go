package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/framsyn/framsyn/loader/internal/config"
)

func TestResolveTakesFlagOverEnvironmentOverFileOverDefault(t *testing.T) {
	file := filepath.Join(t.TempDir(), "framsyn.yaml")
	write(t, file, "a: file\nb: file\nc: file\nport: 7\nlist: [x, y]\ncron: [\"load=0,30 * * * *\", \"fit=@weekly\"]\n")
	environment := map[string]string{"FRAMSYN_A": "env", "FRAMSYN_B": "env", "FRAMSYN_TCP_PORT": "9"}

	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	a := flags.String("a", "default", "")
	b := flags.String("b", "default", "")
	c := flags.String("c", "default", "")
	d := flags.String("d", "default", "")
	port := flags.Int("port", 1, "")
	tcp := flags.Int("tcp-port", 1, "")
	list := flags.StringSlice("list", nil, "")
	cron := flags.StringToString("cron", nil, "")
	if err := flags.Parse([]string{"--a", "flag"}); err != nil {
		t.Fatal(err)
	}
	lookup := func(name string) (string, bool) { value, ok := environment[name]; return value, ok }
	known := func(name string) bool { return flags.Lookup(name) != nil }
	if err := config.Resolve(flags, config.Source{Lookup: lookup, File: file}, known); err != nil {
		t.Fatal(err)
	}
	if *a != "flag" || *b != "env" || *c != "file" || *d != "default" || *port != 7 || *tcp != 9 || strings.Join(*list, "+") != "x+y" {
		t.Errorf("got %s %s %s %s %d %d %v", *a, *b, *c, *d, *port, *tcp, *list)
	}
	if len(*cron) != 2 || (*cron)["load"] != "0,30 * * * *" {
		t.Errorf("a part with a comma became %v", *cron)
	}
}

func TestResolveNamesWhatDoesNotFit(t *testing.T) {
	file := filepath.Join(t.TempDir(), "framsyn.yaml")
	write(t, file, "port: many\nprot: 1\n")
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	flags.Int("port", 1, "")
	none := func(string) (string, bool) { return "", false }
	err := config.Resolve(flags, config.Source{Lookup: none, File: file}, func(name string) bool { return name == "port" })
	if err == nil {
		t.Fatal("want an error")
	}
	for _, want := range []string{"port", "many", `"prot"`, file} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not name %s", err, want)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
