"""Writes float32 arrays as `mxnet.nd.save` does, so that `mxnet.nd.load` reads them, and reads what MXNet saves: the artifacts of
Linear Learner, K-Means and PCA.

The layout is that of MXNet 1.x, src/ndarray/ndarray.cc (NDArray::Save and Load); test/engine compares it with MXNet's own bytes.
"""

import os
import struct

import numpy

LIST_MAGIC = 0x112
ARRAY_MAGIC = 0xF993FAC9  # the second version, which knows storage types
OLD_ARRAY_MAGIC = 0xF993FAC8  # the first has none
NUMPY_ARRAY_MAGIC = 0xF993FACA  # the third differs in what a shape without dimensions means
DENSE, CPU, FLOAT32 = 0, 1, 0
MOST_DIMENSIONS = 32
TYPES = {0: "<f4", 1: "<f8", 2: "<f2", 3: "u1", 4: "<i4", 5: "i1", 6: "<i8"}  # mshadow/base.h


def save(path, arrays):
    """`arrays`: a list, or a dict whose keys become the arrays' names. Renamed when whole."""
    names = list(arrays) if isinstance(arrays, dict) else []
    values = list(arrays.values()) if isinstance(arrays, dict) else arrays
    partial = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.partial")
    with open(partial, "wb") as file:
        file.write(struct.pack("<QQQ", LIST_MAGIC, 0, len(values)))
        for value in values:
            value = numpy.ascontiguousarray(value, "<f4")
            shape = struct.pack(f"<i{value.ndim}q", value.ndim, *value.shape)
            file.write(struct.pack("<Ii", ARRAY_MAGIC, DENSE) + shape + struct.pack("<iii", CPU, 0, FLOAT32))
            file.write(value.tobytes())
        file.write(struct.pack("<Q", len(names)))
        for name in names:
            file.write(struct.pack("<Q", len(name)) + name.encode("ascii"))
    os.replace(partial, path)


def load(data):
    """The arrays of a file's content: a list, or a dict where they have names. Raises ValueError, what is wrong as the end of a sentence."""
    if bytes(data[:8]) != struct.pack("<Q", LIST_MAGIC):
        raise ValueError("is no file of MXNet's arrays")
    reader = Reader(data)
    _, _, count = reader.take("<QQQ")
    arrays = [read_array(reader) for _ in range(count)]
    (named,) = reader.take("<Q")
    names = [bytes(reader.octets(*reader.take("<Q"))).decode("utf-8") for _ in range(named)]
    return dict(zip(names, arrays)) if names else arrays


def read_array(reader):
    (magic,) = reader.take("<I")
    if magic not in (ARRAY_MAGIC, OLD_ARRAY_MAGIC, NUMPY_ARRAY_MAGIC):
        raise ValueError("holds an array of a version of MXNet that is not known here")
    if magic != OLD_ARRAY_MAGIC and reader.take("<i") != (DENSE,):
        raise ValueError("holds a sparse array")
    (dimensions,) = reader.take("<i")
    if not 0 < dimensions <= MOST_DIMENSIONS:
        raise ValueError(f"holds an array of {dimensions} dimensions")
    shape = reader.take(f"<{dimensions}q")
    _, _, kind = reader.take("<iii")
    if kind not in TYPES:
        raise ValueError(f"holds an array of MXNet's type {kind}, which is not known here")
    count = int(numpy.prod(shape, dtype=numpy.int64))
    return numpy.frombuffer(reader.octets(count * numpy.dtype(TYPES[kind]).itemsize), TYPES[kind]).reshape(shape)


class Reader:
    """Takes one part after the other."""

    def __init__(self, data):
        self.data, self.position = memoryview(data), 0

    def octets(self, length):
        start, self.position = self.position, self.position + length
        if not start <= self.position <= len(self.data):
            raise ValueError("is cut off")
        return self.data[start : self.position]

    def take(self, form):
        return struct.unpack(form, self.octets(struct.calcsize(form)))
