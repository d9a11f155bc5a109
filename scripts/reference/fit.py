"""Times fits of LightGBM and XGBoost for `npm run bench -- learning`, which starts it: python fit.py <folder> <rows>

Needs: numpy, lightgbm, xgboost. Reads <folder>/x.f32 (rows x 12, row-major) and <folder>/y.f64; then for each line
"<library> <threads>" on stdin writes the seconds of one fit, binning included.
"""

import sys
import time

import lightgbm
import numpy as np
import xgboost

folder, rows = sys.argv[1], int(sys.argv[2])
x = np.fromfile(f"{folder}/x.f32", dtype=np.float32).reshape(rows, -1)
y = np.fromfile(f"{folder}/y.f64")
ROUNDS = 200


def fit_lightgbm(threads):
    parameters = dict(
        objective="regression", num_leaves=31, learning_rate=0.1, max_bin=255, min_data_in_leaf=20,
        min_sum_hessian_in_leaf=0, lambda_l2=1, num_threads=threads, verbose=-1,
    )
    lightgbm.train(parameters, lightgbm.Dataset(x, y, params=parameters), ROUNDS)


def fit_xgboost(threads):
    parameters = dict(
        objective="reg:squarederror", tree_method="hist", grow_policy="lossguide", max_leaves=31, max_depth=0,
        learning_rate=0.1, max_bin=255, min_child_weight=20, reg_lambda=1, nthread=threads, verbosity=0,
    )
    xgboost.train(parameters, xgboost.DMatrix(x, y, nthread=threads), ROUNDS)


fits = {"lightgbm": fit_lightgbm, "xgboost": fit_xgboost}
for line in sys.stdin:
    library, threads = line.split()
    started = time.perf_counter()
    fits[library](int(threads))
    print(time.perf_counter() - started, flush=True)
