"""Makes shared/formats/parquet/fixtures/*.parquet, files as pyarrow, pandas, Polars and DuckDB write them, and what is
in them as text (expected.json), as decimals, dates and floats of Python write themselves; and functions/ingest/fixtures/
fruit.*, the same rows as CSV and as Parquet of each.

Run with Python and: pyarrow (26.0.1), pandas (3.1.1), polars (2.1.0), duckdb (2.0.1), numpy.
"""
import datetime
import decimal
import json
import pathlib

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pyarrow.parquet

out = pathlib.Path(__file__).parents[2] / "shared/formats/parquet/fixtures"
out.mkdir(parents=True, exist_ok=True)
expected = {}
ROWS = 120
decimal.getcontext().prec = 60
UTC = datetime.timezone.utc
random = numpy.random.default_rng(7)


def text(value):
    """As the CSV of the same rows would have it; midnight is the day."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, numpy.floating):
        return None if numpy.isnan(value) else numpy.format_float_positional(value, trim="-")
    if isinstance(value, float):
        return None if value != value else numpy.format_float_positional(value, trim="-")
    if isinstance(value, decimal.Decimal):
        return f"{value:f}"
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date().isoformat()
        fraction = f".{value.microsecond:06d}".rstrip("0") if value.microsecond else ""
        return value.strftime("%Y-%m-%dT%H:%M:%S") + fraction + ("Z" if value.tzinfo else "")
    if isinstance(value, datetime.time):
        fraction = f".{value.microsecond:06d}".rstrip("0") if value.microsecond else ""
        return value.strftime("%H:%M:%S") + fraction
    return str(value)


def keep(name, columns):
    """Texts by column; the name of a column alone where they are those of pyarrow's."""
    texts = {column: [text(value) for value in values] for column, values in columns.items()}
    same = expected.get("pyarrow-none", {})
    expected[name] = {
        column: "" if name != "pyarrow-none" and values == same.get(column) else values
        for column, values in texts.items()
    }


def some(values, every=7):
    """With a few that are missing."""
    return [None if i % every == every - 1 else value for i, value in enumerate(values)]


cents = [int(x) for x in random.integers(-(10**9), 10**9, ROWS)]
large = [int(x) for x in random.integers(-(2**63), 2**63 - 1, ROWS)]
large[:4] = [9007199254740993, 9007199254740992, -(2**63), 2**63 - 1]
stamps = [
    datetime.datetime(2020, 1, 1) + datetime.timedelta(days=int(d), microseconds=int(m) if i % 3 else 0)
    for i, (d, m) in enumerate(zip(random.integers(-20000, 20000, ROWS), random.integers(0, 86_400_000_000, ROWS)))
]
words = ["kiwi", 'lime "é"', "Ōtaki", "a,b", "line\nbreak", "", "東京"]
huge = decimal.Decimal("12345678901234567890123456789012345.678")
columns = {
    "small_decimal": (pyarrow.decimal128(9, 2), some([decimal.Decimal(x % 10**9).scaleb(-2) for x in cents])),
    "decimal": (pyarrow.decimal128(18, 4), some([decimal.Decimal(x).scaleb(-4) for x in cents])),
    "large_decimal": (pyarrow.decimal128(38, 3), some([(-1) ** i * huge - i for i in range(ROWS)])),
    "int8": (pyarrow.int8(), [i % 256 - 128 for i in range(ROWS)]),
    "uint16": (pyarrow.uint16(), some([65535 - i for i in range(ROWS)])),
    "uint32": (pyarrow.uint32(), some([2**32 - 1 - i for i in range(ROWS)])),
    "int64": (pyarrow.int64(), large),
    "uint64": (pyarrow.uint64(), some([2**64 - 1 - i for i in range(ROWS)])),
    "float": (pyarrow.float32(), some([numpy.float32(x) for x in random.normal(0, 1000, ROWS)])),
    "double": (pyarrow.float64(), some([float(x) for x in random.normal(0, 1000, ROWS)])),
    "flag": (pyarrow.bool_(), some([bool(x) for x in random.integers(0, 2, ROWS)])),
    "day": (pyarrow.date32(), some([x.date() for x in stamps])),
    "milliseconds": (pyarrow.timestamp("ms"), some([x.replace(microsecond=x.microsecond // 1000 * 1000) for x in stamps])),
    "microseconds": (pyarrow.timestamp("us", tz="UTC"), some([x.replace(tzinfo=UTC) for x in stamps])),
    "nanoseconds": (pyarrow.timestamp("ns"), some(stamps)),
    "clock": (pyarrow.time64("us"), some([x.time() for x in stamps])),
    "clock_ms": (pyarrow.time32("ms"), some([x.replace(microsecond=x.microsecond // 1000 * 1000).time() for x in stamps])),
    "word": (pyarrow.string(), some([words[i % len(words)] for i in range(ROWS)])),
    "text": (pyarrow.string(), [f"street {x}" for x in large]),
    "nothing": (pyarrow.string(), [None] * ROWS),
}
table = pyarrow.table({name: pyarrow.array(values, type) for name, (type, values) in columns.items()})
whole = {name: values for name, (_, values) in columns.items()}
checked = {"write_page_checksum": True, "row_group_size": 50, "data_page_size": 512}
for codec in ["none", "snappy", "gzip", "brotli", "lz4", "zstd"]:
    pyarrow.parquet.write_table(table, out / f"pyarrow-{codec}.parquet", compression=codec, **checked)
    keep(f"pyarrow-{codec}", whole)
pyarrow.parquet.write_table(
    table, out / "pyarrow-v2.parquet", data_page_version="2.0", use_dictionary=False, **checked
)
keep("pyarrow-v2", whole)
delta = {
    **{name: "DELTA_BINARY_PACKED" for name in ["int8", "uint16", "uint32", "int64", "uint64", "day", "milliseconds", "clock"]},
    **{name: "BYTE_STREAM_SPLIT" for name in ["float", "double", "large_decimal"]},
    "word": "DELTA_LENGTH_BYTE_ARRAY",
    "text": "DELTA_BYTE_ARRAY",
    "flag": "RLE",
}
pyarrow.parquet.write_table(
    table, out / "pyarrow-encodings.parquet", use_dictionary=False, column_encoding=delta, data_page_version="2.0", **checked
)
keep("pyarrow-encodings", whole)
pyarrow.parquet.write_table(
    table.select(["milliseconds", "nanoseconds", "decimal"]),
    out / "pyarrow-int96.parquet",
    use_deprecated_int96_timestamps=True,
    store_decimal_as_integer=True,
)
keep("pyarrow-int96", {name: whole[name] for name in ["milliseconds", "nanoseconds", "decimal"]})

frame = pandas.DataFrame({"code": large, "size": whole["double"], "day": pandas.to_datetime(whole["day"]), "word": whole["word"]})
frame.index = range(5, 5 + ROWS)
frame.query("size == size or code > 0").to_parquet(out / "pandas.parquet")
kept = frame.query("size == size or code > 0")
keep(
    "pandas",
    {
        "code": [int(x) for x in kept["code"]],
        "size": list(kept["size"]),
        "day": [None if x is pandas.NaT else x.to_pydatetime() for x in kept["day"]],
        "word": [None if pandas.isna(x) else x for x in kept["word"]],
        "__index_level_0__": [int(x) for x in kept.index],
    },
)

names = [name for name in whole if name != "nanoseconds"]
polars.from_arrow(table.select(names)).write_parquet(out / "polars.parquet", row_group_size=50)
keep("polars", {name: whole[name] for name in names})

duckdb.sql("set timezone = 'UTC'")
frame = table.select([name for name in names if name not in ("nothing", "clock_ms")])
for name, options in [("duckdb", ""), ("duckdb-v2", ", parquet_version v2")]:
    duckdb.sql(f"copy (from frame) to '{out / name}.parquet' (format parquet{options})")
    keep(name, {column: whole[column] for column in frame.column_names})

nested = pyarrow.table(
    {
        "id": [1, 2],
        "place": [{"city": "Perth", "zip": 1}, None],
        "tags": [["a"], []],
        "extra": pyarrow.array([[("a", 1)], []], pyarrow.map_(pyarrow.string(), pyarrow.int64())),
    }
)
pyarrow.parquet.write_table(nested, out / "nested.parquet")
binary = pyarrow.table(
    {"id": ["1", "2", "3"], "kind": pyarrow.array([b"fig", b"p\xeache", None], pyarrow.binary()), "weight": [1, 2, 3]}
)
pyarrow.parquet.write_table(binary, out / "binary.parquet")
nulls = pyarrow.table({name: pyarrow.nulls(4_000_000, pyarrow.string()) for name in ["id", "kind", "weight"]})
pyarrow.parquet.write_table(nulls, out / "nulls.parquet", row_group_size=4_000_000, compression="zstd", use_dictionary=False, max_rows_per_page=4_000_000, data_page_size=2**30, store_schema=False)

(out / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, separators=(",", ":")) + "\n")

fruit = pandas.DataFrame(
    {
        "id": [9007199254740992 + i for i in range(60)],
        "kind": [["kiwi", 'lime "é"', "Ōtaki apple"][i % 3] for i in range(60)],
        "weight": [round(19.99 + i / 100, 2) for i in range(60)],
        "pieces": pandas.array([None if i % 5 == 0 else i for i in range(60)], "Int64"),
        "picked": [None if i % 7 == 0 else datetime.date(2024, 1, 1) + datetime.timedelta(days=i) for i in range(60)],
    }
)
folder = pathlib.Path(__file__).parents[2] / "functions/ingest/fixtures"
folder.mkdir(exist_ok=True)
fruit.to_csv(folder / "fruit.csv", index=False)
fruit.assign(picked=pandas.to_datetime(fruit["picked"])).to_parquet(folder / "fruit.pandas.parquet")
money = pyarrow.array([decimal.Decimal(str(weight)) for weight in fruit["weight"]], pyarrow.decimal128(9, 2))
exact = pyarrow.Table.from_pandas(fruit).replace_schema_metadata()
exact = exact.set_column(2, "weight", money)
pyarrow.parquet.write_table(exact, folder / "fruit.pyarrow.parquet", compression="zstd", row_group_size=25)
polars.from_arrow(exact).with_columns(polars.col("weight").cast(polars.Float32)).write_parquet(folder / "fruit.polars.parquet")
duckdb.sql(
    f"copy (select id::varchar as id, kind, weight, pieces::double as pieces, picked::timestamp as picked from exact) "
    f"to '{folder / 'fruit.duckdb.parquet'}' (format parquet, compression gzip)"
)
