"""Makes DMatrix objects of the channels of built-in XGBoost: CSV, libsvm, Parquet and RecordIO-protobuf."""

import io
import os
import re
import sys
import tempfile
from typing import NamedTuple, Optional

import numpy
import xgboost

from algorithm_container import ClientError
from record_channels import channel_files, content_type, is_number, read_csv, record_rows, refuse_utf16, stack_sparse

PIPED = ("csv", "parquet", "recordio-protobuf")
LARGEST_INDEX = 10_000_000  # the library keeps something for every column up to the largest, whether or not a row has it
LIBSVM_ADVICE = ': a line is "label index:value index:value", each index once, counted from 0; for CSV set the ContentType to text/csv.'


class Data(NamedTuple):
    """What was read of a channel: tables with the label first, Rows, or the files of libsvm; and its columns where it is CSV."""

    name: str
    kind: str
    parts: list
    columns: Optional[int] = None


def kind_of(name, config):
    kind, parameters = content_type(config, "text/libsvm")
    if kind not in ("csv", "libsvm", "parquet", "recordio-protobuf"):
        raise ClientError(
            f"Channel {name} has ContentType {config.get('ContentType')}, which XGBoost does not read: use text/csv, text/libsvm, "
            "application/x-parquet or application/x-recordio-protobuf."
        )
    if parameters.get("label_size", "1") != "1":
        raise ClientError(
            f"Channel {name} has {config['ContentType']} as its ContentType, but XGBoost takes one label: label_size=1."
        )
    return kind


def read_data(root, name, config, version, columns=None):
    """`columns`: of the CSV of channel train, which the channel must have as well."""
    kind = kind_of(name, config)
    if config.get("TrainingInputMode") == "Pipe" and version >= (3, 0):
        raise ClientError(f"Channel {name} asks for Pipe mode, which XGBoost images from 3.0 on do not have: use File or FastFile.")
    if config.get("TrainingInputMode") == "Pipe" and kind not in PIPED:
        raise ClientError(f"Channel {name} asks for Pipe mode, which XGBoost does not have for libsvm: use File or FastFile.")
    files = channel_files(root, name, config)
    if kind in ("csv", "libsvm"):
        refuse_utf16(files, "XGBoost")
    if kind == "csv":
        parts = []
        for file in files:
            parts.append(read_csv(file, ",;\t|", missing=True))
            check_numbers(parts[-1], file.shown)
            columns = check_columns(parts[-1], columns, file.shown)
        return Data(name, kind, parts, columns)
    if kind == "parquet":
        parts = [(table, file) for file in files for table in read_parquet(file)]
        for table, file in parts:
            check_numbers(table, file.shown)
        return Data(name, kind, [table for table, _ in parts])
    if kind == "recordio-protobuf":
        return Data(name, kind, [record_rows(name, files, True, True)])
    return Data(name, kind, files)


def matrix_of(channels, weighted):
    """One DMatrix of one or several channels of the same kind."""
    kind, name = channels[0].kind, " and ".join(data.name for data in channels)
    parts = [part for data in channels for part in data.parts]
    if kind == "libsvm":
        return libsvm_matrix(parts)
    if kind == "recordio-protobuf":
        return record_matrix(parts)
    return table_matrix(name, parts, weighted and kind == "csv")


def check_features(name, matrix, train, kind):
    """Whether a channel goes with train; of libsvm and sparse records, rows may lack the last features."""
    if kind == "libsvm" and matrix.num_col() > train.num_col():
        raise ClientError(
            f"Channel {name} has a feature with the index {matrix.num_col() - 1}, but the largest in train is "
            f"{train.num_col() - 1}: leave it out, or give a row of train that feature."
        )
    if kind in ("parquet", "recordio-protobuf") and matrix.num_col() != train.num_col():
        raise ClientError(
            f"Channel {name} has {matrix.num_col()} features and train has {train.num_col()}: they need the same columns."
        )


# --- tables


def check_columns(part, columns, shown):
    if part.shape[0] == 0:
        return columns
    if columns is not None and part.shape[1] != columns:
        raise ClientError(
            f"{shown} line 1 has {part.shape[1]} cells instead of {columns}: every line needs the label and the same features as "
            "the first line of train."
        )
    return part.shape[1]


def check_numbers(table, shown):
    if table.shape[0] == 0:
        return
    unlabelled = numpy.flatnonzero(~numpy.isfinite(table[:, 0]))
    if unlabelled.size:
        raise ClientError(f"{shown} row {unlabelled[0] + 1} has no label: the first column must be a number in every row.")
    infinite = numpy.argwhere(numpy.isinf(table))
    if infinite.size:
        row, column = infinite[0] + 1
        raise ClientError(f"{shown} row {row} column {column} is infinite: leave the cell empty for a missing value.")


def read_parquet(file):
    """Its tables: a stream holds several files, one after the other."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise ClientError(f"{file.shown} is Parquet, which needs pyarrow in {sys.executable}: install it there.") from error
    with open(file.path, "rb") as content:
        pieces = [b"PAR1" + piece + b"PAR1" for piece in content.read()[4:-4].split(b"PAR1PAR1")]
    try:
        tables = [parquet.read_table(io.BytesIO(piece)) for piece in pieces]
    except (ArrowException, OSError) as error:
        raise ClientError(f"{file.shown} is no Parquet ({str(error).splitlines()[0]}): set the ContentType to its format.") from error
    return [numpy.column_stack([numbers_of(file, table, name) for name in table.column_names]) for table in tables]


def numbers_of(file, table, name):
    try:
        return table[name].to_numpy().astype(numpy.float32)
    except (TypeError, ValueError) as error:
        raise ClientError(f"{file.shown} has the column '{name}' that holds no numbers: encode it as numbers.") from error


def table_matrix(name, parts, weighted):
    parts = [part for part in parts if part.shape[0] > 0]
    if not parts:
        raise ClientError(f"Channel {name} has no rows: its files are empty.")
    if len({part.shape[1] for part in parts}) > 1:
        raise ClientError(f"The files of channel {name} have different numbers of columns.")
    table = numpy.concatenate(parts)
    skipped = 2 if weighted else 1
    if table.shape[1] <= skipped:
        raise ClientError(
            f"Channel {name} has too few columns: the label comes first{', then the weight' if weighted else ''}, then the features, "
            "separated by commas."
        )
    if weighted and not (numpy.isfinite(table[:, 1]) & (table[:, 1] >= 0)).all():
        raise ClientError(f"Channel {name} has rows without a weight of 0 or more in the second column, which csv_weights 1 asks for.")
    weight = {"weight": table[:, 1]} if weighted else {}
    return xgboost.DMatrix(table[:, skipped:], table[:, 0], **weight)


def record_matrix(parts):
    features = [rows.features for rows in parts]
    dense = all(isinstance(part, numpy.ndarray) for part in features)
    whole = numpy.concatenate(features) if dense and len({part.shape[1] for part in features}) == 1 else stack_sparse(features)
    return xgboost.DMatrix(whole, numpy.concatenate([rows.labels for rows in parts]))


# --- libsvm


def libsvm_matrix(files):
    for path, shown in files:  # on a CSV file the library may crash instead of refusing it
        wrong = wrong_label(path)
        if wrong:
            raise ClientError(f"{shown} {wrong}{LIBSVM_ADVICE}")
        check_indices(path, shown)
    with tempfile.NamedTemporaryFile("wb", suffix=".libsvm", delete=False) as whole:
        for path, _ in files:
            with open(path, "rb") as file:
                whole.write(file.read().rstrip(b"\n") + b"\n")
    try:
        return xgboost.DMatrix(f"{whole.name}?format=libsvm")
    except (xgboost.core.XGBoostError, ValueError) as error:
        found = next((f"{shown} {wrong}" for path, shown in files for wrong in wrong_pairs(path)), None)
        shown = ", ".join(shown for _, shown in files[:3])
        raise ClientError(
            f"{found or f'{shown} is no libsvm text ({library_message(error)})'}{LIBSVM_ADVICE}"
        ) from error
    finally:
        os.remove(whole.name)


def check_indices(path, shown):
    """Before the library reads them: one wrong index would take all memory."""
    with open(path, "rb") as file:
        content = file.read()
    for match in re.finditer(rb"[ \t]\+?(\d{8,}):", content):
        start = content.rfind(b"\n", 0, match.start()) + 1
        if int(match[1]) >= LARGEST_INDEX and b"#" not in content[start : match.start()]:
            line = content.count(b"\n", 0, match.start()) + 1
            raise ClientError(
                f"{shown} line {line} has the index {match[1].decode()[:40]}, and the local engine takes indices below "
                f"{LARGEST_INDEX:,}: number the features from 0, or run this job on AWS."
            )


def libsvm_lines(path):
    """The numbers and words of the lines that hold something."""
    with open(path, encoding="utf-8-sig", errors="replace") as file:
        for number, line in enumerate(file, 1):
            words = line.split("#")[0].split()
            if words:
                yield number, words


def wrong_label(path):
    """Of the first line only, which tells a file of another format."""
    for number, (label, *_) in libsvm_lines(path):
        return None if is_number(label.split(":")[0]) else f"line {number} begins with '{label[:40]}', which is no label"
    return None


def wrong_pairs(path):
    for number, (label, *pairs) in libsvm_lines(path):
        if not all(is_number(part) for part in label.split(":")):
            yield f"line {number} begins with '{label[:40]}', which is no label"
        for pair in pairs:
            index, _, value = pair.partition(":")
            if not (index.isdecimal() or index == "qid") or not is_number(value):
                yield f"line {number} holds '{pair[:40]}', which is no index:value"


def library_message(error):
    """libxgboost's first line that says something, without time stamp, source file and stack."""
    lines = [re.sub(r"^\[[\d:]+\] \S+:\d+: (Check failed: )?", "", line).strip() for line in str(error).strip().splitlines()]
    return next((line for line in lines if line and not line.endswith("parser error:")), lines[0])
