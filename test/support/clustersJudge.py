"""What scikit-learn makes of the same data.

stdin: {"rows": CSV without labels, "clusters": k} or {"rows", "components": n}
stdout: {"msd": mean squared distance to the nearest of its centers} or
        {"components": n × columns, "singular": n, "mean": columns}
"""

import io
import json
import sys

import numpy

asked = json.load(sys.stdin)
rows = numpy.loadtxt(io.StringIO(asked["rows"]), delimiter=",", ndmin=2)
if "clusters" in asked:
    from sklearn.cluster import KMeans

    model = KMeans(asked["clusters"], n_init=10, random_state=0).fit(rows)
    print(json.dumps({"msd": model.inertia_ / len(rows)}))
else:
    from sklearn.decomposition import PCA

    model = PCA(asked["components"], svd_solver="full").fit(rows)
    print(json.dumps({
        "components": model.components_.tolist(),
        "singular": model.singular_values_.tolist(),
        "mean": model.mean_.tolist(),
    }))
