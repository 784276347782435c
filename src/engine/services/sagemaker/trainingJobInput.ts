import { channelProblem } from '../../execution/input/channelRules.ts';
import { AwsError } from '../../server/awsError.ts';
import { missingInput, type InputPlace } from './missingInput.ts';
import type { TrainingJobRequest } from './trainingJobRecord.ts';

/** @throws AwsError ValidationException for a channel that cannot be, or that has no data now (contract, section 9). */
export async function checkInput(request: TrainingJobRequest, place: InputPlace): Promise<void> {
  const problem = channelProblem(request);
  if (problem !== undefined) throw new AwsError('ValidationException', problem);
  for (const channel of request.InputDataConfig ?? []) {
    const source = channel.DataSource.S3DataSource;
    const missing = source && (await missingInput(source.S3Uri, false, request.RoleArn, place));
    if (missing !== undefined) throw new AwsError('ValidationException', missing);
  }
}
