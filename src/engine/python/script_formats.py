"""The formats that the serving toolkits of the framework images read and write on their own; rows are arrays of numpy.

`CONTAINERS` is what sagemaker_containers 2.8 has (the scikit-learn and XGBoost images, PyTorch before 1.2), `INFERENCE` what sagemaker_inference 1.10 has.
Numpy is loaded when it is needed: a script that reads and writes all by itself needs none.
"""

import csv
import io
import json

JSON, CSV, NPY, NPZ = "application/json", "text/csv", "application/x-npy", "application/x-npz"
ANY = "*/*"
TEXTS = (JSON, CSV)


class UnsupportedFormatError(Exception):
    """A content type that a toolkit does not know, in the toolkits' own words."""

    def __init__(self, content_type):
        super().__init__(
            f"Content type {content_type} is not supported by this framework.\n\n"
            "            Please implement input_fn to to deserialize the request data or an output_fn to\n"
            "            serialize the response. For more information, see the SageMaker Python SDK README."
        )


class Formats:
    """Readers and writers by content type."""

    def __init__(self, readers, writers):
        self.readers = readers
        self.writers = writers

    def decode(self, data, content_type):
        return self.known(self.readers, content_type)(data)

    def encode(self, values, content_type):
        return self.known(self.writers, content_type)(values)

    @staticmethod
    def known(functions, content_type):
        if content_type not in functions:
            raise UnsupportedFormatError(content_type)
        return functions[content_type]


def read_json(text):
    import numpy

    return numpy.array(json.loads(text))


def write_json(values):
    def plain(value):
        if hasattr(value, "tolist"):
            return value.tolist()
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")

    return json.dumps(values, default=plain)


def read_npy(data):
    import numpy

    return numpy.load(io.BytesIO(data))  # without pickles, which could run anything


def write_npy(values):
    import numpy

    stream = io.BytesIO()
    numpy.save(stream, values)
    return stream.getvalue()


def read_npz(data):
    import scipy.sparse

    return scipy.sparse.load_npz(io.BytesIO(data))


def read_cells(text):
    """Numbers where all cells are, else texts; one row or one column is one dimension."""
    import numpy

    cells = numpy.array(list(csv.reader(io.StringIO(text), strict=True))).squeeze()
    try:
        return cells.astype(float)
    except ValueError:
        return cells


def write_rows(values):
    import numpy

    rows = numpy.array(values)
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n", strict=True).writerows(rows.reshape(-1, 1) if rows.ndim == 1 else rows)
    return stream.getvalue()


def read_columns(text):
    """Each column has a type of its own; where they differ, a row is one record."""
    import numpy

    return numpy.genfromtxt(io.StringIO(text), dtype=None, delimiter=",")


def write_lines(values):
    import numpy

    stream = io.StringIO()
    numpy.savetxt(stream, values, delimiter=",", fmt="%s")
    return stream.getvalue()


CONTAINERS = Formats({NPY: read_npy, CSV: read_cells, JSON: read_json}, {NPY: write_npy, CSV: write_rows, JSON: write_json})
INFERENCE = Formats(
    {NPY: read_npy, CSV: read_columns, JSON: read_json, NPZ: read_npz}, {NPY: write_npy, CSV: write_lines, JSON: write_json}
)
