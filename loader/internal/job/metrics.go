package job

import "github.com/prometheus/client_golang/prometheus"

// Metrics are the scheduler's measures for Prometheus; it is an Observer.
type Metrics struct {
	runs    *prometheus.CounterVec
	running *prometheus.GaugeVec
	seconds *prometheus.GaugeVec
	success *prometheus.GaugeVec
	rows    *prometheus.GaugeVec
}

// NewMetrics makes the measures and registers them.
func NewMetrics(registry prometheus.Registerer) *Metrics {
	gauge := func(name, help string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, []string{"job"})
	}
	m := &Metrics{
		runs: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "framsyn_job_runs_total", Help: "Runs of jobs since start, by status."},
			[]string{"job", "status"}),
		running: gauge("framsyn_job_running", "1 while the job runs."),
		seconds: gauge("framsyn_job_last_seconds", "Duration of the newest run, seconds."),
		success: gauge("framsyn_job_last_success_timestamp_seconds", "End of the newest run that ended well, seconds since 1970."),
		rows:    gauge("framsyn_job_last_rows_out", "Rows written by the newest run."),
	}
	registry.MustRegister(m.runs, m.running, m.seconds, m.success, m.rows)
	return m
}

// Began marks a job as running.
func (m *Metrics) Began(job string) { m.running.WithLabelValues(job).Set(1) }

// Ended counts a run.
func (m *Metrics) Ended(run Run) {
	m.running.WithLabelValues(run.Job).Set(0)
	m.runs.WithLabelValues(run.Job, run.Status).Inc()
	m.seconds.WithLabelValues(run.Job).Set(run.Seconds())
	m.rows.WithLabelValues(run.Job).Set(float64(run.RowsOut))
	if run.Status == StatusOK {
		m.success.WithLabelValues(run.Job).Set(float64(run.Finished.UnixMilli()) / 1000)
	}
}
