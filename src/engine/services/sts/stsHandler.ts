import { createQueryHandler } from '../../server/queryHandler.ts';
import type { ServiceHandler } from '../../server/serviceHandler.ts';
import type { Keyring, RoleSession } from '../../server/signature/keyring.ts';
import { assumeRole, sessionArn } from './assumeRole.ts';

/** STS, in so far as clients ask it who they are, and take on a role. */
export function createStsHandler({ accountId, keyring }: { accountId: string; keyring: Keyring }): ServiceHandler {
  const arnOf = (session: RoleSession | undefined): string =>
    session === undefined ? `arn:aws:iam::${accountId}:user/local` : sessionArn(accountId, session.role, session.name);
  return createQueryHandler({
    name: 'STS',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    actions: {
      GetCallerIdentity: (_form, { session }) => ({
        Arn: arnOf(session),
        UserId: session === undefined ? 'AIDALOCALUSER0000000' : `AROALOCAL:${session.name}`,
        Account: accountId,
      }),
      AssumeRole: (form, { session }) => assumeRole(form, keyring, accountId, arnOf(session)),
    },
  });
}
