import { createQueryHandler } from '../../server/queryHandler.ts';
import type { ServiceHandler } from '../../server/serviceHandler.ts';

/** STS, in so far as clients ask it who they are. */
export function createStsHandler(options: { readonly accountId: string }): ServiceHandler {
  return createQueryHandler({
    name: 'STS',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    actions: {
      GetCallerIdentity: () => ({
        Arn: `arn:aws:iam::${options.accountId}:user/local`,
        UserId: 'AIDALOCALUSER0000000',
        Account: options.accountId,
      }),
    },
  });
}
