package host

import (
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed page.html
var pageText string

// policy is what the page may load and run: its own files only, and no text as
// code. Styles are written into the page by Grafana's components.
const policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
	"object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"

// session is what the page knows from the start: see grafana-plugin/host/src/session.ts.
type session struct {
	Role       string            `json:"role"`
	Roles      []person          `json:"roles"`
	Page       string            `json:"page"`
	Pages      []string          `json:"pages"`
	User       map[string]string `json:"user"`
	Datasource map[string]string `json:"datasource"`
	Version    string            `json:"version"`
}

// pages are the pages there are, the oldest Grafana first.
func (h *Host) pages() []string {
	found := []string{}
	for _, name := range []string{"react18", "react19"} {
		if _, err := os.Stat(filepath.Join(h.options.PagesDir, name, "host.js")); err == nil {
			found = append(found, name)
		}
	}
	return found
}

// pageOf is the page that the request's cookie chose, else the first.
func (h *Host) pageOf(r *http.Request) string {
	pages := h.pages()
	if cookie, err := r.Cookie("framsyn_page"); err == nil && slices.Contains(pages, cookie.Value) {
		return cookie.Value
	}
	if len(pages) == 0 {
		return ""
	}
	return pages[0]
}

// page answers with the one page, whatever its address: its script reads that.
func (h *Host) page(w http.ResponseWriter, r *http.Request) {
	name := h.pageOf(r)
	if name == "" {
		fail(w, http.StatusNotFound, "there is no page in "+h.options.PagesDir+": build it with make plugin")
		return
	}
	who := visitor(r)
	content, err := json.Marshal(session{
		Role: who.Role, Roles: people(), Page: name, Pages: h.pages(), Version: grafanaVersion(name),
		User:       map[string]string{"login": who.login(), "name": who.Title.SV, "orgRole": who.OrgRole},
		Datasource: map[string]string{"uid": datasourceUID, "name": "Framsyn"},
	})
	if err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	page, err := template.New("page").Parse(pageText)
	if err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", policy)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_ = page.Execute(w, map[string]any{"Session": template.JS(content)}) //nolint:gosec // json.Marshal escapes <, > and &
}

// grafanaVersion is the Grafana whose packages a page is built of.
func grafanaVersion(page string) string {
	if page == "react19" {
		return "13.2.2"
	}
	return "12.3.0"
}

// serveFiles adds the files of plugin and pages.
func (h *Host) serveFiles(mux *http.ServeMux) error {
	plugin, err := h.open(h.options.PluginDir)
	if err != nil {
		return err
	}
	datasource, err := h.open(filepath.Join(h.options.PluginDir, "datasource"))
	if err != nil {
		return err
	}
	mux.Handle("GET /public/plugins/"+appID+"/", http.StripPrefix("/public/plugins/"+appID, plugin))
	mux.Handle("GET /public/plugins/"+datasourceID+"/", http.StripPrefix("/public/plugins/"+datasourceID, datasource))
	built, err := h.open(h.options.PagesDir)
	if err != nil {
		return err
	}
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Vary", "Cookie") // each page has its own packages under the same names
		chosen := r.Clone(r.Context())
		chosen.URL.Path = "/" + h.pageOf(r) + r.URL.Path
		built.ServeHTTP(w, chosen)
	})
	mux.Handle("GET /public/build/", http.StripPrefix("/public/build", page))
	mux.Handle("GET /public/fonts/", http.StripPrefix("/public", page))
	return nil
}

// open serves the files of a folder, but neither its listings nor programs.
func (h *Host) open(dir string) (http.Handler, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	h.files = append(h.files, root)
	files := http.FileServerFS(root.FS())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		if name == "" || strings.HasPrefix(name, "gpx_") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "no-cache") // asks whether it has changed
		files.ServeHTTP(w, r)
	}), nil
}
