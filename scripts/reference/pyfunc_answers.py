"""What MLflow's client answers with a version's folder: by mlflow.pyfunc and by mlflow.onnx, as JSON.

    python scripts/reference/pyfunc_answers.py FOLDER ROWS.json

ROWS.json has the columns by name. With --saved it prints the MLmodel as the client itself writes it.
"""
import json
import sys

import mlflow
import numpy as np
import onnxruntime
import pandas as pd


def by_onnx(folder, rows):
    graph = mlflow.onnx.load_model(folder)
    session = onnxruntime.InferenceSession(graph.SerializeToString())
    feeds = {}
    for one in session.get_inputs():
        values = rows[one.name]
        is_text = "string" in one.type
        filled = values.astype(object).where(values.notna(), "" if is_text else np.nan)
        feeds[one.name] = filled.to_numpy(dtype=object if is_text else np.float32).reshape(-1, 1)
    return session.run(["prediction"], feeds)[0].reshape(-1).tolist()


def main(folder, rows=None):
    if rows is None:
        print(mlflow.models.Model.load(folder).to_yaml())
        return
    table = pd.DataFrame(json.load(open(rows)))
    model = mlflow.pyfunc.load_model(folder)
    answers = model.predict(table)
    example = model.metadata.load_input_example(folder)
    print(
        json.dumps(
            {
                "pyfunc": {name: answers[name].tolist() for name in answers},
                "onnx": by_onnx(folder, table),
                "absent": len(model.predict(table[table.columns[:1]])),
                "example": json.loads(pd.DataFrame(example).to_json(orient="records")),
            }
        )
    )


main(*[argument for argument in sys.argv[1:] if argument != "--saved"])
