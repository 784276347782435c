import { AwsError } from '../../server/awsError.ts';
import type { Keyring } from '../../server/signature/keyring.ts';
import type { XmlValue } from '../../server/xml.ts';
import { rolesOf, type Role } from '../iam/roles.ts';

/** The longest session of the engine's roles (API reference, Role: MaxSessionDuration). */
const longestSession = 3600;
const shortestSession = 900;

/**
 * Takes on a role that trusts the account (API reference, AssumeRole). There is no MFA device: of a code only the form is checked.
 * @throws AwsError in the service's words.
 */
export function assumeRole(form: URLSearchParams, keyring: Keyring, accountId: string, caller: string): XmlValue {
  const roleArn = required(form, 'RoleArn', /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/);
  const name = required(form, 'RoleSessionName', /^[\w+=,.@-]{2,64}$/);
  const seconds = durationOf(form.get('DurationSeconds'));
  checkMfa(form.get('SerialNumber'), form.get('TokenCode'));
  const role = rolesOf(accountId).find(({ arn }) => arn === roleArn);
  if (role === undefined || !trustsAccount(role, accountId))
    throw denied(`User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`);
  const { expires, ...credentials } = keyring.issue({ role: role.name, name }, seconds);
  return {
    AssumedRoleUser: { Arn: sessionArn(accountId, role.name, name), AssumedRoleId: `${role.id}:${name}` },
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: new Date(expires).toISOString(),
    },
  };
}

/** Who works under a role. */
export function sessionArn(accountId: string, role: string, session: string): string {
  return `arn:aws:sts::${accountId}:assumed-role/${role}/${session}`;
}

function required(form: URLSearchParams, name: string, pattern: RegExp): string {
  const value = form.get(name) ?? '';
  if (pattern.test(value)) return value;
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern.source}`,
  );
}

function durationOf(text: string | null): number {
  const seconds = Number(text ?? longestSession);
  if (seconds > longestSession)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  if (Number.isInteger(seconds) && seconds >= shortestSession) return seconds;
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${text}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to ${shortestSession}`,
  );
}

function checkMfa(serial: string | null, code: string | null): void {
  if (serial === null && code === null) return;
  if (serial === null || code === null)
    throw denied('MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.');
  if (!/^[\w+=/:,.@-]{9,256}$/.test(serial) || !/^\d{6}$/.test(code))
    throw denied('MultiFactorAuthentication failed with invalid MFA one time pass code.');
}

const trustsAccount = ({ trust }: Role, accountId: string): boolean =>
  trust.Statement.some(({ Principal: { AWS } }) => AWS === `arn:aws:iam::${accountId}:root`);

const denied = (message: string): AwsError => new AwsError('AccessDenied', message, 403);
