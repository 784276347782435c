import { PredictionMemory } from '../../jobs/predictions/predictionMemory.ts';
import { PredictionsFolder } from '../../jobs/predictions/predictionsFolder.ts';
import { PredictionsModel, type PredictionsContent } from '../../sagemaker/predictions/predictionsModel.ts';
import type { UiParts } from '../parts.ts';
import { ResourceTarget } from '../resources/resourceTarget.ts';
import { InvocationSender } from './invocationSender.ts';
import { readPredictionsPlace } from './predictionsPlace.ts';
import type { OpenedPredictions } from './openedPredictions.ts';

/** What a tab showed before the window was reloaded. Nothing is asked of its place. @returns Undefined where it is gone. */
export async function restorePredictions(
  state: unknown,
  folder: string,
  { connections, workspaceMemory, clock, log, walkthrough }: UiParts,
): Promise<OpenedPredictions | undefined> {
  const place = readPredictionsPlace(state);
  if (place === undefined) return undefined;
  const { choice, connectionId, connection, kind, name, id } = place;
  const target = new ResourceTarget(connections.placeOf(choice), kind, name);
  const content = id === undefined ? noRows(name) : await new PredictionsFolder(folder).read(id);
  if (content === undefined) return undefined;
  const memory = new PredictionMemory(workspaceMemory);
  const { text = '', contentType = 'text/csv' } =
    connectionId === undefined ? {} : memory.invocationOf({ id: connectionId }, name);
  const sender =
    kind === 'endpoint' && id === undefined
      ? new InvocationSender(
          target,
          connectionId,
          { memory, clock, log, walkthrough },
          { variants: [], text, contentType }, // the view has kept those that it showed
        )
      : undefined;
  return { target, model: new PredictionsModel(content), connectionId, connection, id, sender };
}

/** What a tab holds in which only texts are sent. */
export function noRows(endpoint: string): PredictionsContent {
  return {
    subject: {
      kind: 'endpoint',
      name: endpoint,
      source: '',
      format: 'csv',
      contentType: '',
      columns: [],
      notes: [],
    },
    rows: [],
    answers: [],
    requests: [],
  };
}
