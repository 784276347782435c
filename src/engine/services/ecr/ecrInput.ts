import { AwsError } from '../../server/awsError.ts';
import type { JsonObject } from '../../server/jsonService.ts';

/** botocore 1.44.5, ecr/2015-09-21: RepositoryName. */
const repositoryNamePattern = '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*';

/** In ECR's words (seen in aws/aws-cli and terraform-provider-aws issues). */
export function invalidParameter(member: string, constraint: string): AwsError {
  return new AwsError(
    'InvalidParameterException',
    `Invalid parameter at '${member}' failed to satisfy constraint: '${constraint}'`,
  );
}

interface Scalars {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

/** A member of a type, or undefined. @throws AwsError SerializationException for another type. */
export function optional<K extends keyof Scalars>(input: JsonObject, member: string, type: K): Scalars[K] | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value === type) return value as Scalars[K];
  throw new AwsError('SerializationException', `The member ${member} is not a ${type}.`);
}

/** @throws AwsError InvalidParameterException. */
export function repositoryNameOf(input: JsonObject): string {
  return checkedName(optional(input, 'repositoryName', 'string'));
}

/** @throws AwsError InvalidParameterException. */
export function checkedName(name: unknown): string {
  if (typeof name !== 'string') throw invalidParameter('repositoryName', 'must not be null');
  if (name.length < 2 || name.length > 256)
    throw invalidParameter('repositoryName', 'must have length between 2 and 256');
  if (!new RegExp(`^${repositoryNamePattern}$`).test(name))
    throw invalidParameter('repositoryName', `must satisfy regular expression '${repositoryNamePattern}'`);
  return name;
}

/** How a registry names an image (distribution specification): by its digest or a tag. @throws AwsError InvalidParameterException. */
export function imageReference(id: unknown): string {
  const { imageDigest, imageTag } = (id ?? {}) as { readonly imageDigest?: unknown; readonly imageTag?: unknown };
  if (typeof imageDigest === 'string') {
    if (/^sha256:[0-9a-f]{64}$/.test(imageDigest)) return imageDigest;
    throw invalidParameter('imageDigest', "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'");
  }
  if (typeof imageTag === 'string' && /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/.test(imageTag)) return imageTag;
  throw invalidParameter('imageTag', "must satisfy regular expression '[a-zA-Z0-9-_.]{1,300}'");
}

/** A list, or undefined. @throws AwsError SerializationException. */
export function optionalList(input: JsonObject, member: string): readonly unknown[] | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value as unknown[];
  throw new AwsError('SerializationException', `The member ${member} is not a list.`);
}

/**
 * One page of names in their order; the token is the last name of the page before.
 * @throws AwsError InvalidParameterException.
 */
export function pageOf(
  names: readonly string[],
  input: JsonObject,
): { readonly page: string[]; readonly nextToken?: string } {
  const limit = optional(input, 'maxResults', 'number') ?? 100;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw invalidParameter('maxResults', 'must have value between 1 and 1000');
  const token = optional(input, 'nextToken', 'string');
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString('utf8');
  const left = names.filter((name) => name > after).sort();
  const page = left.slice(0, limit);
  const last = page.at(-1);
  if (last === undefined || left.length === page.length) return { page };
  return { page, nextToken: Buffer.from(last).toString('base64url') };
}
