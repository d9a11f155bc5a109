"""Makes shared/ml/models/trees/fixtures/lightgbm.json: scores of LightGBM for each loss, penalty, constraint and for
categories, with settings that leave no choice, on data with few enough values that bins do not matter.

Run with Python and: numpy, lightgbm (4.7.0).
"""
import json
import pathlib

import lightgbm
import numpy

rows = 300
SCORED = 100  # rows whose scores are kept
random = numpy.random.default_rng(42)


def clean(values):
    return [None if numpy.isnan(value) else float(value) for value in values]


a = numpy.round(random.normal(size=rows), 1)
b = random.integers(0, 20, rows).astype(float)
b[random.random(rows) < 0.15] = numpy.nan
kind = random.integers(0, 12, rows).astype(float)
effect = random.normal(size=12)
signal = numpy.sin(2 * a) + 0.1 * numpy.nan_to_num(b, nan=25) + effect[kind.astype(int)]
number = numpy.round(signal + 0.5 * random.standard_t(3, size=rows), 4)
two = (number > numpy.median(number)).astype(float)
three = numpy.digitize(number, numpy.quantile(number, [0.4, 0.7])).astype(float)
weight = numpy.round(random.uniform(0.2, 3, size=rows), 2)
x = numpy.column_stack([a, b, kind])

COMMON = {
    "num_leaves": 6,
    "max_depth": 4,
    "learning_rate": 0.2,
    "lambda_l2": 1.0,
    "min_sum_hessian_in_leaf": 5.0,
    "min_data_in_leaf": 1,
    "min_data_in_bin": 1,
    "max_bin": 255,
    "boost_from_average": False,
    "feature_pre_filter": False,
    "enable_bundle": False,
    "force_col_wise": True,
    "deterministic": True,
    "num_threads": 1,
    "verbose": -1,
}


def scores(y, base, rounds, parameters, weights=None, categorical=False):
    """Raw scores of LightGBM for the first rows, base included: one for each row, or rows x classes."""
    base = numpy.asarray(base, dtype=float)
    data = lightgbm.Dataset(
        x,
        y,
        weight=weights,
        init_score=numpy.tile(base, (rows, 1)).ravel(order="F"),
        categorical_feature=[2] if categorical else [],
        params={**COMMON, **parameters},
    )
    booster = lightgbm.train({**COMMON, **parameters}, data, rounds)
    raw = booster.predict(x, raw_score=True)
    return (raw.reshape(rows, -1) + base)[:SCORED].ravel().round(7).tolist()


def shares(y, classes):
    counts = numpy.array([1 + (y == k).sum() for k in range(classes)])
    return numpy.log(counts / counts.sum())


def case(name, y, base, ours, theirs, rounds=20, **more):
    return {
        "name": name,
        "target": {"number": number, "two": two, "three": three}[y].tolist(),
        "weighted": more.get("weights") is not None,
        "categorical": more.get("categorical", False),
        "monotone": theirs.get("monotone_constraints", [0, 0, 0]),
        "parameters": {"rounds": rounds, **ours},
        "scores": scores({"number": number, "two": two, "three": three}[y], base, rounds, theirs, **more),
    }


mean = [numpy.average(number)]
odds = shares(two, 2)
cases = [
    case("squared error", "number", mean, {}, {"objective": "regression"}),
    case(
        "squared error with weights",
        "number",
        [numpy.average(number, weights=weight)],
        {},
        {"objective": "regression"},
        weights=weight,
    ),
    case("L1 penalty", "number", mean, {"alpha": 4}, {"objective": "regression", "lambda_l1": 4}),
    case(
        "Huber",
        "number",
        [numpy.quantile(number, 0.5, method="inverted_cdf")],
        {"loss": 1, "huberDelta": 0.7},
        {"objective": "huber", "alpha": 0.7},
    ),
    # Columns without gaps: LightGBM holds a constraint against setting apart what is missing, too.
    case(
        "monotone columns",
        "number",
        mean,
        {},
        {"objective": "regression", "monotone_constraints": [1, 0, -1], "monotone_constraints_method": "basic"},
    ),
    case(
        "categories",
        "number",
        mean,
        {"categorySmoothing": 2, "categoryLambda": 3, "minCategoryRows": 5, "maxCategories": 8},
        {
            "objective": "regression",
            "cat_smooth": 2,
            "cat_l2": 3,
            "min_data_per_group": 5,
            "max_cat_threshold": 8,
        },
        categorical=True,
    ),
    case("three classes", "three", shares(three, 3), {"minChildWeight": 2}, {"objective": "multiclass", "num_class": 3, "min_sum_hessian_in_leaf": 2.0}, 10),
    case("two classes", "two", [odds[1] - odds[0]], {"minChildWeight": 2}, {"objective": "binary", "min_sum_hessian_in_leaf": 2.0}),
]

# LightGBM's gamma loss wants the target itself, ours its logarithm.
skewed = numpy.exp(number)
log_mean = [float(numpy.log(skewed.mean()))]
gamma = case("gamma", "number", mean, {"loss": 3}, {"objective": "regression"}, 1)
gamma["parameters"] = {"rounds": 20, "loss": 3}
gamma["scores"] = scores(skewed, log_mean, 20, {"objective": "gamma"})
cases.append(gamma)

settings = {
    "maxLeaves": 6,
    "maxDepth": 4,
    "learningRate": 0.2,
    "lambda": 1,
    "minChildWeight": 5,
    "rowShare": 1,
    "columnShare": 1,
}
out = pathlib.Path(__file__).parents[2] / "shared/ml/models/trees/fixtures/lightgbm.json"
out.write_text(
    json.dumps(
        {
            "made": f"scripts/reference/boosting.py with lightgbm {lightgbm.__version__}",
            "x": [clean(row) for row in x],
            "weight": weight.tolist(),
            "settings": settings,
            "cases": cases,
        }
    )
    + "\n"
)
