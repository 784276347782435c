import { AwsConnectionError } from './awsConnectionError.ts';
import type { AwsChoice } from './connectionChoice.ts';

/** A program with its arguments; no shell reads them. */
export interface SignIn {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * The AWS CLI's own sign-in that helps against a problem; undefined where none does.
 * @param isRemote - The browser is on another machine, so a code is typed instead (AWS CLI user guide, `aws sso login --use-device-code`).
 */
export function signInFor(choice: AwsChoice, problem: unknown, isRemote: boolean): SignIn | undefined {
  if (!(problem instanceof AwsConnectionError)) return undefined;
  const profile = choice.kind === 'profile' ? ['--profile', choice.profile] : [];
  if (problem.remedy === 'sso')
    return {
      program: 'aws',
      args: ['sso', 'login', ...profile, ...(isRemote ? ['--no-browser', '--use-device-code'] : [])],
    };
  if (problem.remedy === 'login')
    return { program: 'aws', args: ['login', ...profile, ...(isRemote ? ['--remote'] : [])] };
  return undefined;
}
