import { createHash } from 'node:crypto';
import type { DescribeTransformJobResponse } from '@aws-sdk/client-sagemaker';
import type { PredictionsContent } from '../../sagemaker/predictions/predictionsModel.ts';
import type { PredictionsFolder } from './predictionsFolder.ts';

/** How a transform job is known on this machine. @param arn - Names account and region too. */
export const transformId = (arn: string): string => `transform-${digest(arn)}`;

/** How an input of an account is known here: it is named by its content, so that jobs with the same one have the same rows. */
const inputId = (arn: string, uri: string): string =>
  `input-${digest(`${arn.replace(/:transform-job\/.*$/, '')} ${uri}`)}`;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** Keeps the rows of a job with their labels, which it is not sent, for it and for those that are made of its request. */
export async function keepRows(
  folder: PredictionsFolder,
  { arn, inputUri }: { readonly arn: string; readonly inputUri: string },
  content: PredictionsContent,
): Promise<void> {
  await folder.write(inputId(arn, inputUri), content);
  await folder.write(transformId(arn), content);
}

/** What was kept of a job's rows, else of those of a job with the same input; undefined where nothing was. */
export async function keptRows(
  folder: PredictionsFolder,
  { TransformJobArn: arn = '', TransformJobName: name = '', TransformInput: input }: DescribeTransformJobResponse,
): Promise<PredictionsContent | undefined> {
  const own = await folder.read(transformId(arn));
  if (own !== undefined) return own;
  const uri = input?.DataSource?.S3DataSource?.S3Uri;
  const same = uri === undefined ? undefined : await folder.read(inputId(arn, uri));
  return same && { ...same, subject: { ...same.subject, name } };
}
