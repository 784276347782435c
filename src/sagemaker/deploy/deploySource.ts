import { UserError } from '../../shared/errors.ts';
import type { SdkClients } from '../clients.ts';
import { describeModel } from '../resources/kinds/modelKind.ts';
import type { KindId } from '../resources/resourceKind.ts';
import { describeTrainingJob } from '../trainingJobs.ts';
import { describeTuningJob } from '../tuningJobs.ts';
import { modelOfJob, modelOfModel, type DeployableModel } from './deployableModel.ts';

/** The kinds of what can be deployed. */
export const deployableKinds = ['trainingJob', 'tuningJob', 'model'] as const satisfies readonly KindId[];

/** What is deployed, as it stands in its own place. */
export interface DeploySource {
  /** In a sentence: `training job boston`. */
  readonly words: string;
  readonly name: string;
  /** The model that is there already, where it is one. */
  readonly existing?: string;
  /** Registry URI of what trained or serves it; empty where a model has several. */
  readonly image: string;
  /** Of its container, by which a script is found. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it is made of. @throws UserError for what can only be deployed where it is. */
  readonly model: () => DeployableModel;
}

/**
 * Looks at a training job, a tuning job's best or a model.
 * @throws UserError for what has nothing to deploy.
 */
export async function loadDeploySource(clients: SdkClients, kind: KindId, name: string): Promise<DeploySource> {
  if (kind === 'model') {
    const description = await describeModel(clients, name);
    const { Image: image = '', Environment: environment = {} } = description.PrimaryContainer ?? {};
    const model = (): DeployableModel => modelOfModel(description);
    return { words: `model ${name}`, name, image, environment, existing: name, model };
  }
  const job = kind === 'tuningJob' ? await bestOf(clients, name) : name;
  const model = modelOfJob(await describeTrainingJob(clients, job));
  const words = kind === 'tuningJob' ? `best training job of ${name}, ${job}` : `training job ${job}`;
  const { image, environment } = model;
  return { words, name: job, image, environment, model: () => model };
}

async function bestOf(clients: SdkClients, name: string): Promise<string> {
  const { BestTrainingJob: best } = await describeTuningJob(clients, name);
  if (best?.TrainingJobName === undefined)
    throw new UserError(
      `The tuning job ${name} has no best training job yet; wait until one of its jobs has completed.`,
    );
  return best.TrainingJobName;
}
