package main

import (
	"os"

	"github.com/framsyn/framsyn/loader/internal/config"
)

// lookupConfigFile returns the configuration file that the environment names.
func lookupConfigFile() (string, bool) {
	path := os.Getenv(config.EnvName("config"))
	return path, path != ""
}
