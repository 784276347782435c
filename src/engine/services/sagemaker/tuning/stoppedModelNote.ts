import { builtInOf } from '../builtInAlgorithm.ts';
import type { TunedDefinition } from './tuningJobRequest.ts';

/** Lines for the log of a training job that its tuning job may stop early: that nothing is left of it then, and how to keep its model. */
export async function stoppedModelNotes({ definition }: TunedDefinition): Promise<readonly string[]> {
  const builtIn = await builtInOf(definition, definition.StaticHyperParameters);
  const isKept = definition.StaticHyperParameters?.['save_model_on_termination']?.trim() === 'true';
  if (builtIn?.spec.name !== 'xgboost' || isKept) return [];
  return [
    'The tuning job may stop this training job early, and XGBoost keeps no model of a job that is stopped: to keep it, set save_model_on_termination to true in StaticHyperParameters (images from 1.0-1 on).',
  ];
}
