import { AwsError } from './awsError.ts';
import { readBody } from './body/readBody.ts';
import type { ServiceHandler, SignedRequest } from './serviceHandler.ts';
import { writeXml, type XmlValue } from './xml.ts';

const largestForm = 64 * 1024;

/** A service of the query protocol: one function per action, from the form to the members of its result. */
export interface QueryService {
  /** As a person calls it, e.g. `STS`. */
  readonly name: string;
  readonly namespace: string;
  readonly actions: Readonly<Record<string, (form: URLSearchParams, request: SignedRequest) => XmlValue>>;
}

export function createQueryHandler({ name, namespace, actions }: QueryService): ServiceHandler {
  return {
    protocol: 'query',
    async handle(request, response) {
      const form = new URLSearchParams((await readBody(request.body.content(), largestForm)).toString('utf8'));
      for (const [key, value] of request.query) if (!form.has(key)) form.set(key, value);
      const action = form.get('Action') ?? '';
      const run = Object.hasOwn(actions, action) ? actions[action] : undefined;
      if (run === undefined)
        throw new AwsError('InvalidAction', `The local engine does not know the ${name} action '${action}'.`);
      const text = writeXml(
        `${action}Response`,
        { [`${action}Result`]: run(form, request), ResponseMetadata: { RequestId: request.requestId } },
        namespace,
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
