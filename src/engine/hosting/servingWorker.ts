import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { ForeignModelError, readModel } from '../algorithms/xgboost/savedModel.ts';
import { ScoringService } from '../algorithms/xgboost/serving/scoringService.ts';
import type { ServingInput, ServingMessage, ServingRequest } from './servingMessages.ts';

const input = workerData as ServingInput;
const send = (message: ServingMessage): void => parentPort?.postMessage(message);

try {
  const service = new ScoringService(readModel(readFileSync(modelFile(input.modelFolder), 'utf8')), input);
  parentPort?.on('message', ({ id, ...invocation }: ServingRequest) =>
    send({ kind: 'answer', id, answer: service.answer(invocation) }),
  );
  send({ kind: 'loaded' });
} catch (error) {
  if (!(error instanceof ForeignModelError)) throw error;
  send({ kind: 'unloadable', problem: error.message });
}

/** The one file of the artifact; hidden ones are passed over, as the image does. */
function modelFile(folder: string): string {
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith('.'),
  );
  const [file] = files;
  if (file === undefined) throw new ForeignModelError('its archive holds no file at the top');
  if (files.length > 1)
    throw new ForeignModelError(
      `its archive holds ${files.length} models (${files.map(({ name }) => name).join(', ')})`,
    );
  return join(folder, file.name);
}
