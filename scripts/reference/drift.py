"""Reference values of drift: what Evidently 0.7 chooses by default, its value and its verdict, and its PSI.

Run: python scripts/reference/drift.py > shared/stats/profile/fixtures/drift.json   (needs evidently, which brings scipy and pandas)

Columns are made of formulas that the test repeats, so that the file stays small.
"""
import json
import math
import warnings

import pandas as pd
import pandas.core.dtypes.common as dtypes

if not hasattr(dtypes, "infer_dtype_from_object"):  # pandas 3: Evidently imports it, and does not need it here
    dtypes.infer_dtype_from_object = None
from evidently.legacy.calculations.stattests import psi_stat_test
from evidently.legacy.calculations.stattests.registry import get_stattest
from evidently.legacy.core import ColumnType

warnings.filterwarnings("ignore")
NAMES = {"K-S p_value": "ks", "chi-square p_value": "chi-square", "Z-test p_value": "z",
         "Wasserstein distance (normed)": "wasserstein", "Jensen-Shannon distance": "jensen-shannon"}


def uniform(i, start):
    """In [0, 1): a walk through the residues of a prime."""
    return ((i + start) * 7919 + 12345) % 10007 / 10007


def numbers(rows, start, step, shift, missing):
    """Skewed, on a grid of `step`; every `missing`-th is not there."""
    return [None if missing and i % missing == 0 else math.floor(uniform(i, start) ** 3 * 100 / step) * step + shift
            for i in range(rows)]


def texts(rows, start, values, power):
    """The lower categories oftener, the more so the higher the power."""
    return ["v%d" % math.floor(uniform(i, start) ** power * values) for i in range(rows)]


def case(name, kind, reference, current):
    make = numbers if kind == "numeric" else texts
    a, b = (pd.Series(make(*side)).dropna() for side in (reference, current))
    column = ColumnType.Numerical if kind == "numeric" else ColumnType.Categorical
    test = get_stattest(a, b, column, None)
    score = test(a, b, column, None)
    return dict(name=name, kind=kind, reference=reference, current=current, test=NAMES[test.display_name],
                value=float(score.drift_score), drifted=bool(score.drifted), psi=float(psi_stat_test(a, b, column, None).drift_score))


print(json.dumps([
    case("few rows, numbers", "numeric", (800, 0, .25, 0, 0), (700, 3000, .25, .5, 0)),
    case("few rows, numbers moved", "numeric", (800, 0, .25, 0, 0), (900, 3000, .25, 6, 7)),
    case("few rows once the missing are left out", "numeric", (1100, 0, .25, 0, 5), (600, 50, .25, 1, 0)),
    case("few rows, four numbers", "numeric", (900, 0, 30, 0, 0), (1000, 77, 30, 0, 0)),
    case("few rows, two numbers", "numeric", (900, 0, 60, 0, 0), (950, 77, 60, 0, 9)),
    case("few rows, categories", "text", (1000, 0, 6, 2), (800, 4000, 6, 2)),
    case("few rows, categories moved", "text", (1000, 0, 6, 2), (800, 4000, 6, 1.5)),
    case("few rows, a new category", "text", (1000, 0, 6, 2), (800, 4000, 7, 2)),
    case("few rows, two categories", "text", (1000, 0, 2, 2), (1200, 4000, 2, 2.2)),
    case("numbers", "numeric", (4000, 0, .125, 0, 0), (3000, 5000, .125, .5, 0)),
    case("numbers moved", "numeric", (4000, 0, .125, 0, 0), (3000, 5000, .125, 4, 6)),
    case("numbers, twelve of them", "numeric", (3000, 0, 9, 0, 0), (3000, 2500, 9, 9, 0)),
    case("three numbers", "numeric", (3000, 0, 40, 0, 0), (3000, 2500, 40, 0, 3)),
    case("numbers, all different", "numeric", (5000, 0, 1e-9, 0, 0), (4500, 5001, 1e-9, 3, 0)),
    case("categories", "text", (5000, 0, 40, 2), (4000, 900, 40, 2)),
    case("categories moved", "text", (5000, 0, 40, 2), (4000, 900, 45, 1.6)),
    case("two categories", "text", (5000, 0, 2, 2), (4000, 900, 2, 3)),
], indent=0))
