"""Linear Learner's hyperparameters as numbers, and the models that a job trains side by side.

Names, defaults and bounds: developer guide, "Linear learner hyperparameters" (src/catalog/algorithms/linearLearner*.ts checked
them). What `auto` becomes is published only in part:

- num_models 32, momentum 0, beta_1 0.9, beta_2 0.999, lr_scheduler_factor 0.99, bias_wd_mult 0 are the defaults that the image
  logged before it called them auto ("Reading default configuration", notebooks of February 2018).
- learning_rate 0.1, wd 0.0001 and 0.01, l1 0, lr_scheduler_step 100 with a minimum of 0.00001 (50 batches an epoch) and 10 with
  0.0001 (2 batches an epoch) stand in "Best model found for hyperparameters" of two public logs (2020-03-22 and 2020-11-24); the
  losses of their 32 models fall into four groups, as those of four l1 do.
- The rest of the grid, bias_lr_mult 1 and where one scheduler gives way to the other are our own.
"""

import itertools
from dataclasses import asdict, dataclass, fields
from typing import Optional

GRID_SIZE = 32
# The first is for a single model; the slower ones end nearer to the optimum.
LEARNING_RATES = {"adam": (0.1, 0.03, 0.01, 0.005), "rmsprop": (0.1, 0.03, 0.01, 0.005), "sgd": (0.1, 0.5, 0.02, 0.005)}
WEIGHT_DECAYS = (0.0001, 0.01)
L1_WEIGHTS = (0.0, 0.01, 0.1, 1.0)
BATCHES_OF_SHORT_EPOCH = 10

DEFAULT_LOSS = {"regressor": "squared_loss", "binary_classifier": "logistic", "multiclass_classifier": "softmax_loss"}


@dataclass
class Options:
    """A job's hyperparameters; None is `auto`."""

    predictor_type: str
    num_classes: int = 1
    feature_dim: Optional[int] = None
    mini_batch_size: int = 1000
    epochs: int = 15
    loss: Optional[str] = None
    num_models: Optional[int] = None
    optimizer: Optional[str] = None
    learning_rate: Optional[float] = None
    l1: Optional[float] = None
    wd: Optional[float] = None
    momentum: Optional[float] = None
    beta_1: Optional[float] = None
    beta_2: Optional[float] = None
    use_bias: bool = True
    bias_lr_mult: Optional[float] = None
    bias_wd_mult: Optional[float] = None
    use_lr_scheduler: bool = True
    lr_scheduler_step: Optional[int] = None
    lr_scheduler_factor: Optional[float] = None
    lr_scheduler_minimum_lr: Optional[float] = None
    early_stopping_patience: int = 3
    early_stopping_tolerance: float = 0.001
    init_method: str = "uniform"
    init_scale: float = 0.07
    init_sigma: float = 0.01
    init_bias: float = 0.0
    normalize_data: Optional[bool] = True
    normalize_label: Optional[bool] = None
    unbias_data: Optional[bool] = None
    unbias_label: Optional[bool] = None
    num_point_for_scaler: int = 10000
    num_calibration_samples: Optional[int] = None
    binary_classifier_model_selection_criteria: str = "accuracy"
    target_recall: float = 0.8
    target_precision: float = 0.8
    positive_example_weight_mult: str = "1.0"
    balance_multiclass_weights: bool = False
    accuracy_top_k: int = 3
    f_beta: float = 1.0
    margin: float = 1.0
    quantile: float = 0.5
    loss_insensitivity: float = 0.01
    huber_delta: float = 1.0
    _tuning_objective_metric: str = ""

    @property
    def is_regression(self):
        return self.predictor_type == "regressor"

    @property
    def outputs(self):
        """Scores per row and model."""
        return self.num_classes if self.predictor_type == "multiclass_classifier" else 1

    def has_criterion(self, name):
        return self.predictor_type == "binary_classifier" and self.binary_classifier_model_selection_criteria == name

    def described(self):
        """As the image logs its configuration: text, auto where nothing was said."""
        return {name: "auto" if value is None else str(value).lower() for name, value in asdict(self).items()}


def read_options(values):
    """Options of the strings of a request, which the engine has checked."""
    kinds = {field.name: str(field.type) for field in fields(Options)}
    known = {name: parsed(value.strip(), kinds[name]) for name, value in values.items() if name in kinds}
    options = Options(**known)
    options.loss = options.loss or DEFAULT_LOSS[options.predictor_type]
    options.optimizer = options.optimizer or "adam"
    return options


def parsed(text, kind):
    if text == "auto" and "Optional" in kind:
        return None
    if "bool" in kind:
        return text in ("true", "True", "1")
    if "int" in kind:
        return int(text)
    return float(text) if "float" in kind else text


# When a hyperparameter changes anything; those that are not named here always do.
EFFECTIVE = {
    "num_classes": lambda options: options.predictor_type == "multiclass_classifier",
    "accuracy_top_k": lambda options: options.predictor_type == "multiclass_classifier",
    "balance_multiclass_weights": lambda options: options.predictor_type == "multiclass_classifier",
    "positive_example_weight_mult": lambda options: options.predictor_type == "binary_classifier",
    "binary_classifier_model_selection_criteria": lambda options: options.predictor_type == "binary_classifier",
    "num_calibration_samples": lambda options: options.predictor_type == "binary_classifier",
    "f_beta": lambda options: not options.is_regression,
    "target_recall": lambda options: options.has_criterion("precision_at_target_recall"),
    "target_precision": lambda options: options.has_criterion("recall_at_target_precision"),
    "margin": lambda options: options.loss == "hinge_loss",
    "quantile": lambda options: options.loss == "quantile_loss",
    "loss_insensitivity": lambda options: options.loss.startswith("eps_insensitive"),
    "huber_delta": lambda options: options.loss == "huber_loss",
    "momentum": lambda options: options.optimizer == "sgd",
    "beta_1": lambda options: options.optimizer == "adam",
    "beta_2": lambda options: options.optimizer == "adam",
    "bias_lr_mult": lambda options: options.use_bias,
    "bias_wd_mult": lambda options: options.use_bias,
    "init_bias": lambda options: options.use_bias,
    "init_scale": lambda options: options.init_method == "uniform",
    "init_sigma": lambda options: options.init_method == "normal",
    "normalize_label": lambda options: options.is_regression,
    "unbias_label": lambda options: options.is_regression and options.use_bias,
    "lr_scheduler_step": lambda options: options.use_lr_scheduler,
    "lr_scheduler_factor": lambda options: options.use_lr_scheduler,
    "lr_scheduler_minimum_lr": lambda options: options.use_lr_scheduler,
    "num_models": lambda options: not options._tuning_objective_metric,
}


def without_effect(options, values):
    """Those of `values` that this job's other hyperparameters leave without effect."""
    return sorted(name for name in values if name in EFFECTIVE and not EFFECTIVE[name](options))


@dataclass(frozen=True)
class Setting:
    """What one of the models is trained with; the scheduler's three are None without one."""

    optimizer: str
    learning_rate: float
    l1: float
    wd: float
    lr_scheduler_step: Optional[int]
    lr_scheduler_factor: Optional[float]
    lr_scheduler_minimum_lr: Optional[float]
    balanced: bool
    start: int

    def described(self):
        """The part that the image names of its best model."""
        shown = asdict(self)
        del shown["balanced"], shown["start"]
        return {name: value for name, value in shown.items() if value is not None}


def grid(options, batches):
    """One setting per model: what the job fixes holds for all, the first has the most usual values for the rest.

    `batches`: how many mini-batches an epoch has.
    """
    rates = axis(options.learning_rate, LEARNING_RATES[options.optimizer])
    decays = axis(options.wd, WEIGHT_DECAYS)
    l1_weights = axis(options.l1, L1_WEIGHTS)
    weighting = {"balanced": (True,), "auto": (False, True)}.get(options.positive_example_weight_mult, (False,))
    usual = scheduler(options, batches)
    # The fastest changing last: a small num_models varies the rate, then wd, then l1.
    combinations = [
        (rate, l1, wd, balanced) for l1, wd, balanced, rate in itertools.product(l1_weights, decays, weighting, rates)
    ]
    wanted = model_count(options, len(combinations))
    return [
        Setting(options.optimizer, rate, l1, wd, *usual, balanced, start)
        for start in range(-(-wanted // len(combinations)))
        for rate, l1, wd, balanced in combinations
    ][:wanted]


def axis(given, proposed):
    return proposed if given is None else (given,)


def model_count(options, combinations):
    """A tuning job has one model (developer guide, "Tune a linear learner model"), unless the weighting itself is to be found."""
    if options._tuning_objective_metric:
        return 2 if options.positive_example_weight_mult == "auto" else 1
    if options.num_models is not None:
        return options.num_models
    return min(GRID_SIZE, combinations)


def scheduler(options, batches):
    if not options.use_lr_scheduler:
        return None, None, None
    step, minimum = (10, 0.0001) if batches < BATCHES_OF_SHORT_EPOCH else (100, 0.00001)
    return (
        options.lr_scheduler_step or step,
        options.lr_scheduler_factor or 0.99,
        options.lr_scheduler_minimum_lr or minimum,
    )
