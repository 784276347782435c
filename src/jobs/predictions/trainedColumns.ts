import type { Channel, DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import { algorithmOf } from '../../catalog/images.ts';
import { readTableHead } from '../../formats/tableHead.ts';
import type { SdkClients } from '../../sagemaker/clients.ts';
import type { KindId } from '../../sagemaker/resources/resourceKind.ts';
import { loadPreview } from '../../sagemaker/s3/preview.ts';
import { readS3Place } from '../../sagemaker/s3/s3Place.ts';
import { tableReadingOf } from '../wizard/algorithmChoices.ts';
import { jobBehind } from './jobsBehind.ts';
import { listKeys } from './s3Beginning.ts';

/**
 * How many columns a model was trained on, the label aside: as many as the CSV of its job's train channel has behind what stands first there.
 * Known of built-in algorithms whose job and data are still there; of an endpoint its first variant goes.
 * @returns Undefined where that tells nothing. @throws What the requests throw.
 */
export async function trainedColumns(
  clients: SdkClients,
  { kind, name }: { readonly kind: KindId; readonly name: string },
): Promise<number | undefined> {
  const job = await jobBehind(clients, { kind, name });
  if (job === undefined) return undefined;
  const channel = job.InputDataConfig?.find(({ ChannelName }) => ChannelName === 'train');
  const first = channel && columnsBefore(job, channel);
  const source = channel?.DataSource?.S3DataSource;
  const place = readS3Place(source?.S3Uri ?? '');
  if (first === undefined || place === undefined || source?.S3DataType !== 'S3Prefix') return undefined;
  const key = (await listKeys(clients, place.bucket, place.key)).find((one) => !one.endsWith('/'));
  const shown = key === undefined ? undefined : await loadPreview(clients, { bucket: place.bucket, key });
  if (shown?.kind !== 'text') return undefined;
  const width = readTableHead(shown.content, !shown.isCut)?.columns.length ?? 0;
  return width > first ? width - first : undefined;
}

/**
 * Columns of a train channel that are no features: the label, unless `label_size` says otherwise ("Common Data Formats for Training"), and
 * XGBoost's weights, second where `csv_weights` is 1. Undefined for what is no such table; a script reads what it likes.
 */
function columnsBefore(job: DescribeTrainingJobResponse, { ContentType = '' }: Channel): number | undefined {
  const { TrainingImage: image = '' } = job.AlgorithmSpecification ?? {};
  const hyperparameters = job.HyperParameters ?? {};
  const algorithm = algorithmOf(image)?.algorithm ?? '';
  const isTable = tableReadingOf({ kind: 'algorithm', name: algorithm }) !== undefined;
  if (!isTable || 'sagemaker_program' in hyperparameters || !/^text\/csv\b/.test(ContentType)) return undefined;
  const labels = Number(/label_size=(\d+)/.exec(ContentType)?.[1] ?? 1);
  return labels + (hyperparameters['csv_weights'] === '1' ? 1 : 0);
}
