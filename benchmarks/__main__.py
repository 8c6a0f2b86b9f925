"""Run every benchmark, or those named: `python -m benchmarks [startup] [heartbeat] [board] [due] [verify] [torture]`.

The last also takes options of its own: `python -m benchmarks torture --kills 1000 --seed 2`.
"""

from __future__ import annotations

import sys

from benchmarks import board_query, due_date, heartbeat, startup, torture, verifying

ALL = {
    "startup": startup.main,
    "heartbeat": heartbeat.main,
    "board": board_query.main,
    "due": due_date.main,
    "verify": verifying.main,
    "torture": torture.main,
}

if sys.argv[1:2] == ["torture"]:
    torture.main(sys.argv[2:])
    sys.exit()
for name in sys.argv[1:] or ALL:
    print(f"== {name}")
    ALL[name]()
