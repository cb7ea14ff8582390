package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"syscall"
	"time"
)

// hosted is a running framsyn host, which gives the statements of named queries as
// the plugin that is shipped makes them.
type hosted struct {
	url     string
	process *exec.Cmd
	stderr  *bytes.Buffer
}

// startHost shows a data folder's pages.
func (b *bench) startHost(ctx context.Context, data string) (*hosted, error) {
	command := exec.CommandContext(ctx, b.framsyn, "host", "--data", data, "--listen", "127.0.0.1:0", "--plugin", b.pluginDir, "--json", "--log-level", "error")
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = 20 * time.Second
	h := &hosted{process: command, stderr: &bytes.Buffer{}}
	command.Stderr = h.stderr
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start framsyn host: %w", err)
	}
	var told struct{ URL string }
	if err := json.NewDecoder(out).Decode(&told); err != nil {
		h.stop()
		return nil, fmt.Errorf("framsyn host: %w: %s", err, tail(h.stderr.Bytes()))
	}
	h.url = told.URL
	return h, nil
}

// stop ends it; that it was told to is no fault.
func (h *hosted) stop() {
	if h.process.Process.Signal(syscall.SIGTERM) == nil {
		_ = h.process.Wait()
	}
}

// ask calls a route of the data source as a role.
func (h *hosted) ask(ctx context.Context, role, method, path string, body, answer any) (err error) {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, h.url+"/api/datasources/uid/framsyn/resources/"+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.AddCookie(&http.Cookie{Name: "framsyn_role", Value: role})
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	if response.StatusCode != http.StatusOK {
		var told struct{ Error string }
		_ = json.NewDecoder(response.Body).Decode(&told)
		return fmt.Errorf("%s %s as %s: %s: %s", method, path, role, response.Status, told.Error)
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

// questions are the statements of each role.
func (h *hosted) questions(ctx context.Context) ([]question, error) {
	var who struct{ Areas []string }
	if err := h.ask(ctx, someClients, http.MethodGet, "whoami", nil, &who); err != nil {
		return nil, err
	}
	all, err := selectionQuestions(who.Areas)
	if err != nil {
		return nil, err
	}
	for _, role := range []string{someClients, groupsOnly} {
		for _, name := range overheadQueries()[role] {
			q, err := h.question(ctx, role, name)
			if err != nil {
				return nil, err
			}
			all = append(all, q)
		}
	}
	return all, nil
}

// question is a named query as a role asks it, over the last two years.
func (h *hosted) question(ctx context.Context, role, name string) (question, error) {
	body := map[string]any{
		"query": map[string]any{"kind": "named", "name": name, "parameters": map[string]any{}},
		"range": map[string]any{"from": time.Now().AddDate(-2, 0, 0).UnixMilli(), "to": time.Now().UnixMilli()},
	}
	q := question{title: role + ": " + name, role: role}
	var shown struct {
		SQL        string
		Parameters map[string]string
	}
	if err := h.ask(ctx, role, http.MethodPost, "interpolate", body, &shown); err != nil {
		return q, err
	}
	q.sql, q.parameters = shown.SQL, shown.Parameters
	return q, nil
}
