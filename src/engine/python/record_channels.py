"""Reads the channels of a training job: which files they have, on which hosts, and the rows of CSV and RecordIO-protobuf.

`read_channel` is what an algorithm asks for. Files under input/data/<channel> (File and FastFile) and streams
input/data/<channel>_0 (Pipe) are read alike: a stream is spooled into a file first.
"""

import os
import re
import shutil
from typing import Any, NamedTuple, Optional

import numpy

import recordio
from algorithm_container import ClientError, host_roots


NUMBER = re.compile(r"\s*[-+]?((\d+\.?\d*|\.\d+)(e[-+]?\d+)?|nan|inf(inity)?)\s*", re.IGNORECASE | re.ASCII)
OTHER_NOTATION = re.compile(r"[-+]?(0x[\da-f]+|\d[\d_.]*_\d[\d_.]*)", re.IGNORECASE)  # what Python reads and CSV readers do not


class DataFile(NamedTuple):
    """A file of a channel, and what a message calls it."""

    path: str
    shown: str


class Rows(NamedTuple):
    """`features`: float32, rows × columns, or a scipy CSR matrix where records are sparse; `labels`: float32, one per row, or None."""

    features: Any
    labels: Optional[numpy.ndarray]


def check_channels(algorithm, config, names):
    """`names`: those that the algorithm has, of which it needs the first."""
    for name in config:
        if name not in names:
            listed = f"{', '.join(names[:-1])} and {names[-1]}"
            raise ClientError(f"{algorithm} has no channel '{name}': name its channels {listed}.")
    if names[0] not in config:
        raise ClientError(f"{algorithm} needs a channel named '{names[0]}' in InputDataConfig.")


def read_channel(root, name, config, *, label, delimiters=",", missing=False):
    """All rows of a channel, those of all hosts, in the order of their files.

    `config` is the channel's entry in inputdataconfig.json. With `label`, every row needs one. An algorithm without labels skips
    the column that CSV keeps for it, unless the content type says label_size=0. Empty cells and NaN are refused unless `missing`.
    Raises ClientError, one sentence that names the file and the line.
    """
    kind, parameters = content_type(config, "application/x-recordio-protobuf")
    size = label_size(name, config, parameters)
    if label and size == 0:
        raise ClientError(f"Channel {name} says label_size=0, but this algorithm needs the label in the first column: remove it.")
    if kind not in ("csv", "recordio-protobuf"):
        raise ClientError(
            f"Channel {name} has ContentType {config.get('ContentType')}, which this algorithm does not read: use text/csv or "
            "application/x-recordio-protobuf."
        )
    files = channel_files(root, name, config)
    if kind == "csv":
        refuse_utf16(files)
        return csv_rows(name, [(file, read_csv(file, delimiters, missing)) for file in files], size, label, missing)
    return record_rows(name, files, label, missing)


def content_type(config, default):
    """What a content type means, without text/ or application/x-, and its parameters."""
    kind, *parameters = (config.get("ContentType") or default).lower().split(";")
    pairs = (parameter.partition("=") for parameter in parameters)
    return re.sub(r"^(text|application)/(x-)?", "", kind.strip()), {key.strip(): value.strip() for key, _, value in pairs}


def label_size(name, config, parameters):
    size = parameters.get("label_size", "1")
    if size not in ("0", "1"):
        raise ClientError(f"Channel {name} has the content type {config.get('ContentType')}: label_size must be 0 or 1.")
    return int(size)


# --- files


def channel_files(root, name, config):
    """Every file of a channel in a fixed order: of all hosts where each has a part of the data, else of the first."""
    if config.get("S3DistributionType") == "ShardedByS3Key":
        roots = list(host_roots(root).items())
    else:
        roots = [("", root)]
    found = []
    for host, place in roots:
        shown = f"{host}:{name}" if len(roots) > 1 else name
        folder = os.path.join(place, "input", "data", name)
        if config.get("TrainingInputMode") == "Pipe":
            found += [DataFile(spool(f"{folder}_0", root), shown)]
        else:
            found += [DataFile(path, f"{shown}/{os.path.relpath(path, folder)}") for path in data_files(folder)]
    if not found:
        raise ClientError(f"Channel {name} has no data files.")
    for path, shown in found:
        with open(path, "rb") as file:
            if file.read(2) == b"\x1f\x8b":
                raise ClientError(f"{shown} is compressed with gzip: unpack it, or use Pipe mode with CompressionType Gzip.")
    return found


def data_files(folder):
    """Hidden files and markers such as _SUCCESS are left out."""
    found = []
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        path = os.path.join(folder, name)
        if name.startswith((".", "_")):
            continue
        found += data_files(path) if os.path.isdir(path) else [path]
    return found


def spool(pipe, root):
    """The whole content of a stream as a file, which goes with the job's folder."""
    folder = os.path.join(root, "streams")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, f"{len(os.listdir(folder))}-{os.path.basename(pipe)}")
    with open(pipe, "rb") as stream, open(path, "wb") as file:
        shutil.copyfileobj(stream, file, 1 << 20)
    return path


def refuse_utf16(files, reader="this algorithm"):
    for path, shown in files:
        with open(path, "rb") as file:
            start = file.read(2)
        if start in (b"\xff\xfe", b"\xfe\xff") or (len(start) == 2 and 0 in start):
            raise ClientError(f"{shown} is text in UTF-16, and {reader} reads UTF-8: save it as UTF-8.")


# --- RecordIO-protobuf


def record_rows(name, files, label, missing):
    parts = []
    for path, shown in files:
        with open(path, "rb") as file:
            data = file.read()
        try:
            features, labels = recordio.read_rows(data)
        except recordio.Malformed as error:
            raise ClientError(f"{shown} {error}: write it with the SageMaker SDK's write_numpy_to_dense_tensor.") from error
        if features.shape[0] == 0:
            continue
        if label and labels is None:
            raise ClientError(f"{shown} has records without labels: give each record a label with the key 'values'.")
        if label and labels.shape[1] != 1:
            raise ClientError(f"{shown} has {labels.shape[1]} labels in each record, but this algorithm takes one.")
        check_finite(features, labels if label else None, shown, missing, "record")
        parts.append((features, labels[:, 0] if label else None))
    if not parts:
        raise ClientError(f"Channel {name} has no rows: its files are empty.")
    features = [features for features, _ in parts]
    if all(isinstance(part, numpy.ndarray) for part in features):
        check_same_width(name, features)
        whole = numpy.concatenate(features)
    else:
        whole = stack_sparse(features)
    return Rows(whole, numpy.concatenate([labels for _, labels in parts]) if label else None)


def stack_sparse(parts):
    from scipy import sparse

    width = max(part.shape[1] for part in parts)
    parts = [sparse.csr_matrix(part) for part in parts]
    for part in parts:
        part.resize(part.shape[0], width)
    return sparse.vstack(parts, format="csr")


# --- CSV


def csv_rows(name, tables, size, label, missing):
    tables = [(file, table) for file, table in tables if table.shape[0] > 0]
    if not tables:
        raise ClientError(f"Channel {name} has no rows: its files are empty.")
    check_same_width(name, [table for _, table in tables])
    if tables[0][1].shape[1] <= size:
        raise ClientError(
            f"Channel {name} has one column, which is taken for the label: the label comes first, then the features, separated by "
            "commas; data without labels have the content type text/csv;label_size=0."
        )
    for (_, shown), table in tables:
        check_finite(table[:, size:], table[:, :size] if label else None, shown, missing, "row")
    whole = numpy.concatenate([table for _, table in tables])
    return Rows(numpy.ascontiguousarray(whole[:, size:]), whole[:, 0].copy() if label else None)


def check_same_width(name, tables):
    if len({table.shape[1] for table in tables}) > 1:
        raise ClientError(f"The files of channel {name} have different numbers of columns.")


def check_finite(features, labels, shown, missing, unit):
    values = features if isinstance(features, numpy.ndarray) else features.data
    if not (missing or numpy.isfinite(values).all()):
        row = f" {unit} {numpy.flatnonzero(~numpy.isfinite(values).all(axis=1))[0] + 1}" if values.ndim == 2 else ""
        raise ClientError(f"{shown}{row} has an empty cell, NaN or infinity: this algorithm needs a number in every cell.")
    if labels is not None and not numpy.isfinite(labels).all():
        row = numpy.flatnonzero(~numpy.isfinite(labels).all(axis=1))[0] + 1
        raise ClientError(f"{shown} {unit} {row} has no label: every {unit} needs a number as its label.")


def check_width(rows, name, feature_dim):
    """`feature_dim` as the hyperparameter says it. Sparse rows may be narrower, and are widened."""
    wanted, width = int(feature_dim), rows.features.shape[1]
    if not isinstance(rows.features, numpy.ndarray) and width <= wanted:
        rows.features.resize(rows.features.shape[0], wanted)
    elif width != wanted:
        raise ClientError(
            f"Channel {name} has {width} feature{'' if width == 1 else 's'} and feature_dim is {wanted}: set feature_dim to {width}; of CSV without labels "
            "the first column counts only with the content type text/csv;label_size=0."
        )


def read_csv(file, delimiters, missing):
    """A file's numbers, rows × columns, empty cells as NaN; the first of `delimiters` that its first line has most often counts.

    `missing`: whether a message may advise to leave cells empty.
    """
    with open(file.path, "rb") as stream:
        first = stream.readline().decode("utf-8", "replace")
        if not first.strip() and not stream.readline():
            return numpy.empty((0, 0), numpy.float32)
    delimiter = max(delimiters, key=first.count)
    if delimiter not in first:
        delimiter = ","
    try:
        return load_numbers(file.path, delimiter)
    except ValueError as error:
        raise ClientError(f"{file.shown} {explain_csv(file.path, delimiter, missing, error)}") from error


def load_numbers(path, delimiter):
    try:
        import pandas
    except ImportError:
        table = numpy.genfromtxt(path, delimiter=delimiter, dtype=str, ndmin=2, comments=None)
        return numpy.where(numpy.char.strip(table) == "", "nan", table).astype(numpy.float32)
    try:
        table = pandas.read_csv(path, sep=delimiter, header=None, dtype=numpy.float32, skip_blank_lines=True).to_numpy()
    except pandas.errors.EmptyDataError:
        return numpy.empty((0, 0), numpy.float32)
    with open(path, "rb") as file:  # pandas fills short lines up
        if file.read().count(delimiter.encode()) != table.shape[0] * (table.shape[1] - 1):
            raise ValueError("its lines have different numbers of columns")
    return table


def explain_csv(path, delimiter, missing, error):
    """Which line is wrong, and what to do about it."""
    columns = None
    empty = "leave missing values empty" if missing else "fill missing values in, since this algorithm needs a number in every cell"
    with open(path, encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            cells = [cell.strip().strip('"') for cell in line.rstrip("\r\n").split(delimiter)]
            text = next((cell for cell in cells if cell and not is_number(cell)), None)
            if text is not None and re.match(r"[-+.\deE]+(:\S+)?\s+\d+:[-+.\d]", text):
                return f"line {number} holds '{text[:40]}': this looks like libsvm, whose ContentType is text/libsvm."
            if text is not None and OTHER_NOTATION.fullmatch(text):
                return f"line {number} holds '{text[:40]}': write numbers in decimal notation, such as 16 or 1.6e1."
            if text is not None and all(is_number(part.strip()) for part in text.split(";")):
                return f"line {number} holds '{text[:40]}': this algorithm's CSV has commas between its numbers, no semicolons."
            if text is not None and number == 1:
                return (
                    f"line 1 holds '{text[:40]}', which is no number: SageMaker's CSV has no header row and the label in the first "
                    "column; if this line names the columns, remove it."
                )
            if text is not None:
                return (
                    f"line {number} holds '{text[:40]}', which is no number: SageMaker's CSV holds numbers only; encode text as "
                    f"numbers and {empty}."
                )
            if columns is not None and len(cells) != columns:
                return (
                    f"line {number} has {len(cells)} columns instead of {columns}: every line needs the label and the same features "
                    "as the first line of train."
                )
            columns = len(cells)
    return f"cannot be read: {error}."


def is_number(text):
    return NUMBER.fullmatch(text) is not None
