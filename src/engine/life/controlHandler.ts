import { AwsError } from '../server/awsError.ts';
import type { ServiceHandler } from '../server/serviceHandler.ts';

/** What the owner of the state directory may ask of the engine. */
export interface EngineControl {
  drain(): void;
  stop(): void;
}

/** Answers `POST /_engine/drain` and `POST /_engine/stop`; the server has checked the signature. */
export function createControlHandler(control: EngineControl): ServiceHandler {
  const actions: Readonly<Record<string, () => void>> = {
    '/_engine/drain': () => control.drain(),
    '/_engine/stop': () => control.stop(),
  };
  return {
    protocol: 'json',
    async handle({ method, path }, response) {
      const act = Object.hasOwn(actions, path) && method === 'POST' ? actions[path] : undefined;
      if (act === undefined) throw new AwsError('UnknownOperationException', `There is no ${method} ${path}.`, 404);
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
      act();
    },
  };
}
