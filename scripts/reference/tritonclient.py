"""
What NVIDIA's client of the Open Inference Protocol sends with its defaults, and what it reads from the answers: for
functions/predict/open-inference/tritonclient.test.ts.

    pip install "tritonclient[http]==2.73.0" numpy
    ACCESS=loopback npx tsx functions/predict/fixtures/serve.ts realtor 8700 &
    python scripts/reference/tritonclient.py 127.0.0.1:8700 functions/predict/open-inference/fixtures/tritonclient.json
"""

import base64
import json
import sys

# Not the folder of this file, which has the client's name.
sys.path.pop(0)

import numpy as np
import tritonclient.http as client

address, target = sys.argv[1:]
MODEL = "realtor"
NAN = float("nan")


def tensor(name, values, datatype, dtype, binary=True):
    array = np.array(values, dtype=dtype).reshape(len(values), 1)
    made = client.InferInput(name, list(array.shape), datatype)
    made.set_data_from_numpy(array, binary_data=binary)
    return made


def texts(name, values, binary=True):
    return tensor(name, values, "BYTES", np.object_, binary)


def numbers(datatype, dtype, values):
    return lambda: [tensor("bed", values, datatype, dtype), texts("state", ["Ohio"] * len(values))]


def asked(*names, binary=True):
    return [client.InferRequestedOutput(name, binary_data=binary) for name in names]


WHOLE = [0, 1, 3, 100]
NAMES = ["FP64", "INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64"]
TYPES = {name: getattr(np, name.lower().replace("fp", "float")) for name in NAMES}

# Name of a case: the inputs, further arguments of infer(), and the same rows as JSON.
cases = {
    "defaults": (
        lambda: [
            tensor("bed", [3, NAN, 2.5], "FP32", np.float32),
            tensor("prev_sold_date", [16616, NAN, 0], "FP32", np.float32),
            texts("state", ["Ohio", "", "Puerto Rico"]),
        ],
        {"request_id": "of-triton"},
        [{"bed": 3, "prev_sold_date": "2015-06-30", "state": "Ohio"}, {"state": ""},
         {"bed": 2.5, "prev_sold_date": "1970-01-01", "state": "Puerto Rico"}],
    ),
    "FP16": (numbers("FP16", np.float16, [3, 0.5, NAN, 6e-8]), {},
             [{"bed": bed, "state": "Ohio"} for bed in [3, 0.5, None, 2**-24]]),
    "BOOL": (numbers("BOOL", np.bool_, [True, False]), {}, [{"bed": bed, "state": "Ohio"} for bed in [1, 0]]),
    "texts beyond ASCII": (lambda: [texts("state", ["São Paulo", "東京"])], {},
                           [{"state": state} for state in ["São Paulo", "東京"]]),
    "outputs as binary": (numbers("FP32", np.float32, [3, NAN]), {"outputs": asked("prediction", "features")},
                          [{"bed": 3, "state": "Ohio"}, {"state": "Ohio"}]),
    "outputs as JSON": (numbers("FP32", np.float32, [3]), {"outputs": asked("prediction", "request_id", binary=False)},
                        [{"bed": 3, "state": "Ohio"}]),
    "inputs as JSON": (
        lambda: [tensor("bed", [3, NAN], "FP32", np.float32, False), texts("state", ["NaN", "Ohio"], False)], {},
        [{"bed": 3, "state": "NaN"}, {"state": "Ohio"}]),
    "a version": (numbers("FP32", np.float32, [3]), {"model_version": "7"}, [{"bed": 3, "state": "Ohio"}]),
    "gzip": (numbers("FP32", np.float32, [3]),
             {"request_compression_algorithm": "gzip", "response_compression_algorithm": "gzip"},
             [{"bed": 3, "state": "Ohio"}]),
    "deflate": (numbers("FP32", np.float32, [3]),
                {"request_compression_algorithm": "deflate", "response_compression_algorithm": "deflate"},
                [{"bed": 3, "state": "Ohio"}]),
} | {
    name: (numbers(name, dtype, WHOLE), {}, [{"bed": bed, "state": "Ohio"} for bed in WHOLE])
    for name, dtype in TYPES.items()
}


def read(result):
    """What the client hands to its user, with what JSON has no word for."""
    values = {}
    for output in result.get_response()["outputs"]:
        array = result.as_numpy(output["name"])
        flat = [item.decode() if isinstance(item, bytes) else item for item in array.flatten().tolist()]
        values[output["name"]] = {
            "shape": list(array.shape),
            "values": [None if isinstance(item, float) and item != item else item for item in flat],
        }
    return values


class Recorder:
    """Between the client and its connection."""

    def __init__(self, stub):
        self.stub, self.sent = stub, None

    def post(self, request_uri, body, headers=None):
        self.sent = {
            "path": "/" + request_uri.lstrip("/"),
            "headers": {name.lower(): str(value) for name, value in (headers or {}).items()},
            "body": base64.b64encode(body).decode(),
        }
        return self.stub.post(request_uri=request_uri, body=body, headers=headers or {})

    def __getattr__(self, name):
        return getattr(self.stub, name)


server = client.InferenceServerClient(address)
assert server.is_server_live() and server.is_server_ready() and server.is_model_ready(MODEL)
assert server.is_model_ready(MODEL, "7") and not server.is_model_ready("nothing")
assert "binary_tensor_data" in server.get_server_metadata()["extensions"]
metadata = server.get_model_metadata(MODEL)
assert {"name": "bed", "datatype": "FP32", "shape": [-1, 1]} in metadata["inputs"], metadata

recorder = server._client_stub = Recorder(server._client_stub)
made = []
for name, (inputs, arguments, rows) in cases.items():
    result = server.infer(MODEL, inputs(), **arguments)
    made.append({"name": name, **recorder.sent, "rows": rows, "read": read(result)})

try:
    server.infer(MODEL, [tensor("bed", [1, 5000], "FP32", np.float32)])
    raise SystemExit("what is out of range was answered")
except client.InferenceServerException as refusal:
    print("refused as it should be:", refusal)

with open(target, "w") as file:
    json.dump(made, file, ensure_ascii=False, indent=1)
    file.write("\n")
