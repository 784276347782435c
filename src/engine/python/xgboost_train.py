"""Stands for the built-in XGBoost image, with the real library: argv is the folder that stands for /opt/ml, and the image's tag.

Reads input/, logs one line per round as the image does, and writes model/xgboost-model, or output/failure with one sentence. The
hyperparameters were checked by the engine. What differs between the images' versions is mirrored in
src/engine/algorithms/xgboost/imageVersion.ts.
"""

import json
import os
import pickle
import re
import signal
import sys
import tempfile
import time

import numpy
import xgboost

TERMINATED = 143  # 128 + SIGTERM, as Docker reports it

# What the container takes for itself.
CONTAINER_LEVEL = {
    "num_round", "early_stopping_rounds", "csv_weights", "save_model_on_termination", "_tuning_objective_metric", "eval_metric",
    "silent", "use_dask_gpu_training", "_kfold", "_num_cv_round",
}  # fmt: skip
ALIASES = {
    "learning_rate": "eta", "min_split_loss": "gamma", "reg_lambda": "lambda", "reg_alpha": "alpha", "n_jobs": "nthread",
    "random_state": "seed",
}  # fmt: skip
MAXIMIZED = ("accuracy", "auc", "aucpr", "balanced_accuracy", "f1", "map", "ndcg", "precision", "r2", "recall", "pre")


class ClientError(Exception):
    """A mistake in the job's own input."""


def note(message, level="INFO"):
    print(f"[{time.strftime('%Y-%m-%d:%H:%M:%S', time.gmtime())}:{level}] {message}", flush=True)


def version_of(tag):
    """The XGBoost version of an image; a tag without one, such as 1 or latest, is the oldest image's."""
    match = re.match(r"(\d+)\.(\d+)(-|$)", tag)
    return (int(match[1]), int(match[2])) if match else (0, 72)


# --- channels


def data_files(folder):
    """Every file of a channel, hidden ones and markers such as _SUCCESS left out, in a fixed order."""
    found = []
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        path = os.path.join(folder, name)
        if name.startswith((".", "_")):
            continue
        found += data_files(path) if os.path.isdir(path) else [path]
    return found


def read_channel(root, name, config, weighted, train=None):
    """Its matrix, and the columns that its lines have where it is CSV. `train` is the same of the channel train."""
    folder = os.path.join(root, "input", "data", name)
    files = data_files(folder)
    if not files:
        raise ClientError(f"Channel {name} has no data files.")
    if config.get("TrainingInputMode") == "Pipe":
        raise ClientError(f"Channel {name} asks for Pipe mode, which the local engine does not have: use File.")
    for path in files:
        with open(path, "rb") as file:
            start = file.read(2)
        if start in (b"\xff\xfe", b"\xfe\xff") or (len(start) == 2 and 0 in start):
            raise ClientError(f"{name}/{os.path.relpath(path, folder)} is text in UTF-16, and XGBoost reads UTF-8: save it as UTF-8.")
    given = config.get("ContentType", "text/libsvm").lower()
    kind = re.sub(r"^(text|application)/(x-)?", "", given.split(";")[0].strip())
    if "label_size=" in given and "label_size=1" not in given.replace(" ", "").split(";"):
        raise ClientError(f"Channel {name} has {given} as its ContentType, but XGBoost takes one label: label_size=1.")
    if kind == "csv":
        columns = train[1] if train else None
        parts = []
        for path in files:
            shown = f"{name}/{os.path.relpath(path, folder)}"
            parts.append(read_csv(path, shown))
            columns = check_columns(parts[-1], columns, shown)
        return table_matrix(name, parts, weighted), columns
    if kind == "parquet":
        matrix = table_matrix(name, [read_parquet(path, name) for path in files], False)
        if train and matrix.num_col() != train[0].num_col():
            raise ClientError(
                f"Channel {name} has {matrix.num_col()} features and train has {train[0].num_col()}: they need the same columns."
            )
        return matrix, None
    if kind == "libsvm":
        matrix = read_libsvm([(path, f"{name}/{os.path.relpath(path, folder)}") for path in files], name)
        if train and matrix.num_col() > train[0].num_col():
            raise ClientError(
                f"Channel {name} has a feature with the index {matrix.num_col() - 1}, but the largest in train is "
                f"{train[0].num_col() - 1}: leave it out, or give a row of train that feature."
            )
        return matrix, None
    raise ClientError(
        f"Channel {name} has ContentType {given}, which the local engine does not read: use text/csv, text/libsvm or "
        "application/x-parquet, or run this job on AWS."
    )


def check_columns(part, columns, shown):
    if part.shape[0] == 0:
        return columns
    if columns is not None and part.shape[1] != columns:
        raise ClientError(
            f"{shown} line 1 has {part.shape[1]} cells instead of {columns}: every line needs the label and the same features as "
            "the first line of train."
        )
    return part.shape[1]


def read_csv(path, shown):
    with open(path, "rb") as file:
        first = file.readline().decode("utf-8", "replace")
        if not first.strip() and not file.readline():
            return numpy.empty((0, 0), numpy.float32)
    delimiter = max(",;\t|", key=first.count)
    if delimiter not in first:
        delimiter = ","
    try:
        return load_numbers(path, delimiter)
    except ValueError as error:
        raise ClientError(f"{shown} {explain_csv(path, delimiter, error)}") from error


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


def explain_csv(path, delimiter, error):
    """Which line is wrong, and what to do about it."""
    columns = None
    with open(path, encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            cells = [cell.strip().strip('"') for cell in line.rstrip("\r\n").split(delimiter)]
            text = next((cell for cell in cells if cell and not is_number(cell)), None)
            if text is not None and re.match(r"[-+.\deE]+(:\S+)?\s+\d+:[-+.\d]", text):
                return f"line {number} holds '{text[:40]}': this looks like libsvm, whose ContentType is text/libsvm."
            if text is not None and number == 1:
                return (
                    f"line 1 holds '{text[:40]}', which is no number: SageMaker's CSV has no header row and the label in the first "
                    "column; if this line names the columns, remove it."
                )
            if text is not None:
                return (
                    f"line {number} holds '{text[:40]}', which is no number: SageMaker's CSV holds numbers only; encode text as "
                    "numbers and leave missing values empty."
                )
            if columns is not None and len(cells) != columns:
                return (
                    f"line {number} has {len(cells)} columns instead of {columns}: every line needs the label and the same features "
                    "as the first line of train."
                )
            columns = len(cells)
    return f"cannot be read: {error}."


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def read_parquet(path, name):
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise ClientError(f"Channel {name} holds Parquet, which needs pyarrow in {sys.executable}: install it there.") from error
    return numpy.column_stack(
        [column.to_numpy().astype(numpy.float32) for column in parquet.read_table(path).columns]
    )


def read_libsvm(files, name):
    for path, shown in files:  # on a CSV file the library may crash instead of refusing it
        wrong = wrong_label(path)
        if wrong:
            raise ClientError(f"{shown} {wrong}{LIBSVM_ADVICE}")
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


LIBSVM_ADVICE = ': a line is "label index:value index:value", each index once, counted from 0; for CSV set the ContentType to text/csv.'


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
    unlabelled = numpy.flatnonzero(~numpy.isfinite(table[:, 0]))
    if unlabelled.size:
        raise ClientError(f"{name} row {unlabelled[0] + 1} has no label: the first column must be a number in every row.")
    if weighted and not (numpy.isfinite(table[:, 1]) & (table[:, 1] >= 0)).all():
        raise ClientError(f"Channel {name} has rows without a weight of 0 or more in the second column, which csv_weights 1 asks for.")
    if numpy.isinf(table).any():
        raise ClientError(f"Channel {name} holds infinite values: leave the cell empty for a missing value.")
    weight = {"weight": table[:, 1]} if weighted else {}
    return xgboost.DMatrix(table[:, skipped:], table[:, 0], **weight)


# --- parameters


def split_parameters(values, version):
    """The library's own parameters, as this version of the image would have them."""
    own = {name: value for name, value in values.items() if name not in CONTAINER_LEVEL}
    if own.get("objective") == "reg:linear":
        own["objective"] = "reg:squarederror"
    if version < (2, 0):
        own.setdefault("base_score", "0.5")
    objective = own.get("objective", "reg:squarederror")
    metrics = metrics_of(values)
    if not metrics and version < (1, 3) and objective == "binary:logistic":
        metrics = ["error"]
    if not metrics and version < (1, 3) and objective.startswith("multi:"):
        metrics = ["merror"]
    if metrics:
        own["eval_metric"] = metrics
    return own


def tuned_metric(values):
    name = values.get("_tuning_objective_metric")
    return name.split(":")[1] if name and ":" in name else None


def metrics_of(values):
    """As the container combines them: the tuner's metric is added to eval_metric, and both together are sorted."""
    asked = [name.strip() for name in values["eval_metric"].split(",")] if "eval_metric" in values else []
    tuned = tuned_metric(values)
    if asked and tuned:
        return sorted({*asked, tuned})
    return list(dict.fromkeys(asked)) or ([tuned] if tuned else [])


def is_maximized(metric):
    return metric.split("@")[0].split("_")[0] in MAXIMIZED or metric.split("@")[0] in MAXIMIZED


class Rounds(xgboost.callback.TrainingCallback):
    """Logs each round as the image prints it, and ends training when SIGTERM came or nothing improves.

    It holds the library's own early stopping, since the library calls several callbacks in no order and not always all of them.
    """

    def __init__(self, version, stopping):
        super().__init__()
        self.version = version
        self.stopping = stopping
        self.stop = False
        self.lines = []

    def before_training(self, model):
        return self.stopping.before_training(model) if self.stopping else model

    def after_training(self, model):
        return self.stopping.after_training(model) if self.stopping else model

    def after_iteration(self, model, epoch, evals_log):
        form = "{:g}" if self.version < (1, 0) else "{:.5f}"
        scores = [(data, metric, series[-1]) for data, log in evals_log.items() for metric, series in log.items()]
        line = f"[{epoch}]" + "".join(f"\t{data}-{metric}:{form.format(value_of(score))}" for data, metric, score in scores)
        print(line, flush=True)
        self.lines.append(line)
        ends = bool(self.stopping) and self.stopping.after_iteration(model, epoch, evals_log)
        if self.stopping and self.version < (0, 90):
            self.announce(epoch, scores, model, ends)
        return self.stop or ends

    def announce(self, epoch, scores, model, ends):
        """What the oldest image says about early stopping."""
        watched = f"{scores[-1][0]}-{scores[-1][1]}"
        if epoch == 0 and len(scores) > 1:
            print(f"Multiple eval metrics have been passed: '{watched}' will be used for early stopping.\n", flush=True)
        if epoch == 0:
            print(f"Will train until {watched} hasn't improved in {self.stopping.rounds} rounds.", flush=True)
        if ends:
            print("Stopping. Best iteration:", flush=True)
            print(self.lines[int(model.attr("best_iteration"))], flush=True)


def value_of(score):
    return score[0] if isinstance(score, tuple) else score


def early_stopping(values, version, watched, metrics):
    rounds = int(values.get("early_stopping_rounds", 0))
    if rounds == 0:
        return None
    if version >= (1, 3):
        named = tuned_metric(values) or (metrics_in_order(values)[-1] if "eval_metric" in values else None)
        if named is None or len(watched) < 2:
            note("No early stopping: this image needs eval_metric and a validation channel for it.", "WARNING")
            return None
        return xgboost.callback.EarlyStopping(
            rounds, metric_name=named, data_name="validation", maximize=is_maximized(named), save_best=True
        )
    # The last metric of the last dataset; every tree is kept.
    last = metrics[-1] if metrics else None
    return xgboost.callback.EarlyStopping(
        rounds, metric_name=last, data_name=watched[-1][1], maximize=is_maximized(last or "rmse"), save_best=False
    )


def metrics_in_order(values):
    return [name.strip() for name in values["eval_metric"].split(",")]


# --- the run


def train(root, tag):
    version = version_of(tag)
    values = {ALIASES.get(name, name): value.strip() for name, value in read_config(root, "hyperparameters").items()}
    if int(values.get("_kfold", 0)) > 1:
        raise ClientError("_kfold asks for cross-validation, which the local engine does not do: leave it out, or run this job on AWS.")
    config = read_config(root, "inputdataconfig")
    for name in config:
        if name not in ("train", "validation", "code"):
            raise ClientError(f"XGBoost has no channel '{name}': name its channels train and validation.")
    if "train" not in config:
        raise ClientError("XGBoost needs a channel named 'train' in InputDataConfig.")
    weighted = values.get("csv_weights") == "1"
    read = read_channel(root, "train", config["train"], weighted)
    matrix = read[0]
    watched = [(matrix, "train")]
    if "validation" in config:
        watched.append((read_channel(root, "validation", config["validation"], weighted, read)[0], "validation"))
    note(f"Train matrix has {matrix.num_row()} rows and {matrix.num_col()} columns")
    if len(watched) > 1:
        note(f"Validation matrix has {watched[1][0].num_row()} rows")
    parameters = split_parameters(values, version)
    rounds = Rounds(version, early_stopping(values, version, watched, parameters.get("eval_metric")))
    signal.signal(signal.SIGTERM, lambda *_: setattr(rounds, "stop", True))
    try:
        booster = xgboost.train(parameters, matrix, int(values["num_round"]), evals=watched, callbacks=[rounds], verbose_eval=False)
    except (xgboost.core.XGBoostError, ValueError) as error:
        raise ClientError(f"XGBoost refuses this job: {library_message(error)}") from error
    if rounds.stop:
        note("SIGTERM received, training ends.", "WARNING")
        if values.get("save_model_on_termination") != "true" or not rounds.lines:
            return TERMINATED
    save(booster, root, version)
    return 0


def library_message(error):
    """libxgboost's first line that says something, without time stamp, source file and stack."""
    lines = [re.sub(r"^\[[\d:]+\] \S+:\d+: (Check failed: )?", "", line).strip() for line in str(error).strip().splitlines()]
    return next((line for line in lines if line and not line.endswith("parser error:")), lines[0])


def save(booster, root, version):
    """The images up to 1.2 pickle the booster, later ones let the library write its own file. Renamed when whole."""
    folder = os.path.join(root, "model")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "xgboost-model")
    partial = os.path.join(folder, ".partial")
    if version < (1, 3):
        with open(partial, "wb") as file:
            pickle.dump(booster, file, protocol=4)
    else:
        booster.save_model(partial)
    os.replace(partial, path)


def read_config(root, name):
    path = os.path.join(root, "input", "config", f"{name}.json")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main(root, tag):
    try:
        return train(root, tag)
    except Exception as error:  # whatever happens becomes the job's failure reason
        kind = "ClientError" if isinstance(error, ClientError) else "AlgorithmError"
        reason = f"{kind}: {str(error) or type(error).__name__}"
        note(reason, "ERROR")
        with open(os.path.join(root, "output", "failure"), "w", encoding="utf-8") as file:
            file.write(reason)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
