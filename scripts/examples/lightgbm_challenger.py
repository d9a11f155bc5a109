"""A LightGBM of your own against the champion. Of the rows it learns from four of five parts: the rest is for judging it.

    export MLFLOW_TRACKING_URI=http://127.0.0.1:8080/services/registry
    python scripts/examples/lightgbm_challenger.py realtor price "http://127.0.0.1:8080/api/datasets/realtor/\
rows.parquet?columns=price,bed,bath,acre_lot,house_size,status,state,bucket"
"""
import json
import sys
import time

import lightgbm
import mlflow
import numpy as np
import onnxmltools
import pandas as pd
from onnxmltools.convert.common.data_types import FloatTensorType

name, target, source = sys.argv[1:]
rows = pd.read_csv(source) if source.endswith(".csv") else pd.read_parquet(source)
rows = rows[rows["bucket"] < 80]
texts = [one for one in rows if not pd.api.types.is_numeric_dtype(rows[one])]
numbers = [one for one in rows if one not in [*texts, target, "bucket"]]
kinds = [(one, value) for one in texts for value in rows[one].value_counts().index[:30]]
x = np.column_stack([rows[one] for one in numbers] + [rows[one] == value for one, value in kinds]).astype(np.float32)
model = lightgbm.LGBMRegressor(n_estimators=300, verbose=-1).fit(x, np.log(rows[target]))
graph = onnxmltools.convert_lightgbm(model, initial_types=[("input", FloatTensorType([None, x.shape[1]]))])

features = json.dumps(numbers + [f"{one}={value}" for one, value in kinds])
said = {"marea.features": features, "marea.answer": "log"}
mlflow.set_experiment(f"{name} challengers")
with mlflow.start_run():
    needs = ["onnxruntime"]
    mlflow.onnx.log_model(graph, "model", registered_model_name=name, metadata=said, pip_requirements=needs)
client = mlflow.MlflowClient()
version = max(int(one.version) for one in client.search_model_versions(f"name = '{name}'"))
while True:
    try:
        client.set_registered_model_alias(name, "champion", str(version))
        print(f"version {version} of {name} is on its way into production")
        break
    except mlflow.exceptions.MlflowException as refused:
        if "being checked" not in str(refused):
            sys.exit(str(refused))
        time.sleep(2)
