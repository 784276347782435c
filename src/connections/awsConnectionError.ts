import { isExpired, isRefusedKey } from '../sagemaker/awsErrors.ts';
import { UserError } from '../shared/errors.ts';

/** What would help: a sign-in, other credentials, or waiting for a network that comes back by itself. */
export type Remedy = 'sso' | 'login' | 'credentials' | 'wait';

/** A connection to AWS that cannot be used; the sentence says what to do. */
export class AwsConnectionError extends UserError {
  readonly remedy: Remedy;

  constructor(message: string, { remedy = 'credentials', ...rest }: { cause?: unknown; remedy?: Remedy } = {}) {
    super(message, rest);
    this.remedy = remedy;
  }
}

/** No code was given, so there is nothing to report: the user knows. */
export class CancelledError extends UserError {}

/** Whether an error means that the session's credentials no longer work, whatever was asked. */
export function isCredentialProblem(error: unknown): boolean {
  if (error instanceof AwsConnectionError) return true;
  const name = error instanceof Error ? error.name : '';
  return isExpired(error) || isRefusedKey(error) || ['CredentialsProviderError', 'TokenProviderError'].includes(name);
}
