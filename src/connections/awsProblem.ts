import { isExpired, isRefusedKey } from '../sagemaker/awsErrors.ts';
import { askedOf } from '../sagemaker/requests/asked.ts';
import { isUnreadable, problemText, unreadable } from '../sagemaker/serviceProblem.ts';
import { UserError, codeOf, messageOf } from '../shared/errors.ts';
import { AwsConnectionError, type Remedy } from './awsConnectionError.ts';
import { nameOf, type AwsChoice } from './connectionChoice.ts';
import { usualConfigFile } from './profileFiles.ts';

const unreachable = [
  'ENOTFOUND',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
];

/**
 * What went wrong between here and AWS, in one sentence. What credential programs print stays out of the sentence and of the cause: it
 * may hold what nobody should read.
 * @param where - The region, or the endpoint when it is not AWS's own.
 * @param configFile - The configuration that is read, as the user knows it.
 */
export function awsProblem(
  error: unknown,
  choice: AwsChoice,
  where: string,
  configFile: string = usualConfigFile,
): UserError {
  if (error instanceof UserError) return error;
  const name = error instanceof Error ? error.name : '';
  return new AwsConnectionError(sentenceFor(error, name, choice, { where, configFile }), {
    cause: harmless(error, name),
    remedy: remedyFor(error, name),
  });
}

function remedyFor(error: unknown, name: string): Remedy {
  if (isSso(error, name)) return 'sso';
  if (isLogin(error)) return 'login';
  return isUnreachable(error) || isUnreadable(error) ? 'wait' : 'credentials';
}

const isSso = (error: unknown, name: string): boolean =>
  /\bSSO\b|sso login|SSOOIDC/i.test(messageOf(error)) || name === 'TokenProviderError';
const isLogin = (error: unknown): boolean => /aws login/i.test(messageOf(error));

function sentenceFor(
  error: unknown,
  name: string,
  choice: AwsChoice,
  { where, configFile }: { where: string; configFile: string },
): string {
  const who = nameOf(choice);
  const message = messageOf(error);
  const option = choice.kind === 'profile' ? ` --profile ${choice.profile}` : '';
  if (isSso(error, name))
    return `The SSO sign-in of ${who} has expired or is missing; run \`aws sso login${option}\` in a terminal and try again.`;
  if (isLogin(error)) return `The sign-in of ${who} has expired; run \`aws login${option}\` and try again.`;
  if (/MultiFactorAuthentication|MFA/i.test(message))
    return `The MFA code for ${who} was not accepted; wait for the next code and try again.`;
  if (isExpired(error)) return `The credentials of ${who} have expired; renew them and try again.`;
  if (isRefusedKey(error)) return `AWS does not accept the credentials of ${who}; check its access key and secret.`;
  if (name.startsWith('AccessDenied') || name === 'UnauthorizedException')
    return `AWS does not let ${who} in (${message.split('\n')[0]}); ask for that permission, or choose another connection.`;
  if (/^Detected a cycle/.test(message))
    return `The source_profile of ${who} leads back to itself; break the circle in ${configFile}.`;
  if (/^Command failed/.test(message))
    return `The credential_process of ${who} failed; run it in a terminal to see why, and try again.`;
  const answered =
    /credential_process (returned invalid \w+|returned expired credentials|did not return Version 1)/.exec(message);
  if (answered !== null) return `The credential_process of ${who} ${answered[1]}; correct it in ${configFile}.`;
  if (name === 'CredentialsProviderError') return noCredentials(choice, configFile);
  if (isUnreachable(error)) return `AWS cannot be reached at ${where}; check the network and the proxy, and try again.`;
  if (askedOf(error) !== undefined) return problemText(error);
  if (isUnreadable(error)) return `${capital(who)} could not connect to AWS at ${where}: ${unreadable('AWS')}.`;
  return `${capital(who)} could not connect to AWS at ${where}: ${message.split('\n')[0]}`;
}

/** The error of a profile that is no longer in the files. */
export function profileGone(profile: string): AwsConnectionError {
  return new AwsConnectionError(
    `There is no profile ${profile} in the AWS configuration any more; choose another connection.`,
  );
}

/** What to say where a choice has no credentials at all. */
export function noCredentials(choice: AwsChoice, configFile: string): string {
  if (choice.kind === 'environment')
    return 'There are no AWS credentials in the environment, and this machine has no role; choose a profile, or run `aws configure`.';
  return `The profile ${choice.profile} gives no credentials; check it in ${configFile}, or run \`aws configure --profile ${choice.profile}\`.`;
}

function isUnreachable(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.some(isUnreachable)) return true;
  const cause = error instanceof Error ? error.cause : undefined;
  return (
    unreachable.includes(codeOf(error) ?? '') ||
    (cause !== undefined && isUnreachable(cause)) ||
    (error instanceof Error && error.name === 'TimeoutError')
  );
}

function harmless(error: unknown, name: string): unknown {
  return name === 'CredentialsProviderError' ? new Error(name) : error;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
