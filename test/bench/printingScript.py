"""Prints a million lines, every tenth a metric; the last file descriptor left to the caller is where it says how long that took."""

import os
import sys
import time

began = time.perf_counter()
for step in range(1_000_000):
    if step % 10 == 0:
        print(f"step {step} loss={1 / (step + 1):.6f} accuracy={step / 1_000_000:.4f}")
    else:
        print(f"this is line {step} of a script that says a lot")
elapsed = time.perf_counter() - began
target = os.environ.get("SM_MODEL_DIR") or sys.argv[1]
with open(os.path.join(target, "elapsed"), "w", encoding="utf-8") as file:
    file.write(str(elapsed))
