import { AwsError } from '../../server/awsError.ts';
import { createQueryHandler } from '../../server/queryHandler.ts';
import type { ServiceHandler } from '../../server/serviceHandler.ts';
import type { XmlValue } from '../../server/xml.ts';
import { rolesOf, type Role } from './roles.ts';

/** IAM, in so far as clients look for the role that a job is to run as. */
export function createIamHandler({ accountId }: { readonly accountId: string }): ServiceHandler {
  const roles = rolesOf(accountId);
  return createQueryHandler({
    name: 'IAM',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    actions: {
      ListRoles: (form) => listRoles(roles, form),
      GetRole: (form) => ({ Role: members(roleNamed(roles, form.get('RoleName') ?? '')) }),
    },
  });
}

/** The marker is the name of the last role of the page before (API reference, ListRoles: opaque to the client). */
function listRoles(roles: readonly Role[], form: URLSearchParams): XmlValue {
  const prefix = form.get('PathPrefix') ?? '/';
  const after = form.get('Marker') ?? '';
  const limit = pageSize(form.get('MaxItems'));
  const found = roles.filter(({ path, name }) => path.startsWith(prefix) && name > after);
  const page = found.slice(0, limit);
  const isTruncated = found.length > page.length;
  return {
    Roles: { member: page.map(members) },
    IsTruncated: isTruncated,
    Marker: isTruncated ? page.at(-1)?.name : undefined,
  };
}

function pageSize(text: string | null): number {
  const size = Number(text ?? 100);
  if (Number.isInteger(size) && size >= 1 && size <= 1000) return size;
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${text}' at 'maxItems' failed to satisfy constraint: Member must have value between 1 and 1000`,
  );
}

function roleNamed(roles: readonly Role[], name: string): Role {
  const role = roles.find((candidate) => candidate.name === name);
  if (role === undefined) throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
  return role;
}

function members({ path, name, id, arn, created, description, trust }: Role): Record<string, XmlValue> {
  return {
    Path: path,
    RoleName: name,
    RoleId: id,
    Arn: arn,
    CreateDate: created,
    // IAM gives policies as URL-encoded JSON (API reference, Role).
    AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
    Description: description,
    MaxSessionDuration: 3600,
  };
}
