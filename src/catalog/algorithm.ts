/** One hyperparameter of a built-in algorithm, as its documentation states it. */
export interface HyperparameterSpec {
  readonly name: string;
  /** Other names the algorithm takes for the same setting, e.g. `learning_rate` for `eta`. */
  readonly aliases?: readonly string[];
  readonly type: 'integer' | 'continuous' | 'categorical' | 'text';
  readonly required?: boolean;
  /** The documented default, as it would be sent. */
  readonly default?: string;
  /** Bounds are inclusive unless the matching `exclusive…` is set. */
  readonly min?: number;
  readonly max?: number;
  readonly exclusiveMin?: boolean;
  readonly exclusiveMax?: boolean;
  /** The values of a categorical hyperparameter; suggestions for a text one. */
  readonly values?: readonly string[];
  /** Taken beside what the type says: `auto` for a number, `True` for `true`. */
  readonly alsoTaken?: readonly string[];
  /** True when the value is a comma-separated list of `values`. */
  readonly multiple?: boolean;
  readonly tunable?: boolean;
  /** One sentence for hover and quick pick. */
  readonly description: string;
}

/** What is wrong with one hyperparameter of a request. */
export interface HyperparameterProblem {
  readonly name: string;
  /** One sentence for the user. */
  readonly message: string;
}

/** Values as a request sends them, aliases already replaced by the canonical name. */
export type HyperparameterValues = Readonly<Record<string, string>>;

/** A metric that the algorithm's image declares (contract, section 6). */
export interface MetricSpec {
  /** E.g. `validation:rmse`. */
  readonly name: string;
  readonly regex: string;
  readonly goal: 'Maximize' | 'Minimize';
}

interface ChannelSpec {
  readonly name: string;
  readonly required: boolean;
  readonly contentTypes: readonly string[];
  readonly description: string;
}

/** How an algorithm trains ("Common information about built-in algorithms" of the developer guide). */
interface TrainingSpec {
  /** The instances it runs on; `any` where both kinds work. */
  readonly processors: 'cpu' | 'gpu' | 'any';
  /** Whether it trains on several instances. */
  readonly parallel: boolean;
  readonly inputModes: readonly ('File' | 'Pipe' | 'FastFile')[];
  /** The only distribution of the train channel that the algorithm takes, where it takes but one. */
  readonly trainDistribution?: 'FullyReplicated' | 'ShardedByS3Key';
}

/** A built-in algorithm: facts as data. */
export interface AlgorithmSpec {
  /** The short name, e.g. `xgboost`. */
  readonly name: string;
  readonly title: string;
  readonly hyperparameters: readonly HyperparameterSpec[];
  /** What holds between hyperparameters, asked for once each is right by itself. */
  readonly dependencyProblems?: (values: HyperparameterValues, imageTag?: string) => HyperparameterProblem[];
  /** All that the algorithm can log. */
  readonly metrics: readonly MetricSpec[];
  /** Those that the service declares for a job that sends none: at most 40. */
  readonly metricsOfJob: (values: HyperparameterValues) => readonly MetricSpec[];
  readonly channels: readonly ChannelSpec[];
  readonly training: TrainingSpec;
}
