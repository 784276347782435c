import { hyperbandResources } from '../../../tuning/stoppingRules.ts';
import { refuse } from './refuse.ts';
import { tunedDefinitions, type TuningJobRequest } from './tuningJobRequest.ts';

/** API reference, HyperbandStrategyConfig.MaxResource. */
const mostResource = 20_000;

/** @throws AwsError ValidationException for what does not go together with the strategy (API reference, HyperParameterTuningJobConfig). */
export function checkStrategy(request: TuningJobRequest): void {
  const config = request.HyperParameterTuningJobConfig;
  const { Strategy: strategy } = config;
  const hyperband = config.StrategyConfig?.HyperbandStrategyConfig;
  if (strategy !== 'Hyperband' && hyperband !== undefined)
    refuse(`HyperbandStrategyConfig goes with the Hyperband strategy only, and the Strategy is ${strategy}.`);
  if (strategy === 'Hyperband') checkHyperband(request);
  if (strategy === 'Grid')
    for (const { ranges } of tunedDefinitions(request))
      if ((ranges.IntegerParameterRanges ?? []).length > 0 || (ranges.ContinuousParameterRanges ?? []).length > 0)
        refuse('A Grid search takes CategoricalParameterRanges only; give the values of the others as categories.');
  if (request.TrainingJobDefinitions !== undefined && request.TrainingJobDefinitions.length > 1) {
    // Developer guide, Create a Hyperparameter Optimization Tuning Job for One or More Algorithms
    if (request.WarmStartConfig !== undefined) refuse('Warm start is only available when a single algorithm is tuned.');
    if (config.TrainingJobEarlyStoppingType === 'Auto')
      refuse('TrainingJobEarlyStoppingType Auto is only available when a single algorithm is tuned.');
  }
}

function checkHyperband(request: TuningJobRequest): void {
  const config = request.HyperParameterTuningJobConfig;
  if ((config.TrainingJobEarlyStoppingType ?? 'Off') !== 'Off')
    refuse(
      'TrainingJobEarlyStoppingType must be Off with the Hyperband strategy, which stops training jobs by itself.',
    );
  const asked = config.StrategyConfig?.HyperbandStrategyConfig;
  const { MinResource: min, MaxResource: max } = asked ?? {};
  if (max !== undefined && max > mostResource)
    refuse(`MaxResource of HyperbandStrategyConfig is ${max}; it can be ${mostResource} at most.`);
  if (min !== undefined && max !== undefined && min >= max)
    refuse(`MinResource of HyperbandStrategyConfig must be less than MaxResource, but they are ${min} and ${max}.`);
  for (const { definition } of tunedDefinitions(request)) {
    const resources = hyperbandResources(asked, definition.StaticHyperParameters ?? {});
    if (resources === undefined)
      refuse(
        'The Hyperband strategy needs MaxResource in HyperbandStrategyConfig: it cannot be inferred from StaticHyperParameters, where it looks for epochs, numepochs, n-epochs, n_epochs and num_epochs.',
      );
    if (resources.max > mostResource)
      refuse(`The largest resource of the Hyperband strategy is ${resources.max}; it can be ${mostResource} at most.`);
  }
}
