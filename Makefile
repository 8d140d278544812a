# Tailgate. `make help` lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := node_modules/.bin

NODE_ENTRIES := cli=cli/main.ts
NODE_BUNDLE := $(BIN)/esbuild $(NODE_ENTRIES) --bundle --platform=node --format=esm --target=node20 --packages=external \
  --sourcemap --splitting --chunk-names=chunks/[name]-[hash] --outdir=build --log-level=warning
K6_BUNDLE := $(BIN)/esbuild scenarios/*.ts --bundle --platform=neutral --format=esm --target=es2022 \
  --supported:for-await=false --supported:async-generator=false --external:k6 --external:k6/* \
  --sourcemap --outdir=build/scenarios --log-level=warning

.PHONY: help
help: ## this list
	@grep -hE '^[a-z][a-z0-9-]*:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

node_modules/.package-lock.json: package.json package-lock.json
	@npm ci --loglevel=error
	@touch $@

.PHONY: build
build: node_modules/.package-lock.json ## bundle the CLI and the scenarios into build/
	@$(NODE_BUNDLE)

.PHONY: test
test: build ## all tests
	@$(BIN)/vitest run

.PHONY: fast-check
fast-check: node_modules/.package-lock.json ## format, lint, types and layers, in seconds
	@$(BIN)/biome check --error-on-warnings .
	@$(BIN)/tsc
	@$(BIN)/depcruise lib runner service cli scenarios test bench --config .dependency-cruiser.json --output-type err

.PHONY: check
check: fast-check test ## everything CI checks
