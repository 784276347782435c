import { AwsError } from '../../../server/awsError.ts';

/** Refuses a tuning job with a sentence. */
export function refuse(message: string): never {
  throw new AwsError('ValidationException', message);
}
