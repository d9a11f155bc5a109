"""Executes the cells of a notebook in order, without a kernel: what it prints goes to stdout, an error ends it with 1.

Run: MAREA_URL=http://127.0.0.1:8080 python scripts/reference/run_notebook.py scripts/examples/marea.ipynb
"""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    cells = json.load(file)["cells"]
scope = {"__name__": "__main__"}
for number, cell in enumerate(cells):
    if cell["cell_type"] == "code":
        exec(compile("".join(cell["source"]), f"cell {number}", "exec"), scope)
