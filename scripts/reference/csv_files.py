"""CSV as pandas, DuckDB, Polars and Python (in the ways of Excel) write it, and what Python's csv reads of it.

Run: python scripts/reference/csv_files.py shared/rows/reading/fixtures   (needs pandas, duckdb, polars)
writes csv-programs.json (whole files, base64, with the rows that are in them) and csv-texts.json (short texts of
quotes, separators and line ends, with what csv.reader makes of them; null where it refuses).
"""
import base64
import csv
import io
import json
import os
import random
import sys
import tempfile

import duckdb
import pandas as pd
import polars as pl

COLUMNS = ["id", "kind", "weight"]
ROWS = [
    ["101", '5" pipe', "1.5"],
    ["102", "crème brûlée", "2.5"],
    ["103", 'a "quoted" word, and more; or | less', "3.5"],
    ["104", "two\nlines", "4.5"],
    ["105", "tab\there", "5.5"],
    ["106", "", "6.5"],
    ["107", " blanks ", "7.5"],
    ["108", '"', "8.5"],
    ["109", "München", "9.5"],
    ["110", "Señor", "10.5"],
]


def reader(text, separator, newline):
    return list(csv.reader(io.StringIO(text, newline=newline), delimiter=separator))


def excel(separator, encoding, line="\r\n"):
    """Excel quotes where it has to, ends lines with CRLF (CR in the old form for Macintosh)."""
    out = io.StringIO(newline="")
    # Python's writer has quotes around a line feed only where it ends lines.
    quoting = csv.QUOTE_ALL if line == "\r" else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=separator, lineterminator=line, quoting=quoting)
    writer.writerows([COLUMNS, *ROWS])
    return out.getvalue().encode(encoding)


def by_pandas(**options):
    out = io.BytesIO()
    pd.DataFrame(ROWS, columns=COLUMNS).to_csv(out, **options)
    return out.getvalue()


def by_duckdb(options):
    frame = pd.DataFrame(ROWS, columns=COLUMNS)  # noqa: F841, read by name
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "x.csv")
        duckdb.sql(f"copy (select * from frame) to '{path}' ({options})")
        with open(path, "rb") as file:
            return file.read()


def by_polars(**options):
    return pl.DataFrame(ROWS, schema=COLUMNS, orient="row").write_csv(**options).encode()


def programs():
    files = [
        ("Excel: CSV UTF-8", excel(",", "utf-8-sig"), ",", "utf-8-sig"),
        ("Excel: CSV where the comma is decimal", excel(";", "cp1252"), ";", "cp1252"),
        ("Excel: Unicode text", excel("\t", "utf-16"), "\t", "utf-16"),
        ("Excel: CSV (Macintosh line ends)", excel(",", "utf-8", "\r"), ",", "utf-8"),
        ("pandas: to_csv", by_pandas(), ",", "utf-8"),
        ("pandas: without the index", by_pandas(index=False), ",", "utf-8"),
        ("pandas: semicolons, everything quoted", by_pandas(index=False, sep=";", quoting=csv.QUOTE_ALL), ";", "utf-8"),
        ("pandas: CRLF", by_pandas(index=False, lineterminator="\r\n"), ",", "utf-8"),
        ("DuckDB", by_duckdb("header"), ",", "utf-8"),
        ("DuckDB: pipes", by_duckdb("header, delimiter '|', force_quote (kind)"), "|", "utf-8"),
        ("Polars", by_polars(), ",", "utf-8"),
        ("Polars: tabs", by_polars(separator="\t"), "\t", "utf-8"),
        ("Polars: everything quoted", by_polars(quote_style="always", line_terminator="\r\n"), ",", "utf-8"),
    ]
    for name, content, separator, encoding in files:
        rows = reader(content.decode(encoding), separator, "")[1:]
        assert [row[-3:] for row in rows] == ROWS, name
        yield dict(name=name, separator=separator, encoding=encoding, rows=[row[-3:] for row in rows],
                   base64=base64.b64encode(content).decode())


def read(text, newline):
    try:
        return reader(text, ",", newline)
    except csv.Error:
        return None


def texts():
    chance = random.Random(7)
    for _ in range(500):
        text = "".join(chance.choices('ab ,"\n\r', weights=[3, 2, 1, 4, 5, 3, 1], k=chance.randint(1, 24)))
        # Lines end with LF or CRLF; or with any of LF, CRLF and CR.
        yield dict(text=text, lf=read(text, "\n"), any=read(text, ""))


def write(name, values):
    with open(os.path.join(sys.argv[1], name), "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(value) for value in values) + "\n]\n")


write("csv-programs.json", programs())
write("csv-texts.json", texts())
