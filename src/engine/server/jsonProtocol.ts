import type { ServerResponse } from 'node:http';
import { AwsError } from './awsError.ts';
import { writeJson } from './decimal.ts';
import { JsonText, type JsonCall, type JsonObject, type JsonOperation, type JsonService } from './jsonService.ts';
import { whyUnserved } from './unservedOperations.ts';

/** Finds the operation that `X-Amz-Target` names and runs it. */
export class JsonProtocol {
  private readonly services: ReadonlyMap<string, JsonService>;

  constructor(services: readonly JsonService[]) {
    this.services = new Map(services.map((service) => [service.targetPrefix, service]));
  }

  /** @throws AwsError ValidationException for what is not served, UnknownOperationException, SerializationException, or what the operation throws. */
  async handle(call: JsonCall, body: Buffer, requestId: string, response: ServerResponse): Promise<void> {
    const { service, operation } = this.find(call.headers['x-amz-target'] ?? '');
    const answer = await operation(parse(body), call);
    const text = answer instanceof JsonText ? answer.text : writeJson(answer);
    response.writeHead(200, {
      'Content-Type': `application/x-amz-json-${service.jsonVersion}`,
      'Content-Length': Buffer.byteLength(text),
      'x-amzn-RequestId': requestId,
    });
    response.end(text);
  }

  private find(target: string): { service: JsonService; operation: JsonOperation } {
    const dot = target.lastIndexOf('.');
    const service = this.services.get(target.slice(0, dot));
    const name = target.slice(dot + 1);
    if (service !== undefined && Object.hasOwn(service.operations, name)) {
      const operation = service.operations[name];
      if (operation !== undefined) return { service, operation };
    }
    const refusal = whyUnserved(target);
    if (refusal !== undefined) throw new AwsError('ValidationException', refusal);
    throw new AwsError('UnknownOperationException', `The local engine does not know the operation '${target}'.`);
  }
}

/** Far above what any request holds; what is kept of one must fit the stack when it is written again. */
const deepest = 500;

function parse(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : 'it cannot be parsed';
    throw new AwsError('SerializationException', `The request is not valid JSON: ${reason}`);
  }
  if (depthOf(body) > deepest) throw new AwsError('SerializationException', 'The request is nested too deeply.');
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as JsonObject;
  throw new AwsError('SerializationException', 'The request is not a JSON object.');
}

/** Of valid JSON: how many lists and objects stand around its innermost value. */
function depthOf(json: Buffer): number {
  let depth = 0;
  let greatest = 0;
  let isText = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (isText) {
      if (byte === 0x5c)
        at++; // whatever a backslash escapes
      else if (byte === 0x22) isText = false;
    } else if (byte === 0x22) isText = true;
    else if (byte === 0x5b || byte === 0x7b) greatest = Math.max(greatest, ++depth);
    else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return greatest;
}
