"""Models of the usual libraries, brought to a data set with the stock MLflow client, as a data scientist would.

Run: python scripts/reference/mlflow_brought.py realtor [library ...]      (or diabetes; a platform with its rows is up)
with MAREA_URL (http://127.0.0.1:8080), mlflow 3.x or 2.10, pandas, pyarrow, onnx, onnxruntime, requests, and of the
libraries those that are named: lightgbm, xgboost, catboost, forest, pipeline (default all). Each is fitted on a few columns
of the rows that may be learned from, registered, and asked for as champion. Prints what became of it, and ends with 1 when
something is not as it should be: a version that nobody has judged, a card without an exact explanation, or a champion that
MLflow loads and that answers something else than the service.
"""
import json
import os
import sys
import tempfile
import time
import warnings

os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
warnings.filterwarnings("ignore")

import mlflow
import numpy as np
import pandas as pd
import requests

MAREA = os.environ.get("MAREA_URL", "http://127.0.0.1:8080")
DATA = {
    "realtor": dict(target="price", numbers=["bed", "bath", "acre_lot", "house_size"], texts=["state", "status"]),
    "diabetes": dict(
        target="readmitted",
        numbers=["time_in_hospital", "num_medications", "number_emergency", "number_inpatient", "number_diagnoses"],
        texts=["age", "insulin"],
    ),
}


class Rows:
    def __init__(self, name):
        self.name, self.target = name, DATA[name]["target"]
        self.numbers, self.texts = DATA[name]["numbers"], DATA[name]["texts"]
        columns = ",".join([self.target, *self.numbers, *self.texts, "bucket"])
        rows = pd.read_parquet(f"{MAREA}/api/datasets/{name}/rows.parquet?columns={columns}")
        rows[self.texts] = rows[self.texts].astype(object).where(rows[self.texts].notna(), "")
        self.asked = rows.tail(40)
        rows = rows[rows["bucket"] < 80]
        self.table = rows[self.numbers + self.texts]
        kinds = [(one, value) for one in self.texts for value in rows[one].value_counts().index[:20] if value]
        self.features = self.numbers + [f"{one}={value}" for one, value in kinds]
        numbers = [rows[one] for one in self.numbers]
        self.x = np.column_stack(numbers + [rows[one] == value for one, value in kinds]).astype(np.float32)
        self.is_class = not pd.api.types.is_numeric_dtype(rows[self.target])
        self.classes = sorted(rows[self.target].unique()) if self.is_class else []
        self.y = rows[self.target].map(self.classes.index) if self.is_class else np.log(rows[self.target])
        self.plain = rows[self.target]

    def said(self):
        more = {"marea.classes": json.dumps(self.classes)} if self.is_class else {"marea.answer": "log"}
        return {"marea.features": json.dumps(self.features), **more}


def by_onnxmltools(convert, model, rows):
    from onnxmltools.convert.common.data_types import FloatTensorType

    return convert(model, initial_types=[("input", FloatTensorType([None, rows.x.shape[1]]))])


def lightgbm(rows):
    import lightgbm as library
    import onnxmltools

    kind = library.LGBMClassifier if rows.is_class else library.LGBMRegressor
    model = kind(n_estimators=150, verbose=-1).fit(rows.x, rows.y)
    return by_onnxmltools(onnxmltools.convert_lightgbm, model, rows), rows.said()


def xgboost(rows):
    import onnxmltools
    import xgboost as library

    kind = library.XGBClassifier if rows.is_class else library.XGBRegressor
    model = kind(n_estimators=150, max_depth=5).fit(rows.x, rows.y)
    return by_onnxmltools(onnxmltools.convert_xgboost, model, rows), rows.said()


def catboost(rows):
    import catboost as library
    import onnx

    kind = library.CatBoostClassifier if rows.is_class else library.CatBoostRegressor
    more = {"loss_function": "MultiClass"} if rows.is_class else {}
    model = kind(iterations=200, verbose=0, allow_writing_files=False, **more).fit(rows.x, rows.y)
    with tempfile.TemporaryDirectory() as folder:
        model.save_model(f"{folder}/model.onnx", format="onnx")
        return onnx.load(f"{folder}/model.onnx"), rows.said()


def forest(rows):
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
    from skl2onnx import convert_sklearn
    from skl2onnx.common.data_types import FloatTensorType

    kind = RandomForestClassifier if rows.is_class else RandomForestRegressor
    model = kind(40, max_leaf_nodes=500, n_jobs=2).fit(np.nan_to_num(rows.x), rows.y)
    return convert_sklearn(model, initial_types=[("input", FloatTensorType([None, rows.x.shape[1]]))]), rows.said()


def pipeline(rows):
    """Columns by their names, the target as it is: nothing has to be declared."""
    from sklearn.compose import ColumnTransformer
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder
    from skl2onnx import convert_sklearn
    from skl2onnx.common.data_types import FloatTensorType, StringTensorType

    kind = RandomForestClassifier if rows.is_class else RandomForestRegressor
    encoder = OneHotEncoder(handle_unknown="ignore")
    parts = ColumnTransformer([("numbers", SimpleImputer(), rows.numbers), ("texts", encoder, rows.texts)])
    model = make_pipeline(parts, kind(40, max_leaf_nodes=500, n_jobs=2)).fit(rows.table, rows.plain)
    inputs = [(one, FloatTensorType([None, 1])) for one in rows.numbers]
    return convert_sklearn(model, initial_types=inputs + [(one, StringTensorType([None, 1])) for one in rows.texts]), {}


LIBRARIES = {one.__name__: one for one in (lightgbm, xgboost, catboost, forest, pipeline)}


def registered(rows, library):
    graph, said = LIBRARIES[library](rows)
    mlflow.set_experiment(f"{rows.name} brought")
    place = {"name": "model"} if mlflow.__version__ >= "3" else {"artifact_path": "model"}
    with mlflow.start_run(run_name=library) as run:
        mlflow.onnx.log_model(
            graph, registered_model_name=rows.name, metadata=said, pip_requirements=["onnxruntime"], **place
        )
    found = mlflow.MlflowClient().search_model_versions(f"name = '{rows.name}'")
    return next(str(one.version) for one in found if one.run_id == run.info.run_id)


def asked_for(rows, version, patience=300):
    """@returns nothing when it is on its way, else why it is refused."""
    until = time.time() + patience
    while True:
        try:
            mlflow.MlflowClient().set_registered_model_alias(rows.name, "champion", version)
            return None
        except mlflow.exceptions.MlflowException as refusal:
            if "being checked" not in str(refusal) or time.time() > until:
                return str(refusal)
            time.sleep(1)


def explained(rows, version, patience=60):
    """The card comes a moment after the judgement. @returns how it is explained, and by how many trees"""
    for _ in range(patience):
        answer = requests.get(f"{MAREA}/models/{rows.name}/{version}/card.json")
        if answer.ok:
            card = answer.json()
            ways = [one["explained"] for one in card["limits"] if one["kind"] == "offered"]
            return (*ways, (card["details"]["trees"] or {}).get("trees"))
        time.sleep(1)
    raise AssertionError(f"version {version} has no card: {answer.status_code}")


def serves(rows, version, patience=120):
    for _ in range(patience):
        champion = mlflow.MlflowClient().get_model_version_by_alias(rows.name, "champion").version
        if str(champion) == version:
            return
        time.sleep(1)
    raise AssertionError(f"version {version} is not the champion: {champion} is")


def compared(rows):
    """The service beside what MLflow loads, by alias and by stage. @returns the greatest relative difference"""
    # Whole numbers are none that MLflow takes where any may be missing.
    table = rows.asked[rows.numbers + rows.texts].astype({one: float for one in rows.numbers})
    body = json.loads(table.to_json(orient="records"))
    answer = requests.post(f"{MAREA}/services/predict-{rows.name}/batch_predict", json=body)
    answer.raise_for_status()
    served = answer.json()["predictions"]
    greatest = 0
    for uri in (f"models:/{rows.name}@champion", f"models:/{rows.name}/Production"):
        model = mlflow.pyfunc.load_model(uri)
        known = [one for one in model.metadata.get_input_schema().input_names() if one in table]
        found = model.predict(table[known])
        for one, (_, row) in zip(served, found.iterrows()):
            told = [one[rows.target]] if not rows.is_class else list(one["probabilities"].values())
            mine = [row["prediction"]] if not rows.is_class else [row[f"probability_{name}"] for name in one["probabilities"]]
            greatest = max(greatest, *(abs(a - b) / max(1, abs(b)) for a, b in zip(told, mine)))
    assert mlflow.onnx.load_model(f"models:/{rows.name}@champion").graph.input
    return greatest


def main(name, *libraries):
    mlflow.set_tracking_uri(f"{MAREA}/services/registry")
    print(f"mlflow {mlflow.__version__} at {MAREA}")
    rows = Rows(name)
    for library in libraries or LIBRARIES:
        version = registered(rows, library)
        why = asked_for(rows, version)
        assert why is None or "loses to" in why or "not good enough" in why, why
        way = explained(rows, version)
        assert way[0] == "interventional" and way[1], way
        print(f"{library}: version {version}, exact by {way[1]} trees; {why or 'promoted'}", flush=True)
        if why is None:
            serves(rows, version)
    difference = compared(rows)
    assert difference < 1e-6, difference
    print(f"the champion, loaded by MLflow, answers what the service answers: {difference:.1g}")


main(*sys.argv[1:])
