"""Makes models of flats as people bring them: LightGBM, scikit-learn, converted by the usual converters, and what the
libraries themselves answer. Needs lightgbm, onnxmltools, scikit-learn, skl2onnx.

    python scripts/reference/offered_models.py functions/adopt/fixtures
"""
import json
import pathlib
import sys

import lightgbm as lgb
import numpy as np
import onnxmltools
import pandas as pd
from onnxmltools.convert.common.data_types import FloatTensorType as LightGbmFloats
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

folder = pathlib.Path(sys.argv[1])
DISTRICTS = ["harbour", "old town", "garden city", "works"]
RATES = {"harbour": 18, "old town": 15, "garden city": 11, "works": 8}


def flats(rows, seed):
    random = np.random.default_rng(seed)
    rooms = random.integers(1, 6, rows).astype(float)
    size = np.round(18 * rooms + 20 * random.random(rows))
    district = np.array(DISTRICTS)[random.integers(0, 4, rows)]
    rent = size * np.array([RATES[one] for one in district]) * (0.85 + 0.3 * random.random(rows))
    size[::17] = np.nan
    return pd.DataFrame({"size": size, "rooms": rooms, "district": district}), np.round(rent)


def matrix(table):
    columns = [table["size"], table["rooms"]] + [(table["district"] == one).astype(float) for one in DISTRICTS]
    return np.column_stack(columns).astype(np.float32)


def put(name, model):
    (folder / name).write_bytes(model.SerializeToString())


def preparation():
    return ColumnTransformer(
        [
            ("numbers", SimpleImputer(), ["size", "rooms"]),
            ("texts", OneHotEncoder(handle_unknown="ignore"), ["district"]),
        ]
    )


x, y = flats(3000, 1)
asked, _ = flats(40, 2)
inputs = [
    ("size", FloatTensorType([None, 1])),
    ("rooms", FloatTensorType([None, 1])),
    ("district", StringTensorType([None, 1])),
]

trees = lgb.LGBMRegressor(n_estimators=40, num_leaves=8, verbose=-1, random_state=1).fit(matrix(x), np.log(y))
put("lightgbm.onnx", onnxmltools.convert_lightgbm(trees, initial_types=[("input", LightGbmFloats([None, 6]))]))
line = make_pipeline(preparation(), LinearRegression()).fit(x, y)
put("scikit-learn.onnx", convert_sklearn(line, initial_types=inputs))
dear = np.where(y > 600, "high", "low")
logistic = make_pipeline(preparation(), LogisticRegression(max_iter=1000)).fit(x, dear)
for zipmap in (True, False):
    name = "classes-zipmap.onnx" if zipmap else "classes.onnx"
    put(name, convert_sklearn(logistic, initial_types=inputs, options={id(logistic): {"zipmap": zipmap}}))

answers = {
    "columns": json.loads(asked.to_json(orient="columns")),
    "lightgbm": np.exp(trees.predict(matrix(asked))).tolist(),
    "scikit-learn": line.predict(asked).tolist(),
    "classes": dict(zip(logistic.classes_.tolist(), logistic.predict_proba(asked).T.tolist())),
}
answers["columns"] = {name: list(values.values()) for name, values in answers["columns"].items()}
(folder / "answers.json").write_text(json.dumps(answers))
