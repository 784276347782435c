import { localChoice, readChoice, type ConnectionChoice } from '../../connections/connectionChoice.ts';

/** Where a panel's job is; the view keeps it, so that it outlives the window. */
export interface PanelPlace {
  readonly choice: ConnectionChoice;
  /** The account and region, for a profile may come to mean another account. */
  readonly connectionId: string | undefined;
}

/** The text that the page carries. */
export function writePanelPlace({ choice, connectionId }: PanelPlace): string {
  return JSON.stringify({ choice, connectionId });
}

/**
 * @param state - What the view gave the editor to keep; a window that is reloaded at once keeps nothing.
 * @param remembered - What was kept when the panel was opened, as `writePanelPlace` wrote it.
 * @param otherwise - The place in use, where nothing else is known.
 */
export function readPanelPlace(state: unknown, remembered: unknown, otherwise: ConnectionChoice): PanelPlace {
  const text = typeof state === 'object' && state !== null && 'place' in state ? state.place : undefined;
  return parsePlace(text) ?? parsePlace(remembered) ?? { choice: otherwise, connectionId: undefined };
}

function parsePlace(text: unknown): PanelPlace | undefined {
  try {
    const { choice, connectionId } = JSON.parse(String(text)) as Record<string, unknown>;
    return {
      choice: readChoice(choice) ?? localChoice,
      connectionId: typeof connectionId === 'string' ? connectionId : undefined,
    };
  } catch {
    return undefined; // nothing was kept
  }
}
