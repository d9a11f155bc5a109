"""Trees as the usual converters write them, with what the libraries answer and the shap package's exact Shapley values.

Run: python scripts/reference/offered_trees.py shared/onnx/offered/fixtures/trees.json
with lightgbm, xgboost, catboost, scikit-learn, skl2onnx, onnxmltools, shap. Of each model: the ONNX file (base64), rows
(null is missing), a background, and of each row the Shapley values of its columns by the definition, over all coalitions
(interventional; of margins, or of a forest's probabilities), the base behind them. `two` says that there are two classes and
one margin. Where shap's TreeExplainer has an answer it is held against them; it has none for a pipeline whose OneHotEncoder
makes several numbers of a column, and is not asked of NOT_BY_SHAP: of these its 0.51 writes beyond its memory, and what it
tells does not add up to what the library predicts.
"""
import base64
import json
import os
import sys
import tempfile
import warnings
from itertools import combinations
from math import factorial

import catboost
import lightgbm
import numpy as np
import onnxmltools
import onnxruntime
import pandas as pd
import shap
import xgboost
from onnxmltools.convert.common.data_types import FloatTensorType as Floats
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore")
random = np.random.default_rng(3)
ROWS, COLUMNS = 500, 5
whole = np.round(random.normal(0, 1, (ROWS, COLUMNS)), 1).astype(np.float32)
whole[:, 3] = random.integers(0, 2, ROWS)
holed = whole.copy()
holed[random.random(ROWS) < 0.2, 0] = np.nan
answer = np.nan_to_num(holed[:, 0], nan=0.5) * 2 + whole[:, 1] * whole[:, 2] + whole[:, 3]
three = (answer > 0).astype(int) + (answer > 1.5)
two = (answer > 0).astype(int)
cases = {}


def plain(matrix):
    return [[None if value != value else float(value) for value in row] for row in matrix]


def put(name, graph, rows, background, outputs, is_two, values):
    cases[name] = {
        "onnx": base64.b64encode(graph).decode(),
        "rows": plain(rows),
        "background": plain(background),
        "outputs": outputs,
        "two": is_two,
        "shapley": np.round(np.asarray(values, dtype=float), 9).tolist(),
    }


NOT_BY_SHAP = {"XGBoost, three classes", "CatBoost", "CatBoost, three classes"}


def like_shap(name, model, rows, background, values):
    explainer = shap.TreeExplainer(model, data=background.astype(float), feature_perturbation="interventional")
    found = np.asarray(explainer.shap_values(rows.astype(float), check_additivity=False))
    found = found.reshape(len(rows), COLUMNS, -1).transpose(0, 2, 1)[:, -len(values[0]) :]
    assert np.allclose(found, np.asarray(values)[:, :, :-1], atol=2e-5), name


def frame(matrix):
    return pd.DataFrame(matrix, columns=[f"c{j}" for j in range(COLUMNS)])


def put_margins(name, graph, data, model, asked):
    """Of a model that tells its margins by itself."""
    rows, background = data[:8], data[100:120]
    predict = lambda some: model.predict(some.to_numpy(np.float32), **asked)
    values = [by_definition(predict, row, frame(background)) for _, row in frame(rows).iterrows()]
    if name not in NOT_BY_SHAP:
        like_shap(name, model, rows, background, values)
    put(name, graph, rows, background, len(values[0]), "two" in name, values)


def by_definition(predict, row, background):
    """Of each output what each column gives, the base behind it. @param predict rows x outputs of a data frame"""
    names = list(background)
    worth = {}
    for size in range(len(names) + 1):
        for known in combinations(range(len(names)), size):
            mixed = background.assign(**{names[j]: row[names[j]] for j in known})
            worth[known] = np.asarray(predict(mixed), dtype=float).reshape(len(mixed), -1).mean(axis=0)
    found = [np.zeros_like(worth[()]) for _ in names]
    for known, value in worth.items():
        for j in set(range(len(names))) - set(known):
            weight = factorial(len(known)) * factorial(len(names) - len(known) - 1) / factorial(len(names))
            found[j] += weight * (worth[tuple(sorted((*known, j)))] - value)
    return np.transpose([*found, worth[()]])


small = dict(n_estimators=4)
bare = [("input", Floats([None, COLUMNS]))]
for name, model, y, asked in (
    ("LightGBM", lightgbm.LGBMRegressor(num_leaves=6, verbose=-1, **small), answer, {"raw_score": True}),
    ("LightGBM, two classes", lightgbm.LGBMClassifier(num_leaves=6, verbose=-1, **small), two, {"raw_score": True}),
    ("LightGBM, three classes", lightgbm.LGBMClassifier(num_leaves=6, verbose=-1, **small), three, {"raw_score": True}),
    ("XGBoost", xgboost.XGBRegressor(max_depth=3, **small), answer, {"output_margin": True}),
    ("XGBoost, two classes", xgboost.XGBClassifier(max_depth=3, **small), two, {"output_margin": True}),
    ("XGBoost, three classes", xgboost.XGBClassifier(max_depth=3, **small), three, {"output_margin": True}),
):
    convert = onnxmltools.convert_lightgbm if name.startswith("Light") else onnxmltools.convert_xgboost
    model.fit(holed, y)
    put_margins(name, convert(model, initial_types=bare).SerializeToString(), holed, model, asked)

for name, model, y in (
    ("CatBoost", catboost.CatBoostRegressor, answer),
    ("CatBoost, two classes", catboost.CatBoostClassifier, two),
    ("CatBoost, three classes", catboost.CatBoostClassifier, three),
):
    more = dict(loss_function="MultiClass") if "three" in name else {}
    model = model(iterations=4, depth=3, verbose=0, allow_writing_files=False, **more).fit(whole, y)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.onnx")
        model.save_model(path, format="onnx")
        graph = open(path, "rb").read()
    put_margins(name, graph, whole, model, {"prediction_type": "RawFormulaVal"})

bare = [("input", FloatTensorType([None, COLUMNS]))]
for name, model, y, asked in (
    ("a forest", RandomForestRegressor(4, max_depth=3, random_state=1), answer, "predict"),
    ("a forest, two classes", RandomForestClassifier(4, max_depth=3, random_state=1), two, "predict_proba"),
    ("a forest, three classes", RandomForestClassifier(4, max_depth=3, random_state=1), three, "predict_proba"),
    ("gradient boosting", GradientBoostingRegressor(max_depth=3, **small), answer, "predict"),
    ("gradient boosting, two classes", GradientBoostingClassifier(max_depth=3, **small), two, "decision_function"),
):
    model.fit(whole, y)
    options = {id(model): {"zipmap": False}} if "classes" in name else None
    graph = convert_sklearn(model, initial_types=bare, options=options, target_opset=15).SerializeToString()
    rows, background = whole[:8], whole[100:120]
    predict = lambda some: getattr(model, asked)(some.to_numpy(np.float32))
    values = [by_definition(predict, row, frame(background)) for _, row in frame(rows).iterrows()]
    put(name, graph, rows, background, len(values[0]), "two" in name and len(values[0]) == 1, values)

# A column of texts becomes three numbers.
table = pd.DataFrame({"a": holed[:, 0], "b": whole[:, 1], "kind": np.array(["u", "v", "w"])[random.integers(0, 3, ROWS)]})
table["side"] = np.array(["left", "right"])[random.integers(0, 2, ROWS)]
more = answer + (table["side"] == "left") * whole[:, 2] + table["kind"].map({"u": 0, "v": 1, "w": -2}) * (1 + whole[:, 1])
prepared = ColumnTransformer(
    [
        ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), ["a", "b"]),
        ("texts", OneHotEncoder(handle_unknown="ignore"), ["kind", "side"]),
    ]
)
pipeline = make_pipeline(prepared, RandomForestRegressor(4, max_depth=4, random_state=1)).fit(table, more)
kinds = [("a", FloatTensorType([None, 1])), ("b", FloatTensorType([None, 1])), *((one, StringTensorType([None, 1])) for one in ("kind", "side"))]
graph = convert_sklearn(pipeline, initial_types=kinds, target_opset=15).SerializeToString()
session = onnxruntime.InferenceSession(graph)


def predicted(rows):
    feeds = {name: rows[[name]].to_numpy(object if name in ("kind", "side") else np.float32) for name in rows}
    return session.run(None, feeds)[0].reshape(-1)


def listed(some):
    return json.loads(some.to_json(orient="split"))["data"]


rows, background = table[:8], table[100:120]
values = [by_definition(predicted, row, background) for _, row in rows.iterrows()]
put("a pipeline of columns", graph, [], [], 1, False, values)
cases["a pipeline of columns"] |= {"rows": listed(rows), "background": listed(background)}
with open(sys.argv[1], "w") as file:
    json.dump(cases, file)
