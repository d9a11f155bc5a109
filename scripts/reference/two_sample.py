"""Reference values of two-sample statistics, by scipy 1.17 and numpy.

Run: python scripts/reference/two_sample.py > shared/stats/fixtures/two-sample.json   (needs numpy, scipy)
"""
import json
import numpy as np
from scipy import stats, special
from scipy.spatial.distance import jensenshannon

rng = np.random.default_rng(7)
r = lambda a: [round(float(x), 4) for x in a]
samples = []
for n, m, shift, ties in [(20, 20, 0, 0), (20, 20, 0.8, 0), (50, 31, 0.3, 0), (200, 200, 0.1, 1), (120, 333, 0.2, 1),
                          (7, 400, 0.9, 0)]:
    a, b = rng.normal(0, 1, n), rng.normal(shift, 1.2, m)
    if ties: a, b = np.round(a * 3), np.round(b * 3)
    a, b = np.array(r(a)), np.array(r(b))
    k = stats.ks_2samp(a, b)
    samples.append(dict(a=list(a), b=list(b), ks=float(k.statistic), p=float(k.pvalue), wasserstein=float(stats.wasserstein_distance(a, b))))
sizes = []
for n, m, d in [(1000, 1000, .05), (1000, 9973, .04), (800, 8000, .03), (20000, 20000, .01), (20000, 15000, .013), (20000, 20000, .03),
                (700, 30000, .05), (1000000, 1000000, .0015)]:
    k = None
    # the p-value that ks_2samp gives to this statistic
    en = round(n * m / (n + m))
    if max(n, m) <= 10000:
        g = int(np.gcd(n, m)); h = int(round(d * n // g * m)); 
        from scipy.stats._stats_py import _attempt_exact_2kssamp
        ok, d2, p = _attempt_exact_2kssamp(n, m, g, d, 'two-sided')
        sizes.append(dict(n=n, m=m, d=float(d2), p=float(p)))
    else:
        sizes.append(dict(n=n, m=m, d=d, p=float(stats.kstwo.sf(d, en))))
tables = []
for a, b in [([30, 20, 50], [25, 30, 45]), ([900, 50, 50, 0, 1], [800, 90, 60, 7, 3]), ([10, 0], [3, 9])]:
    c = stats.chi2_contingency(np.array([a, b]), correction=False)
    tables.append(dict(a=a, b=b, statistic=float(c.statistic), p=float(c.pvalue), js=float(jensenshannon(a, b))))
gammas = [dict(a=a, x=x, q=float(special.gammaincc(a, x))) for a, x in
          [(.5, .1), (.5, 8), (1, 1), (2.5, 1), (10, 3), (10, 30), (500, 480), (499.5, 600)]]
z = dict(a=45, n=400, b=70, m=380)
p1, p2 = 45 / 400, 70 / 380; P = 115 / 780
zz = (p1 - p2) / np.sqrt(P * (1 - P) * (1 / 400 + 1 / 380))
z.update(z=float(zz), p=float(2 * stats.norm.sf(abs(zz))))
q = [3, 6, 7, 8, 8, 10, 13, 15, 16, 20]
quant = dict(values=q, p=[0, .05, .25, .5, .77, 1], q=[float(x) for x in np.quantile(q, [0, .05, .25, .5, .77, 1])])
print(json.dumps(dict(samples=samples, sizes=sizes, tables=tables, gammas=gammas, z=z, quantile=quant)))
