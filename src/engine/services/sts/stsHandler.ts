import { AwsError } from '../../server/awsError.ts';
import { readBody } from '../../server/body/readBody.ts';
import type { ServiceHandler } from '../../server/serviceHandler.ts';
import { writeXml } from '../../server/xml.ts';

const largestForm = 64 * 1024;

/** STS, in so far as clients ask it who they are. */
export function createStsHandler(options: { readonly accountId: string }): ServiceHandler {
  return {
    protocol: 'query',
    async handle(request, response) {
      const form = new URLSearchParams((await readBody(request.body.content(), largestForm)).toString('utf8'));
      const action = form.get('Action') ?? request.query.get('Action') ?? '';
      if (action !== 'GetCallerIdentity') {
        throw new AwsError('InvalidAction', `The local engine does not know the STS action '${action}'.`);
      }
      const result = {
        Arn: `arn:aws:iam::${options.accountId}:user/local`,
        UserId: 'AIDALOCALUSER0000000',
        Account: options.accountId,
      };
      const text = writeXml(
        'GetCallerIdentityResponse',
        { GetCallerIdentityResult: result, ResponseMetadata: { RequestId: request.requestId } },
        'https://sts.amazonaws.com/doc/2011-06-15/',
      );
      response.writeHead(200, {
        'Content-Type': 'text/xml',
        'Content-Length': Buffer.byteLength(text),
        'x-amzn-RequestId': request.requestId,
      });
      response.end(text);
    },
  };
}
