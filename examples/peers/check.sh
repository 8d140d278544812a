#!/usr/bin/env bash
# Real servers from PyPI, each described by a service file of ten lines or fewer beside its data, in an empty folder
# outside the clone: every command works, and says true things. Usage: check.sh VENV
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$1" && pwd)/bin
cli="node $(cd "$here/../.." && pwd)/build/cli.js"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LOG_LEVEL=warning DURATION=6s WARMUP=1s THINK_TIME=50ms
# What is checked is what is said; how fast a shared machine is is not.
export OBJECTIVES='p95<10s, p99<10s'

fail() {
  echo "FAILED: $*" >&2
  cat "$work/out" >&2
  exit 1
}

# try CODES PATTERN COMMAND…: runs it; its exit code must be one of CODES and its output hold PATTERN
try() {
  local codes=$1 pattern=$2 code=0
  shift 2
  "$@" >"$work/out" 2>&1 || code=$?
  [[ " $codes " == *" $code "* ]] || fail "exit $code, not one of $codes: $*"
  grep -qE "$pattern" "$work/out" || fail "no line like /$pattern/: $*"
  echo "  ok: ${*#*cli.js } ($(grep -m1 -oE "$pattern" "$work/out"))"
}

# peer NAME PATTERN: everything a service is asked, with CMD set
peer() {
  local name=$1 truth=$2
  echo "$name: $(grep -cvE '^\s*$' tailgate.service.ts) lines of description"
  [ "$(grep -cvE '^\s*$' tailgate.service.ts)" -le 10 ] || fail "$name: more than ten lines"
  OBJECTIVES= try "0" "$truth" $cli run smoke
  try "0 3" "All .{1,9} answers checked are right" $cli run baseline --label before
  try "0 3" "All .{1,9} answers checked are right" $cli gate --label after
  # Which of two runs on a shared machine was faster says nothing; whether the answers are the same does.
  try "0 1 3" "wrong answers at rest +0 of" $cli compare before after
  try "0" "results/after" $cli report after
}

# capacity FOLDER: a load of four users must be confirmed; no higher one is tried, so it is "at least" that
capacity() {
  cd "$work/$1"
  BUDGET=4m $cli capacity --quick --no-bracket --start 4 --cap 4 >"$work/$1.capacity" 2>&1
}

declare -A commands searches
cp -r "$here"/{fastapi,litserve,mlserver} "$work"

cd "$work/fastapi"
export CMD="exec $bin/uvicorn server:app --host 127.0.0.1 --port \$PORT --log-level warning"
peer FastAPI "Accuracy is 100.0 %"
echo "a model that answers otherwise"
export BASELINE_CMD=$CMD
CMD="export MODEL=other; $CMD" REST=0 DURATION=3s try "1" "wrong answers at rest .* regressed" $cli compare --looks 6
unset BASELINE_CMD
commands[fastapi]=$CMD

cd "$work/litserve"
export CMD="exec $bin/python server.py"
peer LitServe "Accuracy is 100.0 %"
commands[litserve]=$CMD

cd "$work/mlserver"
"$bin/python" train.py iris/model.joblib
# It opens two ports more, and ends when one of them is taken.
ports="$bin/python -c 'import socket; a, b = socket.create_server((\"127.0.0.1\", 0)), socket.create_server((\"127.0.0.1\", 0)); print(a.getsockname()[1], b.getsockname()[1])'"
export CMD="set -- \$($ports); export MLSERVER_HOST=127.0.0.1 MLSERVER_HTTP_PORT=\$PORT MLSERVER_GRPC_PORT=\$1 MLSERVER_METRICS_PORT=\$2 MLSERVER_PARALLEL_WORKERS=0; exec $bin/mlserver start ."
peer "MLServer (Open Inference Protocol)" "At rest 9[0-9] % of 150"
commands[mlserver]=$CMD

# A confirmation is 100 s of load, so the three are waited for beside each other.
for name in "${!commands[@]}"; do
  CMD=${commands[$name]} capacity "$name" &
  searches[$name]=$!
done
for name in "${!searches[@]}"; do
  code=0
  wait "${searches[$name]}" || code=$?
  cp "$work/$name.capacity" "$work/out"
  [ "$code" -eq 0 ] || fail "$name: capacity ends with $code"
  grep -q "No wrong answer was seen at any load" "$work/out" || fail "$name: capacity says nothing good of the answers"
  grep -E "^At least 4 users are safe" "$work/out" || fail "$name: four users are not confirmed"
  echo "  ok: $name capacity"
done
echo "all peers pass"
