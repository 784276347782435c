"""Stands for the built-in XGBoost image, with the real library: argv is the folder that stands for /opt/ml, and the image's tag.

Reads input/, logs one line per round as the image does, and writes model/xgboost-model, or output/failure with one sentence. The
hyperparameters were checked by the engine. What differs between the images' versions is mirrored in
src/engine/algorithms/xgboost/imageVersion.ts.
"""

import os
import pickle
import re
import signal
import sys
import time
import warnings

import xgboost

from algorithm_container import TERMINATED, ClientError, read_config, run
from record_channels import check_channels
from xgboost_cross_validation import HeldOut, folds, report
from xgboost_data import check_features, kind_of, library_message, matrix_of, read_data
from xgboost_metrics import evaluation, own_metrics
from xgboost_rounds import Checkpoints, Rounds, is_maximized

# What the container takes for itself.
CONTAINER_LEVEL = {
    "num_round", "early_stopping_rounds", "csv_weights", "save_model_on_termination", "_tuning_objective_metric", "eval_metric",
    "silent", "use_dask_gpu_training", "_kfold", "_num_cv_round",
}  # fmt: skip
ALIASES = {
    "learning_rate": "eta", "min_split_loss": "gamma", "reg_lambda": "lambda", "reg_alpha": "alpha", "n_jobs": "nthread",
    "random_state": "seed",
}  # fmt: skip


def note(message, level="INFO"):
    print(f"[{time.strftime('%Y-%m-%d:%H:%M:%S', time.gmtime())}:{level}] {message}", flush=True)


def version_of(tag):
    """The XGBoost version of an image; a tag without one, such as 1 or latest, is the oldest image's."""
    match = re.match(r"(\d+)\.(\d+)(-|$)", tag)
    return (int(match[1]), int(match[2])) if match else (0, 72)


# --- parameters


def split_parameters(values, version):
    """The library's own parameters, as this version of the image would have them."""
    own = {name: value for name, value in values.items() if name not in CONTAINER_LEVEL}
    if own.get("objective") == "reg:linear":
        own["objective"] = "reg:squarederror"
    objective = own.get("objective", "reg:squarederror")
    asked = metrics_of(values)
    metrics = [name for name in asked if name not in own_metrics(version)]
    if not asked and version < (1, 3) and objective == "binary:logistic":
        metrics = ["error"]
    if not asked and version < (1, 3) and objective.startswith("multi:"):
        metrics = ["merror"]
    if metrics:
        own["eval_metric"] = metrics
    return own


def tuned_metric(values):
    name = values.get("_tuning_objective_metric")
    return name.split(":")[1] if name and ":" in name else None


def metrics_of(values):
    """As the container combines them: the tuner's metric is added to eval_metric, and both together are sorted."""
    asked = metrics_in_order(values) if "eval_metric" in values else []
    tuned = tuned_metric(values)
    if asked and tuned:
        return sorted({*asked, tuned})
    return list(dict.fromkeys(asked)) or ([tuned] if tuned else [])


def metrics_in_order(values):
    return [name.strip() for name in values["eval_metric"].split(",")]


def own_evaluation(values, version):
    """The argument of xgboost.train for the metrics that the image measures itself."""
    names = [name for name in metrics_of(values) if name in own_metrics(version)]
    if not names:
        return {}
    margins = version >= (1, 2) and int(xgboost.__version__.split(".")[0]) < 2
    return {"feval" if margins else "custom_metric": evaluation(names, margins)}


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


# --- the run


class Job:
    """One job's settings; `boost` trains one model of them."""

    def __init__(self, root, values, version, watched):
        self.values = values
        self.version = version
        self.watched = watched
        self.parameters = split_parameters(values, version)
        self.num_round = int(values["num_round"])
        self.checkpoints = read_config(root, "checkpointconfig").get("LocalPath")
        self.rounds = None
        self.stopped = False
        signal.signal(signal.SIGTERM, lambda *_: self.stop())

    def stop(self):
        self.stopped = True
        if self.rounds:
            self.rounds.stop = True

    def boost(self, matrix, fold=None):
        """A model, and what was measured of it."""
        folder = self.checkpoints and (self.checkpoints if fold is None else os.path.join(self.checkpoints, f"model-{fold}"))
        checkpoints = Checkpoints(folder) if folder else None
        model, first = checkpoints.latest() if checkpoints else (None, 0)
        if model:
            note(f"Checkpoint loaded from {checkpoints.path(first - 1)}")
            note(f"Resuming from iteration {first}")
        own = [name for name in metrics_of(self.values) if name in own_metrics(self.version)]
        stopping = early_stopping(self.values, self.version, self.watched, [*self.parameters.get("eval_metric", []), *own])
        self.rounds = Rounds(self.version, stopping, checkpoints, first)
        self.rounds.stop = self.stopped
        measured = {}
        try:
            booster = xgboost.train(
                self.parameters, matrix, self.num_round - first, evals=self.watched, callbacks=[self.rounds], verbose_eval=False,
                xgb_model=model, evals_result=measured, **own_evaluation(self.values, self.version),
            )  # fmt: skip
        except (xgboost.core.XGBoostError, ValueError) as error:
            raise ClientError(f"XGBoost refuses this job: {library_message(error)}") from error
        return booster, measured

    @property
    def keeps_model(self):
        """Whether a model of a job that was stopped is wanted, and there is one."""
        return self.values.get("save_model_on_termination") == "true" and self.rounds is not None and bool(self.rounds.lines)


def train(root, tag):
    version = version_of(tag)
    warnings.filterwarnings("ignore", message="`feval` is deprecated")
    values = {ALIASES.get(name, name): value.strip() for name, value in read_config(root, "hyperparameters").items()}
    config = read_config(root, "inputdataconfig")
    check_channels("XGBoost", {name: channel for name, channel in config.items() if name != "code"}, ("train", "validation"))
    if values.get("objective") == "survival:aft":
        raise ClientError(
            "survival:aft needs a lower and an upper bound of every label, which no format that XGBoost images read can hold: take "
            "survival:cox, or a script."
        )
    weighted = values.get("csv_weights") == "1"
    channels = [read_data(root, "train", config["train"], version)]
    watched = [(matrix_of(channels, weighted), "train")]
    if "validation" in config:
        said = mixed_formats(config)
        try:
            channels.append(read_data(root, "validation", validation_config(config), version, channels[0].columns))
        except ClientError as error:
            raise ClientError(f"{error} {said}" if said else str(error)) from error
        matrix = matrix_of(channels[1:], weighted)
        check_features("validation", matrix, watched[0][0], channels[1].kind)
        watched.append((matrix, "validation"))
    matrix = watched[0][0]
    note(f"Train matrix has {matrix.num_row()} rows and {matrix.num_col()} columns")
    if len(watched) > 1:
        note(f"Validation matrix has {watched[1][0].num_row()} rows")
    job = Job(root, values, version, watched)
    if "_kfold" in values:
        models = cross_validate(root, job, matrix_of(channels, weighted))
        names = [f"xgboost-model-{fold}" for fold in range(len(models))]
    else:
        models, names = [job.boost(matrix)[0]], ["xgboost-model"]
    if job.stopped:
        note("SIGTERM received, training ends.", "WARNING")
        if not job.keeps_model:
            return TERMINATED
    for booster, name in zip(models, names):
        save(booster, os.path.join(root, "model", name), version)
    return 0


def mixed_formats(config):
    """What is said, in the log and beside what is wrong with the data, where the channels have different content types."""
    kind = kind_of("train", config["train"])
    if kind_of("validation", config["validation"]) == kind:
        return None
    said = f"Channel validation has another ContentType than train; as the image does, it is read in the format of train ({kind})."
    note(said, "WARNING")
    return said


def validation_config(config):
    """The container looks only at train's content type, and reads both channels by it (algorithm_mode/train.py)."""
    return {**config["validation"], "ContentType": config["train"].get("ContentType")}


def cross_validate(root, job, matrix):
    """A model of each fold of train and validation together; all are measured on both channels, as the image does."""
    values, objective = job.values, job.values.get("objective", "reg:squarederror")
    count, repeats = int(values["_kfold"]), int(values.get("_num_cv_round", 1))
    rows, labels = matrix.num_row(), matrix.get_label()
    if rows < count:
        raise ClientError(f"_kfold is {count} and train and validation have {rows} rows: lower _kfold or bring more rows.")
    note(f"Run {repeats}-round of {count}-fold cross validation with {rows} rows")
    classification = "num_class" in values or objective.startswith("binary:")
    held_out = HeldOut(labels, repeats, objective, classification)
    models, results = [], []
    split = folds(rows, labels if classification else None, count, repeats, int(values.get("seed", 0)))
    for seen, unseen in split:
        note(f"Train cross validation fold {len(models) % count + 1}")
        booster, measured = job.boost(matrix.slice(seen), len(models))
        held_out.record(len(models) // count, unseen, booster.predict(matrix.slice(unseen)))
        models.append(booster)
        results.append(measured)
        if job.stopped:
            return models
        if len(models) % count == 0:
            note(f"The metrics of round {len(models) // count} cross validation")
            report(job.num_round, results[-count:])
    held_out.save(os.path.join(root, "output", "data"))
    if repeats > 1:
        note(f"The overall metrics of {repeats}-round cross validation")
        report(job.num_round, results)
    return models


def save(booster, path, version):
    """The images up to 1.2 pickle the booster, later ones let the library write its own file. Renamed when whole."""
    folder, name = os.path.split(path)
    os.makedirs(folder, exist_ok=True)
    partial = os.path.join(folder, f".{name}.partial")
    if version < (1, 3):
        with open(partial, "wb") as file:
            pickle.dump(booster, file, protocol=4)
    else:
        booster.save_model(partial)
    os.replace(partial, path)


if __name__ == "__main__":
    sys.exit(run(train, *sys.argv[1:], say=note))
