"""What happens after each round of built-in XGBoost: log line, early stopping, checkpoint, an early end."""

import os
import re

import xgboost

from algorithm_container import ClientError

CHECKPOINT = "xgboost-checkpoint"
KEPT_CHECKPOINTS = 5  # max_to_keep of the container's checkpointing.py
MAXIMIZED = ("accuracy", "auc", "aucpr", "balanced_accuracy", "f1", "map", "ndcg", "precision", "r2", "recall", "pre")


class Rounds(xgboost.callback.TrainingCallback):
    """Logs each round as the image prints it, and ends training when SIGTERM came or nothing improves.

    It holds the library's own early stopping, since the library calls several callbacks in no order and not always all of them.
    """

    def __init__(self, version, stopping, checkpoints=None, first=0):
        super().__init__()
        self.version = version
        self.stopping = stopping
        self.checkpoints = checkpoints
        self.first = first
        self.stop = False
        self.lines = []

    def before_training(self, model):
        return self.stopping.before_training(model) if self.stopping else model

    def after_training(self, model):
        return self.stopping.after_training(model) if self.stopping else model

    def after_iteration(self, model, epoch, evals_log):
        form = "{:g}" if self.version < (1, 0) else "{:.5f}"
        scores = [(data, metric, series[-1]) for data, log in evals_log.items() for metric, series in log.items()]
        shown = "".join(f"\t{data}-{metric}:{form.format(value_of(score))}" for data, metric, score in scores)
        line = f"[{self.first + epoch}]{shown}"
        print(line, flush=True)
        self.lines.append(line)
        if self.checkpoints:
            self.checkpoints.save(model, self.first + epoch)
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


def is_maximized(metric):
    return metric.split("@")[0].split("_")[0] in MAXIMIZED or metric.split("@")[0] in MAXIMIZED


class Checkpoints:
    """The models of the last rounds, `xgboost-checkpoint.<round>`, in the folder that is synced with S3."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)

    def rounds(self):
        found = (re.fullmatch(rf"{CHECKPOINT}\.(\d+)", name) for name in os.listdir(self.folder))
        return sorted(int(match[1]) for match in found if match)

    def path(self, number):
        return os.path.join(self.folder, f"{CHECKPOINT}.{number}")

    def latest(self):
        """The model to go on from and the rounds that it has; (None, 0) without one."""
        rounds = self.rounds()
        if not rounds:
            return None, 0
        path = self.path(rounds[-1])
        try:
            return xgboost.Booster(model_file=path), rounds[-1] + 1
        except xgboost.core.XGBoostError as error:
            raise ClientError(f"The checkpoint {os.path.basename(path)} is no model of XGBoost: remove it from S3Uri.") from error

    def save(self, model, number):
        partial = f"{self.path(number)}.sagemaker-ignore"
        model.save_model(partial)
        os.replace(partial, self.path(number))
        for old in self.rounds()[:-KEPT_CHECKPOINTS]:
            os.remove(self.path(old))
