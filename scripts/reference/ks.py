"""Seconds that scipy.stats.ks_2samp takes for two columns: called by the benchmarks (needs numpy, scipy).

Run: python scripts/reference/ks.py FOLDER   with a.f64 and b.f64 in it
"""
import json
import sys
import time

import numpy as np
from scipy.stats import ks_2samp

a, b = (np.fromfile(f"{sys.argv[1]}/{name}.f64") for name in "ab")
times = []
for _ in range(3):
    started = time.perf_counter()
    test = ks_2samp(a, b)
    times.append(time.perf_counter() - started)
print(json.dumps(dict(seconds=sorted(times)[1], statistic=float(test.statistic))))
