import { AwsError } from '../server/awsError.ts';
import type { PythonAnswer } from '../../shared/node/pythonAnswer.ts';
import type { PythonFinder } from '../execution/python/pythonEnvironment.ts';
import type { ServiceHandler } from '../server/serviceHandler.ts';
import { runnerWishOf } from '../services/sagemaker/runnerWishOf.ts';

/** What the owner of the state directory may ask of the engine. */
export interface EngineControl {
  drain(): void;
  stop(): void;
  readonly pythons: PythonFinder;
}

/**
 * Answers `POST /_engine/drain`, `/_engine/stop`, and `/_engine/python`: which interpreter a job gets that wishes for the one in the header,
 * as `{environment}` or `{problem}`. The server has checked the signature.
 */
export function createControlHandler(control: EngineControl): ServiceHandler {
  const actions: Readonly<Record<string, () => void>> = {
    '/_engine/drain': () => control.drain(),
    '/_engine/stop': () => control.stop(),
  };
  return {
    protocol: 'json',
    async handle({ method, path, headers }, response) {
      if (method === 'POST' && path === '/_engine/python') {
        const found = await control.pythons.find(runnerWishOf(headers).interpreter);
        const answer: PythonAnswer = typeof found === 'string' ? { problem: found } : { environment: found };
        return void response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
      }
      const act = Object.hasOwn(actions, path) && method === 'POST' ? actions[path] : undefined;
      if (act === undefined) throw new AwsError('UnknownOperationException', `There is no ${method} ${path}.`, 404);
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
      act();
    },
  };
}
