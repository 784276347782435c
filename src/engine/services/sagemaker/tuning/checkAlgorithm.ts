import type { AlgorithmSpec, HyperparameterSpec } from '../../../../catalog/algorithm.ts';
import { hyperparameterValueProblem, validateHyperparameters } from '../../../../catalog/hyperparameters.ts';
import { objectiveMetrics } from '../../../../catalog/objectiveMetrics.ts';
import { builtInMetricsProblem } from '../algorithmRules.ts';
import { builtInOf } from '../builtInAlgorithm.ts';
import { refuse } from './refuse.ts';
import { staticHyperparameters } from './trainingRequest.ts';
import {
  hyperparameterNames,
  tunedNames,
  type NumericRange,
  type ParameterRanges,
  type TrainingJobDefinition,
  type TunedDefinition,
} from './tuningJobRequest.ts';

/** The service refuses a tuning job with more (contract, section 13). */
const mostMetrics = 40;

/**
 * Checks the objective, the hyperparameters and the channels against the algorithm: with what it refuses, every training job would fail.
 * @returns The definition, with the metric definitions of a built-in algorithm, which the service adds.
 */
export async function checkAlgorithm(tuned: TunedDefinition): Promise<TrainingJobDefinition> {
  const { definition, objective } = tuned;
  const { AlgorithmSpecification: algorithm } = definition;
  const given = algorithm.MetricDefinitions ?? [];
  const builtIn = await builtInOf(definition, definition.StaticHyperParameters);
  if (builtIn === undefined) {
    if (!given.some(({ Name }) => Name === objective.MetricName))
      refuse(
        // amazon-sagemaker-examples, issue 1207
        'A metric is required for this hyperparameter tuning job objective. Provide a metric in the metric definitions.',
      );
    return definition;
  }
  const { spec, tag } = builtIn;
  if (given.length > 0) refuse(builtInMetricsProblem);
  const possible = objectiveMetrics(spec);
  const known = possible.find(({ name }) => name === objective.MetricName);
  if (known === undefined) {
    const isLogged = spec.metrics.some(({ name }) => name === objective.MetricName);
    refuse(
      `The objective metric '${objective.MetricName}' is not one ${isLogged ? 'that can be tuned for with' : 'of'} ${spec.title}, which has ${possible.map(({ name }) => name).join(', ')}.`,
    );
  }
  checkTunable(spec, tuned.ranges);
  const problems = validateHyperparameters(spec, definition.StaticHyperParameters ?? {}, tag, tunedNames(tuned.ranges));
  if (problems.length > 0) refuse(problems.map(({ message }) => message).join(' '));
  checkChannels(spec, tuned);
  const own = spec.metricsOfJob(staticHyperparameters(tuned));
  const all = own.some(({ name }) => name === known.name) ? own : [known, ...own].slice(0, mostMetrics);
  const MetricDefinitions = all.map(({ name, regex }) => ({ Name: name, Regex: regex }));
  return { ...definition, AlgorithmSpecification: { ...algorithm, MetricDefinitions } };
}

/** The channels that the algorithm needs, and the one that the objective is measured on, e.g. `validation` of `validation:rmse`. */
function checkChannels(spec: AlgorithmSpec, tuned: TunedDefinition): void {
  const given = (tuned.definition.InputDataConfig ?? []).map(({ ChannelName }) => ChannelName);
  const missing = spec.channels.find(({ name, required }) => required && !given.includes(name));
  if (missing !== undefined)
    refuse(`${spec.title} needs a channel '${missing.name}' in InputDataConfig: ${missing.description}`);
  const { MetricName: metric } = tuned.objective;
  const measured = metric.split(':')[0] ?? '';
  if (!spec.channels.some(({ name }) => name === measured) || given.includes(measured)) return;
  // XGBoost's cross-validation measures `validation` on folds of train.
  if (spec.name === 'xgboost' && hyperparameterNames(tuned).includes('_kfold')) return;
  refuse(
    `The objective metric '${metric}' is measured on the channel '${measured}', which InputDataConfig does not have: add it, or choose another objective.`,
  );
}

/** Each range must be of a hyperparameter that can be tuned, and within what the algorithm takes. */
function checkTunable(spec: AlgorithmSpec, ranges: ParameterRanges): void {
  const { IntegerParameterRanges = [], ContinuousParameterRanges = [], CategoricalParameterRanges = [] } = ranges;
  const find = (name: string): HyperparameterSpec => {
    const found = spec.hyperparameters.find((one) => one.name === name || one.aliases?.includes(name) === true);
    if (found === undefined) refuse(`${spec.title} has no hyperparameter '${name}'.`);
    if (found.tunable !== true)
      refuse(`The hyperparameter '${name}' of ${spec.title} cannot be tuned; give it a static value.`);
    return found;
  };
  for (const range of [...IntegerParameterRanges, ...ContinuousParameterRanges]) checkBounds(range, find(range.Name));
  for (const range of ContinuousParameterRanges)
    if (find(range.Name).type === 'integer')
      refuse(`The hyperparameter '${range.Name}' takes whole numbers; give it an integer range.`);
  for (const { Name, Values } of CategoricalParameterRanges) {
    const spec = find(Name);
    const problem = Values.map((value) => hyperparameterValueProblem(spec, Name, value)).find(
      (one) => one !== undefined,
    );
    if (problem !== undefined) refuse(problem);
  }
}

function checkBounds({ Name, MinValue, MaxValue }: NumericRange, spec: HyperparameterSpec): void {
  if (spec.type === 'categorical' || spec.type === 'text')
    refuse(`The hyperparameter '${Name}' takes no numbers; give it a categorical range.`);
  const { min = -Infinity, max = Infinity, exclusiveMin = false, exclusiveMax = false } = spec;
  const [low, high] = [Number(MinValue), Number(MaxValue)];
  const isBelow = exclusiveMin ? low <= min : low < min;
  const isAbove = exclusiveMax ? high >= max : high > max;
  if (!isBelow && !isAbove) return;
  const from = min === -Infinity ? undefined : exclusiveMin ? `greater than ${min}` : `at least ${min}`;
  const to = max === Infinity ? undefined : exclusiveMax ? `less than ${max}` : `at most ${max}`;
  const bounds = [from, to].filter((bound) => bound !== undefined).join(' and ');
  refuse(`The range of '${Name}' is ${MinValue} to ${MaxValue}; its values must be ${bounds}.`);
}
