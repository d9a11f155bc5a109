"""Files of runs."""
import os
import pathlib
import subprocess
import sys
import tempfile

import mlflow
import numpy

from .step import collector

steps, step = collector()


@step("texts, dicts, figures, images, tables")
def logged(scene):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot

    figure, axes = matplotlib.pyplot.subplots(figsize=(1, 1))
    axes.plot([1, 2])
    with mlflow.start_run(run_name="artifacts") as run:
        scene.files = run.info.run_id
        mlflow.log_text("hello", "notes/a text.txt")
        mlflow.log_dict({"é": [1, 2]}, "notes/dict.json")
        mlflow.log_dict({"a": 1}, "dict.yaml")
        mlflow.log_figure(figure, "figure.png")
        mlflow.log_image(numpy.zeros((4, 4, 3), dtype=numpy.uint8), "image.png")
        mlflow.log_table({"q": ["one", "two"], "a": [1, 2]}, "table.json")
        mlflow.log_table({"q": ["three"], "a": [3]}, "table.json")
    assert mlflow.load_table("table.json", run_ids=[scene.files]).a.tolist() == [1, 2, 3]


@step("images with steps", since=(2, 11))
def stepped_image(scene):
    with mlflow.start_run(run_id=scene.files):
        mlflow.log_image(numpy.zeros((4, 4, 3), dtype=numpy.uint8), key="seen", step=1)


@step("files and folders, of odd names, empty ones too")
def folders(scene):
    with tempfile.TemporaryDirectory() as folder, mlflow.start_run(run_id=scene.files):
        inner = pathlib.Path(folder, "sub", "señal 1")
        inner.mkdir(parents=True)
        (inner / "größe + (1).txt").write_text("odd")
        (inner / "empty").write_bytes(b"")
        pathlib.Path(folder, "large.bin").write_bytes(bytes(range(256)) * 4096)
        mlflow.log_artifacts(folder, "tree")
        mlflow.log_artifact(str(inner / "empty"))


@step("artifacts are listed")
def listed(scene):
    top = [(entry.path, entry.is_dir) for entry in scene.client.list_artifacts(scene.files)]
    assert ("notes", True) in top and ("table.json", False) in top, top
    inner = scene.client.list_artifacts(scene.files, "tree/sub/señal 1")
    assert sorted((entry.path, entry.file_size or 0) for entry in inner) == [
        ("tree/sub/señal 1/empty", 0),
        ("tree/sub/señal 1/größe + (1).txt", 3),
    ], inner
    assert scene.client.list_artifacts(scene.files, "no such folder") == []


@step("artifacts are loaded and downloaded")
def downloaded(scene):
    uri = f"runs:/{scene.files}"
    assert mlflow.artifacts.load_text(f"{uri}/notes/a text.txt") == "hello"
    assert mlflow.artifacts.load_dict(f"{uri}/notes/dict.json") == {"é": [1, 2]}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(mlflow.artifacts.download_artifacts(f"{uri}/tree", dst_path=folder))
        assert (path / "large.bin").read_bytes() == bytes(range(256)) * 4096
        assert (path / "sub" / "señal 1" / "größe + (1).txt").read_text() == "odd"
        assert (path / "sub" / "señal 1" / "empty").read_bytes() == b""


@step("artifacts by the command line")
def command_line(scene):
    def ask(*words):
        command = [sys.executable, "-m", "mlflow", "artifacts", *words]
        done = subprocess.run(command, env=os.environ, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert '"notes"' in ask("list", "--run-id", scene.files)
    with tempfile.TemporaryDirectory() as folder:
        ask("download", "--run-id", scene.files, "--artifact-path", "notes", "--dst-path", folder)
        assert pathlib.Path(folder, "notes", "a text.txt").read_text() == "hello"
        note = pathlib.Path(folder, "by hand.txt")
        note.write_text("by hand")
        ask("log-artifact", "--run-id", scene.files, "--local-file", str(note))
    assert mlflow.artifacts.load_text(f"runs:/{scene.files}/by hand.txt") == "by hand"
