"""Writes float32 arrays as `mxnet.nd.save` does, so that `mxnet.nd.load` reads them: the artifacts of K-Means and PCA.

The layout is that of MXNet 1.x, src/ndarray/ndarray.cc (NDArray::Save); test/unit/engine/python compares it with MXNet's own bytes.
"""

import os
import struct

import numpy

LIST_MAGIC = 0x112
ARRAY_MAGIC = 0xF993FAC9  # the second version, which knows storage types
DENSE, CPU, FLOAT32 = 0, 1, 0


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
