import { completionOf, type CompletionReason } from '../../../tuning/completion.ts';
import type { ParameterRange, SearchStrategy, StoppingRule, Trial } from '../../../tuning/searchStrategy.ts';
import { hyperbandResources, hyperbandRule, medianRule } from '../../../tuning/stoppingRules.ts';
import { createStrategy } from '../../../tuning/strategies.ts';
import type { TrialRecord, TuningJobRecord } from './tuningJobRecord.ts';
import { tunedDefinitions, type ParameterRanges, type TunedDefinition } from './tuningJobRequest.ts';

/** The search of one definition of a tuning job. */
interface DefinitionSearch {
  readonly strategy: SearchStrategy;
  readonly rule: StoppingRule | undefined;
  readonly ranges: readonly ParameterRange[];
}

/** What a tuning job should try next. */
export interface Proposal {
  /** Index among the request's definitions. */
  readonly definition: number;
  readonly values: Readonly<Record<string, string>>;
}

/** What comes next, what is stopped early, and when enough was tried: decided from its record alone, so that a killed engine goes on. */
export class TuningSearch {
  private readonly definitions: readonly TunedDefinition[];
  private readonly searches: readonly DefinitionSearch[];

  constructor(private readonly record: TuningJobRecord) {
    this.definitions = tunedDefinitions(record.request);
    this.searches = this.definitions.map((tuned, index) => searchOf(record, tuned, index));
  }

  /** The next values, for the definition that has had the fewest so far; undefined when nothing is left to try. */
  next(): Proposal | undefined {
    const trials = this.searches.map((_, index) => this.trialsOf(index));
    const order = trials.map((own, index) => ({ index, count: own.length })).sort((a, b) => a.count - b.count);
    for (const { index } of order) {
      const values = this.searches[index]?.strategy.next(asTrials(trials[index] ?? []));
      if (values !== undefined) return { definition: index, values };
    }
    return undefined;
  }

  get stopsEarly(): boolean {
    return this.searches.some(({ rule }) => rule !== undefined);
  }

  /**
   * Why a running training job is not worth going on with; undefined for one that is.
   * @param curves - The values of the objective that each training job has logged so far, by its name.
   */
  reasonToStop(trial: TrialRecord, curves: ReadonlyMap<string, readonly number[]>): string | undefined {
    const rule = this.searches[trial.definition]?.rule;
    if (rule === undefined) return undefined;
    const all = this.trialsOf(trial.definition).map(({ trainingJobName, end }, index) => ({
      index,
      name: trainingJobName,
      values: curves.get(trainingJobName) ?? [],
      isRunning: end === undefined,
    }));
    const own = all.find(({ name }) => name === trial.trainingJobName);
    if (own === undefined) return undefined;
    const others = all.filter((other) => other !== own);
    return rule.reasonToStop(own, others);
  }

  /** Why no further training job should be started; undefined while more should. */
  completion(): CompletionReason | undefined {
    const { ResourceLimits: limits, TuningJobCompletionCriteria: criteria } =
      this.record.request.HyperParameterTuningJobConfig;
    return this.completionBy({
      maxJobs: limits.MaxNumberOfTrainingJobs,
      targetObjective: criteria?.TargetObjectiveMetricValue,
      maxJobsNotImproving: criteria?.BestObjectiveNotImproving?.MaxNumberOfTrainingJobsNotImproving,
      completeOnConvergence: criteria?.ConvergenceDetected?.CompleteOnConvergence === 'Enabled',
    });
  }

  get hasConverged(): boolean {
    return this.completionBy({ completeOnConvergence: true }) !== undefined;
  }

  /** Of all definitions: they share the direction of their objective. */
  private get goal(): 'Minimize' | 'Maximize' {
    return this.definitions[0]?.objective.Type ?? 'Minimize';
  }

  private completionBy(criteria: Parameters<typeof completionOf>[0]): CompletionReason | undefined {
    const ranges = Math.max(...this.searches.map((search) => search.ranges.length));
    return completionOf(criteria, this.goal, asTrials(this.record.trials), ranges);
  }

  private trialsOf(definition: number): TrialRecord[] {
    return this.record.trials.filter((trial) => trial.definition === definition);
  }
}

function searchOf(record: TuningJobRecord, tuned: TunedDefinition, index: number): DefinitionSearch {
  const { HyperParameterTuningJobConfig: config, WarmStartConfig: warmStart } = record.request;
  const ranges = rangesOf(tuned.ranges);
  const goal = tuned.objective.Type;
  const strategy = createStrategy({
    strategy: config.Strategy,
    ranges,
    goal,
    seed: record.seed + index,
    ...(warmStart && {
      warmStart: {
        kind: warmStart.WarmStartType,
        fixed: tuned.definition.StaticHyperParameters ?? {},
        parents: record.parents.map(({ trials }) => trials.map((trial) => ({ ...trial, state: 'finished' as const }))),
      },
    }),
  });
  return { strategy, ranges, rule: ruleOf(record, tuned) };
}

function ruleOf(record: TuningJobRecord, { definition, objective }: TunedDefinition): StoppingRule | undefined {
  const config = record.request.HyperParameterTuningJobConfig;
  if (config.Strategy === 'Hyperband') {
    const asked = config.StrategyConfig?.HyperbandStrategyConfig;
    const resources = hyperbandResources(asked, definition.StaticHyperParameters ?? {});
    return resources && hyperbandRule(resources, objective.Type);
  }
  return config.TrainingJobEarlyStoppingType === 'Auto' ? medianRule(objective.Type) : undefined;
}

/** The ranges of a checked request, in the order of the request's three lists. */
function rangesOf(ranges: ParameterRanges): ParameterRange[] {
  const numeric = (kind: 'integer' | 'continuous') =>
    (ranges[kind === 'integer' ? 'IntegerParameterRanges' : 'ContinuousParameterRanges'] ?? []).map(
      ({ Name, MinValue, MaxValue, ScalingType = 'Auto' }) => ({
        kind,
        name: Name,
        min: Number(MinValue),
        max: Number(MaxValue),
        scaling: ScalingType,
      }),
    );
  const categorical = (ranges.CategoricalParameterRanges ?? []).map(({ Name, Values }) => ({
    kind: 'categorical' as const,
    name: Name,
    values: Values,
  }));
  return [...numeric('integer'), ...numeric('continuous'), ...categorical];
}

/** As the search sees them. */
export function asTrials(trials: readonly TrialRecord[]): Trial[] {
  return trials.map(({ values, end }) => {
    if (end === undefined) return { values, state: 'running' };
    return end.objective === undefined
      ? { values, state: 'failed' }
      : { values, state: 'finished', objective: end.objective };
  });
}
