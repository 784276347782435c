import assert from 'node:assert/strict';
import type { EngineProcess } from '../support/engineProcess.ts';
import { rawFetch, sign } from '../support/signedFetch.ts';

/**
 * A call that only has to be sent; an SDK would add its own time for signing and for reading the answer.
 * @param target - E.g. `SageMaker.ListTrainingJobs`.
 * @returns Sends it; resolves with the answer's text.
 */
export async function ready(engine: EngineProcess, target: string, input: unknown): Promise<() => Promise<string>> {
  const port = Number(new URL(engine.announcement.endpoint).port);
  const body = JSON.stringify(input);
  const service = target.startsWith('SageMaker.') ? 'sagemaker' : 'logs';
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
  const { credentials } = engine.clientConfiguration;
  const signed = await sign(port, { method: 'POST', path: '/', service, headers, body, credentials });
  return async () => {
    const { status, text } = await rawFetch(port, 'POST', '/', signed.headers, body);
    assert.equal(status, 200, text);
    return text;
  };
}
