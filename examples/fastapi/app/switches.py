"""Which of the guide's four optimisations are on: P1=1, P2=1, P3=1, P4=1 in the environment."""

import os


def _on(name: str) -> bool:
    value = os.environ.get(name, "0")
    if value not in ("0", "1"):
        raise SystemExit(f"{name}={value}: 0 or 1")
    return value == "1"


P1_EXECUTOR = _on("P1")
P2_VECTORISED = _on("P2")
P3_FEATURE_CACHE = _on("P3")
P4_QUIET_LOG = _on("P4")

# What /health calls the service: python-baseline, python-p1, python-p1p2 …
PROFILE = "python-" + ("".join(name.lower() for name in ("P1", "P2", "P3", "P4") if _on(name)) or "baseline")
