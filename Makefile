# Framsyn. `make` lists the targets; docs/development.md says how things hang together.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

GOLANGCI_LINT := 2.15.0
GOTESTSUM := 1.13.0
TOOLS := $(CURDIR)/bin/tools
LIBCHDB := sql/clickhouse/libchdb
ENGINE := $(LIBCHDB)/node_modules/.package-lock.json
PLUGIN := grafana-plugin
PLUGIN_PACKAGES := $(PLUGIN)/node_modules/.package-lock.json $(PLUGIN)/host/react19/node_modules/.package-lock.json
PLUGIN_SOURCES := $(shell find $(PLUGIN)/src $(PLUGIN)/host/src $(PLUGIN)/pkg $(PLUGIN)/*.mjs $(PLUGIN)/package-lock.json dashboards sql -type f -not -path '*/node_modules/*')
PLUGIN_BUILT := $(PLUGIN)/dist/go_plugin_build_manifest
export GOFLAGS := -buildvcs=false
VERSION = $(shell git describe --tags --always --dirty 2>/dev/null || echo development)

.PHONY: help run build engine plugin test check lint fmt fuzz bench dict clean needs

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sort | awk 'BEGIN {FS = ":.*## "} {printf "  make %-8s %s\n", $$1, $$2}'

run: build $(PLUGIN_BUILT) ## bring everything up with a made-up municipality, pages included (Ctrl-C stops it)
	bin/framsyn up

build: engine ## build bin/framsyn
	@echo "building bin/framsyn" >&2
	@go build -trimpath -ldflags '-X main.release=$(VERSION)' -o bin/framsyn ./loader/cmd/framsyn
	@ln -sf ../$$(find $(LIBCHDB)/node_modules -name libchdb.so | head -1) bin/libchdb.so

needs:
	@scripts/needs

engine: $(ENGINE) ## install the database engine (npm package, pinned in $(LIBCHDB)/package-lock.json)

$(ENGINE): $(LIBCHDB)/package.json $(LIBCHDB)/package-lock.json | needs
	@echo "installing the database engine (about 170 MB to download, 570 MB on disk)" >&2
	@cd $(LIBCHDB) && npm ci --loglevel=error >&2
	@mkdir -p bin && touch $(CURDIR)/$(ENGINE)
	@test -n "$$(find $(LIBCHDB)/node_modules -name libchdb.so)" || { rm -f $(ENGINE); echo "No engine package for $$(uname -sm): use a ClickHouse server (framsyn --clickhouse DSN)." >&2; exit 1; }

$(PLUGIN_BUILT): $(PLUGIN_SOURCES) | $(PLUGIN_PACKAGES)
	@echo "building the pages" >&2
	@scripts/plugin

plugin: $(PLUGIN_PACKAGES) ## build the Grafana plugin, its pages without Grafana, and bin/framsyn-care-app.zip (PLUGIN_TARGETS=all for all machines)
	@scripts/plugin

%/node_modules/.package-lock.json: %/package.json %/package-lock.json | needs
	@echo "installing the packages of $*" >&2
	@cd $* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
	@touch $@

test: check build plugin $(TOOLS)/gotestsum-$(GOTESTSUM) ## everything that CI runs: lint, the plugin in a browser, all tests on the real engine
	@scripts/plugintest
	@scripts/test

check: engine lint ## lint and format checks only

lint: $(TOOLS)/golangci-lint-$(GOLANGCI_LINT) $(PLUGIN_PACKAGES)
	@go mod tidy -diff >/dev/null 2>&1 || { echo "go.mod or go.sum is not tidy: run go mod tidy" >&2; exit 1; }
	@$(TOOLS)/golangci-lint-$(GOLANGCI_LINT) run ./...
	@cd $(PLUGIN) && npm run --silent lint

fmt: $(TOOLS)/golangci-lint-$(GOLANGCI_LINT) ## format the Go code
	@$(TOOLS)/golangci-lint-$(GOLANGCI_LINT) fmt ./...

$(TOOLS)/golangci-lint-$(GOLANGCI_LINT): | needs
	@echo "installing golangci-lint $(GOLANGCI_LINT)" >&2
	@mkdir -p $(TOOLS)
	@GOBIN=$(TOOLS) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$(GOLANGCI_LINT)
	@mv $(TOOLS)/golangci-lint $@

$(TOOLS)/gotestsum-$(GOTESTSUM): | needs
	@echo "installing gotestsum $(GOTESTSUM)" >&2
	@mkdir -p $(TOOLS)
	@GOBIN=$(TOOLS) go install gotest.tools/gotestsum@v$(GOTESTSUM) 2>/dev/null
	@cp $(TOOLS)/gotestsum $@

fuzz: engine ## fuzz each reader and parser for half a minute
	@scripts/fuzz

bench: build ## measure: loader beside ClickHouse's own reader, seconds and memory per step, bytes per client-month
	@scripts/bench

dict: build ## write the data dictionary to docs/dictionary.md
	@data=$$(mktemp -d); bin/framsyn schema apply --data $$data --log-level error >/dev/null; \
	bin/framsyn schema dict --data $$data > docs/dictionary.md; rm -rf $$data

clean: ## remove what was built and installed; your data stays
	rm -rf bin $(LIBCHDB)/node_modules $(PLUGIN)/node_modules $(PLUGIN)/host/react19/node_modules $(PLUGIN)/dist $(PLUGIN)/host/dist
