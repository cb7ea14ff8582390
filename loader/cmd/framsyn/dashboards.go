package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/dashboards"
)

// newDashboardsCommand writes the dashboards for a Grafana that somebody else runs.
func newDashboardsCommand() *cobra.Command {
	var language, out string
	command := &cobra.Command{
		Use:   "dashboards",
		Short: "Write the dashboards in Swedish or English, for Grafana's provisioning",
		Long: "Write the dashboards in a language to a folder, each a file, for a provider in Grafana's folder provisioning/dashboards. The plugin carries the\n" +
			"Swedish ones; the English ones are made of them. In both languages they can stand side by side: uids, tags and links are each language's own.",
		Example: "  framsyn dashboards --language en --out /var/lib/framsyn/english",
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			if out == "" {
				return usagef("--out is needed, such as --out english")
			}
			if language != dashboards.Swedish && language != dashboards.English {
				return usagef("--language: %q is neither %s nor %s", language, dashboards.Swedish, dashboards.English)
			}
			if err := dashboards.Write(out, language); err != nil {
				return fmt.Errorf("--out: %w", err)
			}
			return nil
		},
	}
	command.Flags().StringVar(&language, "language", dashboards.English, "sv or en")
	command.Flags().StringVar(&out, "out", "", "folder to write to; made if it is not there")
	return command
}
