package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/up"
)

func newServeCommand(a *app) *cobra.Command {
	f := &upFlags{}
	command := &cobra.Command{
		Use:   "serve",
		Short: "Run the jobs by their cron expressions until told to stop",
		Long: "Run the jobs by their cron expressions, after those whose time passed while it was not running. Each run is a row in ops.job_runs;\n" +
			"/metrics and /healthz answer on --listen. It makes up no data.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) (err error) {
			ctx, o := command.Context(), a.upOptions(command, f)
			registry := prometheus.NewRegistry()
			framsyn, err := up.Start(ctx, o, job.NewMetrics(registry))
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, framsyn.Close()) }()
			return a.serve(ctx, o, framsyn, registry)
		},
	}
	command.Flags().StringVar(&f.options.Inbox, "inbox", "", "folder that deliveries are put in; DATA/inbox if empty")
	f.serveFlags(command)
	return command
}

// serve runs scheduler and measures until ctx ends.
func (a *app) serve(ctx context.Context, o up.Options, framsyn *up.Framsyn, registry *prometheus.Registry) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return framsyn.Serve(ctx) })
	if o.Listen != "" {
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp", o.Listen)
		if err != nil {
			return fmt.Errorf("--listen %s: %w; choose another port, or --listen '' for none", o.Listen, err)
		}
		a.log.Info("metrics and health", "address", "http://"+listener.Addr().String())
		group.Go(func() error { return serveHTTP(ctx, listener, framsyn, registry) })
	}
	return group.Wait()
}

func serveHTTP(ctx context.Context, listener net.Listener, framsyn *up.Framsyn, registry *prometheus.Registry) error {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, request *http.Request) {
		if err := framsyn.Owner().Ping(request.Context()); err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ok\n"))
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(ctx, func() {
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(ending)
	})
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("metrics: %w", err)
	}
	return nil
}
