import { readChoice, type ConnectionChoice } from '../../connections/connectionChoice.ts';

/** What a tab of predictions is of; the view keeps it, so that it outlives the window. */
export interface PredictionsPlace {
  readonly choice: ConnectionChoice;
  readonly connectionId: string | undefined;
  /** How a person knows the place. */
  readonly connection: string;
  readonly kind: 'endpoint' | 'transformJob';
  readonly name: string;
  /** Under which the rows are kept; undefined where texts are sent. */
  readonly id: string | undefined;
}

/** The text that the page carries. */
export function writePredictionsPlace(place: PredictionsPlace): string {
  return JSON.stringify(place);
}

/** @param state - What the view gave the editor to keep. @returns Undefined for what it cannot be opened by. */
export function readPredictionsPlace(state: unknown): PredictionsPlace | undefined {
  const text = typeof state === 'object' && state !== null && 'place' in state ? state.place : undefined;
  let value: unknown;
  try {
    value = JSON.parse(String(text));
  } catch {
    return undefined; // nothing was kept
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { choice, connectionId, connection, kind, name, id } = value as Record<string, unknown>;
  const known = readChoice(choice);
  if (known === undefined || typeof name !== 'string' || (kind !== 'endpoint' && kind !== 'transformJob'))
    return undefined;
  return {
    choice: known,
    connectionId: typeof connectionId === 'string' ? connectionId : undefined,
    connection: typeof connection === 'string' ? connection : '',
    kind,
    name,
    id: typeof id === 'string' ? id : undefined,
  };
}
