# make test runs the tests as CI does; make help lists the rest.

PKG ?= ./...
GO ?= go
TESTFLAGS ?=
BENCH ?= .
FUZZTIME ?= 10s
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)

LINT := .cache/bin/golangci-lint

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo '  PKG=./config/... limits test, race, vet, bench, fuzz and update to packages;'
	@echo '  TESTFLAGS="-run Load -v" is passed to go test, FUZZTIME=1m and BENCH=Join to fuzz and bench.'

.PHONY: build
build: ## build ./bidui, static
	CGO_ENABLED=0 $(GO) build -trimpath -buildvcs=false -ldflags '-s -w -X main.buildVersion=$(VERSION)' -o bidui ./cmd/bidui

# The releases and the checks of containers and manifests have a module of their
# own, so that ours stays as small as the program.
TOOLS := deploy/tools
EPOCH := $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct 2>/dev/null))

.PHONY: dist
dist: ## build the releases into ./dist: archives, bills of materials, SHA256SUMS
	cd $(TOOLS) && $(GO) run ./dist -root ../.. -o ../../dist -version '$(VERSION)' -epoch '$(EPOCH)'

.PHONY: dist-check
dist-check: ## build the releases twice, in two directories with two caches, and compare (many minutes)
	@set -e; at=$$(mktemp -d); trap 'chmod -R u+w "$$at"; rm -rf "$$at"' EXIT; \
		for try in one another; do \
			mkdir "$$at/$$try"; git archive HEAD | tar -x -C "$$at/$$try"; \
			(cd "$$at/$$try/$(TOOLS)" && GOCACHE="$$at/cache-$$try" $(GO) run ./dist -root ../.. -o "$$at/of-$$try" -version '$(VERSION)' -epoch '$(EPOCH)'); \
		done; \
		diff -r "$$at/of-one" "$$at/of-another"; cat "$$at/of-one/SHA256SUMS"

.PHONY: test-shipping
test-shipping: ## run the tests of releases, containers, Kubernetes manifests and the peers' SQL
	cd $(TOOLS) && bash ../../.ci/with-servers $(GO) test -timeout 20m $(TESTFLAGS) ./...

.PHONY: test
test: ## run all tests, with a private MariaDB and programs of Prometheus beside them
	bash .ci/with-servers $(GO) test -shuffle=on -timeout 20m $(TESTFLAGS) $(PKG)

.PHONY: test-deploy
test-deploy: ## run the tests of running it: deploy/, releases, the commands, the ledger's care, faults
	$(MAKE) test PKG='./deploy/... ./cmd/... ./jobs ./internal/doctor ./internal/volume'
	$(MAKE) test-shipping

.PHONY: race
race: ## run all tests under the race detector
	CGO_ENABLED=1 bash .ci/with-servers $(GO) test -race -shuffle=on -timeout 40m $(TESTFLAGS) $(PKG)

.PHONY: bench
bench: ## run the benchmarks, a whole county and a whole province among them (minutes, 1 GB of disk)
	bash .ci/with-servers $(GO) test -pgo='$(CURDIR)/$(PROFILE)' -run '^$$' -bench '$(BENCH)' -benchmem -timeout 60m $(TESTFLAGS) $(PKG)

# What the compiler is told of where time goes: it belongs to the source, and go
# build finds it by its name.
PROFILE := cmd/bidui/default.pgo

.PHONY: profile
profile: ## measure anew where time goes, for the compiler (minutes, 1 GB of disk); when hot code has changed much
	@set -e; at=$$(mktemp -d); trap 'rm -rf "$$at"' EXIT; \
		BIDUI_BENCH_PROFILE="$$at/province" $(GO) test -pgo=off -trimpath -run '^$$' -bench 'Province/(run|dry)' -benchtime 2x ./jobs; \
		$(GO) test -pgo=off -trimpath -run '^$$' -bench 'Workbook' -benchtime 20x -cpuprofile "$$at/workbook" -o "$$at/test" ./internal/decode; \
		rm "$$at/test"; cd $(TOOLS); $(GO) run ./pgo -o ../../$(PROFILE) "$$at"/*

# Whose numbers PEERS and how many ROUNDS; feeds are generated once, into PEERS_DATA.
PEERS ?=
ROUNDS ?= 5
PEERS_DATA ?=
PEERS_FLAGS ?=

.PHONY: bench-peers
bench-peers: ## measure beside DuckDB, SQLite, MariaDB and excelize: PEERS='1 3 7' ROUNDS=5 (hours, 10 GB of disk)
	cd $(TOOLS) && BIDUI_TEST_POOL=$${BIDUI_TEST_POOL:-4G} bash ../../.ci/with-servers $(GO) run ./peers -root ../.. \
		-targets '$(PEERS)' -rounds '$(ROUNDS)' -data '$(abspath $(PEERS_DATA))' $(PEERS_FLAGS)

.PHONY: fuzz
fuzz: ## fuzz every target for FUZZTIME, two at a time
	bash .ci/fuzz $(FUZZTIME) $(PKG)

.PHONY: update
update: ## write the golden files of tests anew, to be read before they are committed
	@set -e; for pkg in $$($(GO) list -f '{{.Dir}}' $(PKG)); do \
		if grep -qsE 'flag\.Bool(Var)?\(.*"update"' $$pkg/*_test.go; then \
			bash .ci/with-servers $(GO) test $$pkg -update $(TESTFLAGS); \
		fi; \
	done

.PHONY: fmt-check
fmt-check: ## fail where gofmt would change something
	@files=$$(gofmt -l cmd config deploy internal jobs matchers); \
		if [ -n "$$files" ]; then echo "gofmt -w $$files"; exit 1; fi

.PHONY: vet
vet: ## run go vet
	$(GO) vet $(PKG)
	$(GO) vet -tags failpoints ./internal/failpoint

.PHONY: lint
lint: $(LINT) ## run golangci-lint, which the first time is built (about two minutes)
	$(LINT) run $(PKG)

# The linter has a module of its own, so that ours stays as small as the program.
$(LINT): .ci/tools/go.mod .ci/tools/go.sum
	cd .ci/tools && GOBIN='$(CURDIR)/.cache/bin' GOFLAGS= $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	@touch $@

.PHONY: clean
clean: ## remove what was built
	rm -rf bidui dist .cache
