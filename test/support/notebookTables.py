"""The cells that the Boston Housing notebooks begin with: the Boston table cut in three, written to files without header and index, labels first, and uploaded."""
from notebook import given

import os
from types import SimpleNamespace

import numpy as np
import pandas as pd
import sklearn.model_selection


def boston_table():
    """In place of scikit-learn's `load_boston`, which is no more."""
    table = pd.read_csv(given["boston"], skiprows=1)
    names = list(table.columns[:-1])
    return SimpleNamespace(data=table[names].to_numpy(), feature_names=names, target=table["MEDV"].to_numpy())


def uploaded_tables(session, prefix, seed):
    """Gives the S3 URIs of the three files (`train`, `validation`, `test`), their `folder` here, the tested rows, and the labels to compare with."""
    boston = boston_table()
    np.random.seed(seed)
    X_bos_pd = pd.DataFrame(boston.data, columns=boston.feature_names)
    Y_bos_pd = pd.DataFrame(boston.target)
    X_train, X_test, Y_train, Y_test = sklearn.model_selection.train_test_split(X_bos_pd, Y_bos_pd, test_size=0.33)
    X_train, X_val, Y_train, Y_val = sklearn.model_selection.train_test_split(X_train, Y_train, test_size=0.33)

    data_dir = os.path.join(given["folder"], "data")
    if not os.path.exists(data_dir):
        os.makedirs(data_dir)
    X_test.to_csv(os.path.join(data_dir, "test.csv"), header=False, index=False)
    pd.concat([Y_val, X_val], axis=1).to_csv(os.path.join(data_dir, "validation.csv"), header=False, index=False)
    pd.concat([Y_train, X_train], axis=1).to_csv(os.path.join(data_dir, "train.csv"), header=False, index=False)

    return SimpleNamespace(
        test=session.upload_data(os.path.join(data_dir, "test.csv"), key_prefix=prefix),
        validation=session.upload_data(os.path.join(data_dir, "validation.csv"), key_prefix=prefix),
        train=session.upload_data(os.path.join(data_dir, "train.csv"), key_prefix=prefix),
        folder=data_dir,
        test_rows=X_test,
        test_labels=Y_test,
        train_labels=Y_train,
    )
