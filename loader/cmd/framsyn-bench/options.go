package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// size is a made-up municipality's.
type size struct{ clients, months int }

// String is how a size is written in titles.
func (s size) String() string {
	return fmt.Sprintf("%s clients × %d months", grouped(s.clients), s.months)
}

// options say what to measure.
type options struct {
	framsyn          string // the program measured
	sizes            []size // of whole runs
	loadClients      int    // behind the month files for the loader, clients
	runs             int    // pairs for the loader's table
	futures          int    // a person, for the best possible risk; for the first size
	riskRuns         int    // of XGBoost on a municipality's own risk
	generatorClients int    // for the generator's memory, clients
	taskDir          string // of the public risk tasks; empty for the one beside the checkout
	taskRuns         int    // of each method on a task
	seriesDir        string // of the public monthly series; empty for the one beside the checkout
	studySeeds       int    // municipalities that forecasts are judged on
	studyDir         string // keeps them from run to run; empty for none
	modelRows        int    // for a model's memory; a tenth of them is measured too
	work             string // folder to work in; empty for a temporary one
	keep             bool   // keep that folder
	overheadData     string // data folder to measure row policies and suppression on, instead of tables; empty for none
	pluginDir        string // of the built plugin, for that
	profile          string // file for a CPU profile of the loader, instead of tables
}

// smallClients is the municipality whose month files are small.
const smallClients = 2000

func parseOptions(arguments []string, stderr io.Writer) (options, error) {
	var o options
	var sizes string
	var quick bool
	flags := flag.NewFlagSet("framsyn-bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.framsyn, "framsyn", "bin/framsyn", "the program to measure")
	flags.StringVar(&sizes, "sizes", "2000x60,100000x12", "made-up municipalities to bring up, CLIENTSxMONTHS; risks need 37 months")
	flags.BoolVar(&quick, "quick", false, "small and quick: --sizes 700x45 --load-clients 5000 --runs 3 --risk-runs 1 --generator-clients 20000 --task-runs 1 --model-rows 100000")
	flags.IntVar(&o.loadClients, "load-clients", 100_000, "clients behind the month files that the loader is measured on; 100,000 have 1.6 million rows of visits a month")
	flags.IntVar(&o.runs, "runs", 5, "pairs of loader and ClickHouse's reader, after one that does not count")
	flags.IntVar(&o.futures, "futures", 200, "futures simulated for each client and year, for the best possible risk; 0 leaves it out")
	flags.IntVar(&o.riskRuns, "risk-runs", 3, "runs of XGBoost on each municipality's own risk; 0 leaves it out")
	flags.IntVar(&o.generatorClients, "generator-clients", 400_000, "clients for the generator's memory; 0 leaves it out")
	flags.StringVar(&o.taskDir, "tasks", "", "folder of the public risk tasks; shared/data/bench/tasks in a folder above if empty")
	flags.IntVar(&o.taskRuns, "task-runs", 3, "runs of each method on a public task; 0 leaves them out")
	flags.StringVar(&o.seriesDir, "series", "", "folder of the public monthly series; shared/data/bench in a folder above if empty")
	flags.IntVar(&o.studySeeds, "forecast-seeds", 0, "made-up municipalities to judge forecasts on, besides each planted shock; 6 say something and take half an hour; 0 leaves them out")
	flags.StringVar(&o.studyDir, "forecast-data", "", "folder that keeps these municipalities from run to run; not kept if empty")
	flags.IntVar(&o.modelRows, "model-rows", 1_000_000, "rows of the made-up table for a model's memory; 0 leaves it out")
	flags.StringVar(&o.work, "work", "", "folder to work in; a new temporary one if empty")
	flags.BoolVar(&o.keep, "keep", false, "keep that folder")
	flags.StringVar(&o.overheadData, "overhead", "", "data folder of a made-up municipality, filled: measure what row policies and hidden small cells cost on it, and nothing else")
	flags.StringVar(&o.pluginDir, "plugin", filepath.Join("grafana-plugin", "dist"), "folder of the built plugin, for --overhead")
	flags.StringVar(&o.profile, "profile", "", "write a CPU profile of the loader on the largest month file here, and measure nothing else")
	if err := flags.Parse(arguments); err != nil {
		return o, err
	}
	if quick {
		given := map[string]bool{}
		flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
		for name, value := range map[string]string{"sizes": "700x45", "load-clients": "5000", "runs": "3", "risk-runs": "1", "generator-clients": "20000", "task-runs": "1", "model-rows": "100000"} {
			if given[name] {
				continue
			}
			if err := flags.Set(name, value); err != nil {
				return o, err
			}
		}
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("%q is not known; see --help", flags.Arg(0))
	}
	if o.runs < 1 || o.loadClients < 1 || o.futures < 0 || o.riskRuns < 0 || o.generatorClients < 0 || o.taskRuns < 0 || o.modelRows < 0 || o.studySeeds < 0 {
		return o, errors.New("--runs and --load-clients are at least 1, --futures, --risk-runs, --generator-clients, --task-runs, --model-rows and --forecast-seeds at least 0")
	}
	var err error
	o.sizes, err = parseSizes(sizes)
	return o, err
}

func parseSizes(text string) ([]size, error) {
	var sizes []size
	for part := range strings.SplitSeq(text, ",") {
		var s size
		var rest string
		if part == "" {
			continue
		}
		if n, _ := fmt.Sscanf(part+" ", "%dx%d%s", &s.clients, &s.months, &rest); n != 2 || s.clients < 1 || s.months < 1 {
			return nil, fmt.Errorf("--sizes: %q is not CLIENTSxMONTHS, such as 2000x60", part)
		}
		sizes = append(sizes, s)
	}
	return sizes, nil
}
