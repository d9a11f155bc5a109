/**
 * What MLflow's clients run of a version for `mlflow.pyfunc`. Their own loader of ONNX takes each column of a DataFrame as
 * it is, and fails on texts of pandas 3, on whole numbers and on columns that are not there; it also gives outputs of
 * different widths to one DataFrame. This one asks the same graph, and takes what the service takes.
 */

/** Changes with its text: Python keeps a module that it has loaded, by its name. */
export const LOADER = 'marea_pyfunc_1';

export const loaderText = `"""Loads model.onnx for mlflow.pyfunc: a DataFrame in, the answers of the service out."""
import json
from pathlib import Path

import numpy as np
import onnxruntime
import pandas as pd


def _load_pyfunc(path):
    return Model(path)


class Model:
    def __init__(self, path):
        self.session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        known = [output.name for output in self.session.get_outputs()]
        wanted = ["prediction", "lower", "upper", "label", "probabilities"]
        self.outputs = [name for name in wanted if name in known]
        self.classes = json.loads(Path(path).with_name("metadata.json").read_text("utf-8"))["classes"]

    def predict(self, data, params=None):
        """Columns may be absent and values missing; days are ISO texts, dates, or days since 1970-01-01."""
        rows = pd.DataFrame(data)
        feeds = {one.name: column_of(rows, one) for one in self.session.get_inputs()}
        answers = dict(zip(self.outputs, self.session.run(self.outputs, feeds)))
        probabilities = answers.pop("probabilities", None)
        table = {name: values.reshape(-1) for name, values in answers.items()}
        if probabilities is not None:
            table.update({f"probability_{name}": probabilities[:, k] for k, name in enumerate(self.classes)})
        return pd.DataFrame({name: wide(values) for name, values in table.items()}, index=rows.index)


def column_of(rows, declared):
    is_text = "string" in declared.type
    if declared.name not in rows:
        return np.full((len(rows), 1), "" if is_text else np.nan, dtype=object if is_text else np.float32)
    values = rows[declared.name]
    if is_text:
        return np.array(["" if pd.isna(one) else str(one) for one in values], dtype=object).reshape(-1, 1)
    return numbers(values).reshape(-1, 1)


def numbers(values):
    if not pd.api.types.is_datetime64_any_dtype(values):
        try:
            return pd.to_numeric(values).to_numpy(dtype=np.float32, na_value=np.nan)
        except (TypeError, ValueError):
            pass
    days = pd.to_datetime(values).to_numpy(dtype="datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype(np.int64)).astype(np.float32)


def wide(values):
    return values.astype(np.float64) if values.dtype == np.float32 else values
`;
