import { UserError, codeOf, messageOf } from '../shared/errors.ts';
import { nameOf, type AwsChoice } from './connectionChoice.ts';
import { usualConfigFile } from './profiles.ts';

const expired = ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'ExpiredTokenError'];
const refused = [
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'InvalidAccessKeyId',
  'AuthFailure',
  'IncompleteSignature',
];
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

/** A connection to AWS that cannot be used; the sentence says what to do. */
export class AwsConnectionError extends UserError {}

/** Whether an error means that the session's credentials no longer work, whatever was asked. */
export function isCredentialProblem(error: unknown): boolean {
  if (error instanceof AwsConnectionError) return true;
  const name = error instanceof Error ? error.name : '';
  return [...expired, ...refused, 'CredentialsProviderError', 'TokenProviderError'].includes(name);
}

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
  });
}

function sentenceFor(
  error: unknown,
  name: string,
  choice: AwsChoice,
  { where, configFile }: { where: string; configFile: string },
): string {
  const who = nameOf(choice);
  const message = messageOf(error);
  const option = choice.kind === 'profile' ? ` --profile ${choice.profile}` : '';
  if (/\bSSO\b|sso login|SSOOIDC/i.test(message) || name === 'TokenProviderError')
    return `The SSO sign-in of ${who} has expired or is missing; run \`aws sso login${option}\` in a terminal and try again.`;
  if (/aws login/i.test(message)) return `The sign-in of ${who} has expired; run \`aws login${option}\` and try again.`;
  if (/MultiFactorAuthentication|MFA/i.test(message))
    return `The MFA code for ${who} was not accepted; wait for the next code and try again.`;
  if (expired.includes(name)) return `The credentials of ${who} have expired; renew them and try again.`;
  if (refused.includes(name)) return `AWS does not accept the credentials of ${who}; check its access key and secret.`;
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
