import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import type { SdkClients } from '../../sagemaker/clients.ts';
import type { LabelFacts } from '../../sagemaker/predictions/labelFacts.ts';
import { loadPreview } from '../../sagemaker/s3/preview.ts';
import { readS3Place } from '../../sagemaker/s3/s3Place.ts';
import { labelsFileName, readLabels } from '../labelsFile.ts';
import { jobsBehind, type Predictor } from './jobsBehind.ts';

/**
 * What a model's answers stand for, as its training job tells: the `labels.json` beside the data that it was trained on, and how many classes
 * its hyperparameters name. Of an endpoint whose variants do not agree nothing is told.
 * @throws What the requests throw.
 */
export async function trainedLabel(clients: SdkClients, predictor: Predictor): Promise<LabelFacts> {
  const jobs = await jobsBehind(clients, predictor);
  const facts = await Promise.all(
    jobs.map(async (job): Promise<LabelFacts> => (job === undefined ? {} : factsOf(clients, job))),
  );
  const [first = {}, ...others] = facts;
  return others.every((one) => JSON.stringify(one) === JSON.stringify(first)) ? first : {};
}

async function factsOf(clients: SdkClients, job: DescribeTrainingJobResponse): Promise<LabelFacts> {
  const [trained, count] = [await classesBeside(clients, job), countOf(job.HyperParameters ?? {})];
  return { ...(trained && { trained }), ...(count !== undefined && { count }) };
}

async function classesBeside(
  clients: SdkClients,
  { InputDataConfig: channels }: DescribeTrainingJobResponse,
): Promise<readonly string[] | undefined> {
  const train = channels?.find(({ ChannelName }) => ChannelName === 'train');
  const place = readS3Place(train?.DataSource?.S3DataSource?.S3Uri ?? '');
  // Beside a file only: what stands in a folder of data is data.
  if (place === undefined || place.key === '' || place.key.endsWith('/')) return undefined;
  const key = place.key.replace(/[^/]*$/, labelsFileName);
  const shown = await loadPreview(clients, { bucket: place.bucket, key });
  return shown?.kind === 'text' && !shown.isCut ? readLabels(shown.content)?.classes : undefined;
}

/** As XGBoost's `objective` and Linear Learner's `predictor_type` say; of others nothing is known. */
function countOf(hyperparameters: Readonly<Record<string, string>>): number | undefined {
  const { objective = '', predictor_type: predictor = '', num_class: most, num_classes: classes } = hyperparameters;
  // `reg:logistic` is used for probabilities of 0 and 1.
  if (/^(reg:(?!logistic)|count:|survival:)/.test(objective) || predictor === 'regressor') return 0;
  if (/^binary:/.test(objective) || predictor === 'binary_classifier') return 2;
  const count = Number(/^multi:/.test(objective) ? most : predictor === 'multiclass_classifier' ? classes : NaN);
  return Number.isInteger(count) && count > 0 ? count : undefined;
}
