"""What the XGBoost image reads for a script: a DMatrix (sagemaker_xgboost_container/encoder.py)."""

import csv

from script_formats import UnsupportedFormatError


def csv_to_dmatrix(data, dtype=None):
    """The first line tells the delimiter; an empty cell is missing."""
    import numpy
    import xgboost

    text = data.decode() if isinstance(data, bytes) else data
    lines = text.split("\n")
    sniffed = csv.Sniffer().sniff(lines[0][:512]).delimiter
    delimiter = "," if sniffed.isalnum() else sniffed
    cells = [["nan" if cell == "" else cell for cell in line.split(delimiter)] for line in lines]
    return xgboost.DMatrix(numpy.array(cells).astype(dtype))


def libsvm_to_dmatrix(data):
    """Counted from 0; what a line does not name is missing, and a label before its pairs is passed over."""
    import xgboost
    from scipy.sparse import csr_matrix

    text = data.decode("utf-8") if isinstance(data, (bytes, bytearray)) else data
    lines = text.strip().split("\n")
    cells = [(row, *pair(token)) for row, line in enumerate(lines) for token in line.split() if ":" in token]
    rows, columns, values = zip(*cells) if cells else ((), (), ())
    return xgboost.DMatrix(csr_matrix((values, (rows, columns)), shape=(len(lines), max(columns, default=-1) + 1)))


def recordio_protobuf_to_dmatrix(data):
    import xgboost

    import recordio

    features, labels = recordio.read_request(bytes(data))
    return xgboost.DMatrix(features, label=labels)


def pair(token):
    index, value = token.split(":", 1)
    return int(index), float(value)


READERS = {
    "text/csv": csv_to_dmatrix,
    "text/libsvm": libsvm_to_dmatrix,
    "text/x-libsvm": libsvm_to_dmatrix,
    "application/x-recordio-protobuf": recordio_protobuf_to_dmatrix,
}


def decode(data, content_type):
    kind = content_type.split(";")[0].strip()
    if kind not in READERS:
        raise UnsupportedFormatError(kind)
    return READERS[kind](data)
