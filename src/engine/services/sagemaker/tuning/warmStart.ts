import { refuse } from './refuse.ts';
import { bestTrial } from './tuningJobDescription.ts';
import { isTuningEnded, type ParentJob, type TuningJobRecord } from './tuningJobRecord.ts';
import {
  hyperparameterNames,
  tunedDefinitions,
  type ParameterRanges,
  type TunedDefinition,
  type TuningJobRequest,
} from './tuningJobRequest.ts';
import { TuningSearch } from './tuningSearch.ts';

/** Developer guide, Warm Start Tuning Restrictions. */
const limits = { changes: 10, jobs: 750 };

/**
 * What a tuning job takes over from its parents; nothing where it has none.
 * @param find - The record of a tuning job.
 * @throws AwsError ValidationException naming the rule of a warm start that is broken.
 */
export async function parentsOf(
  request: TuningJobRequest,
  find: (name: string) => Promise<TuningJobRecord | undefined>,
): Promise<ParentJob[]> {
  const { WarmStartConfig: config } = request;
  const [own] = tunedDefinitions(request);
  if (config === undefined || own === undefined) return [];
  const names = config.ParentHyperParameterTuningJobs.map((parent) => parent.HyperParameterTuningJobName ?? '');
  if (new Set(names).size < names.length)
    refuse(`The parents of a warm start must differ, but are ${names.join(', ')}.`);
  const parents: ParentJob[] = [];
  let jobs = request.HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs ?? 0;
  for (const name of names) {
    const record = await find(name);
    if (record === undefined) refuse(`The parent tuning job '${name}' of the warm start does not exist.`);
    if (!isTuningEnded(record.status))
      refuse(
        `The parent tuning job '${name}' is in status ${record.status}; a parent must be Completed, Stopped or Failed.`,
      );
    const [parent, ...others] = tunedDefinitions(record.request);
    if (parent === undefined || others.length > 0)
      refuse(`The parent tuning job '${name}' tunes several algorithms, and a warm start needs a single one.`);
    checkAgainst(own, parent, name, config.WarmStartType);
    jobs += record.trials.length;
    parents.push(parentOf(record, parent));
  }
  if (jobs > limits.jobs)
    refuse(
      `The training jobs of the parents count against the ${limits.jobs} of a tuning job, and together there would be ${jobs}.`,
    );
  return parents;
}

/** @throws AwsError ValidationException where the parents have tried all that the new tuning job could: it would end without a training job. */
export function checkLeft(record: TuningJobRecord): void {
  if (record.parents.length === 0 || new TuningSearch(record).next() !== undefined) return;
  const names = record.parents.map(({ name }) => `'${name}'`).join(', ');
  refuse(
    // Its first and last sentence are those of the refusal of checkTuningJob; what the service says here is not public.
    `You don't have enough combinations of hyperparameter ranges. Training jobs of the warm start's parents, ${names}, have tried all of them with the same static hyperparameters. Provide additional ranges.`,
  );
}

function checkAgainst(own: TunedDefinition, parent: TunedDefinition, name: string, type: string): void {
  const { MetricName, Type } = parent.objective;
  if (own.objective.MetricName !== MetricName || own.objective.Type !== Type)
    refuse(
      `The objective of a warm start must be that of its parents: '${name}' has ${Type} ${MetricName}, not ${own.objective.Type} ${own.objective.MetricName}.`,
    );
  const ownNames = new Set(hyperparameterNames(own));
  const parentNames = hyperparameterNames(parent);
  if (parentNames.length !== ownNames.size || parentNames.some((one) => !ownNames.has(one)))
    refuse(
      // amazon-sagemaker-examples, issue 861
      'The set of tunable plus static HyperParameter names is not the same across current and parent tuning jobs. Please ensure this set is constant when warm starting. Note that previously static HyperParameters can be tuned in warm start jobs and vice versa.',
    );
  const parentKinds = kindsOf(parent.ranges);
  for (const [hyperparameter, kind] of kindsOf(own.ranges)) {
    const before = parentKinds.get(hyperparameter) ?? kind;
    if (before !== kind)
      refuse(
        `The hyperparameter '${hyperparameter}' is ${kind} here and ${before} in the parent '${name}'; its type must not change.`,
      );
  }
  const changes = changesOf(own, parent);
  if (changes > limits.changes)
    refuse(
      `Against the parent '${name}', ${changes} hyperparameters were made static or have another static value; ${limits.changes} such changes are possible in a warm start.`,
    );
  if (type === 'IdenticalDataAndAlgorithm') checkIdentical(own, parent, name);
}

/** API reference, WarmStartType: the same input data and the same training image. */
function checkIdentical(own: TunedDefinition, parent: TunedDefinition, name: string): void {
  const image = ({ definition: { AlgorithmSpecification: algorithm } }: TunedDefinition): string =>
    algorithm.TrainingImage ?? algorithm.AlgorithmName ?? '';
  if (image(own) !== image(parent))
    refuse(
      `A warm start of type IdenticalDataAndAlgorithm needs the training image of its parents: '${name}' has ${image(parent)}; use TransferLearning.`,
    );
  const data = ({ definition }: TunedDefinition): string =>
    (definition.InputDataConfig ?? [])
      .map(
        ({ ChannelName, DataSource }) =>
          `${ChannelName} ${JSON.stringify(DataSource.S3DataSource?.S3Uri ?? DataSource)}`,
      )
      .sort()
      .join();
  if (data(own) !== data(parent))
    refuse(
      `A warm start of type IdenticalDataAndAlgorithm needs the input data of its parents, and '${name}' has other channels or S3 URIs; use TransferLearning.`,
    );
}

function kindsOf({ IntegerParameterRanges, ContinuousParameterRanges, CategoricalParameterRanges }: ParameterRanges) {
  return new Map([
    ...(IntegerParameterRanges ?? []).map(({ Name }) => [Name, 'integer'] as const),
    ...(ContinuousParameterRanges ?? []).map(({ Name }) => [Name, 'continuous'] as const),
    ...(CategoricalParameterRanges ?? []).map(({ Name }) => [Name, 'categorical'] as const),
  ]);
}

/** A categorical hyperparameter that became static counts once per value, another static value twice where it is a category: no number. */
function changesOf(own: TunedDefinition, parent: TunedDefinition): number {
  const before = parent.definition.StaticHyperParameters ?? {};
  const categories = new Map(
    (parent.ranges.CategoricalParameterRanges ?? []).map(({ Name, Values }) => [Name, Values]),
  );
  return Object.entries(own.definition.StaticHyperParameters ?? {}).reduce((changes, [name, value]) => {
    const old = before[name];
    if (old === undefined) return changes + (categories.get(name)?.length ?? 1);
    if (old === value) return changes;
    return changes + (Number.isFinite(Number(old)) ? 1 : 2);
  }, 0);
}

function parentOf(record: TuningJobRecord, { definition, objective }: TunedDefinition): ParentJob {
  const best = bestTrial(record.trials, objective.Type);
  const trials = record.trials.flatMap(({ values, end }) =>
    end?.objective === undefined
      ? []
      : [{ values: { ...definition.StaticHyperParameters, ...values }, objective: end.objective }],
  );
  return { name: record.request.HyperParameterTuningJobName, ...(best && { best }), trials };
}
