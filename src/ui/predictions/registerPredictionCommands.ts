import { lazily } from '../commands.ts';
import { commands } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';
import { PredictionsPanels } from './predictionsPanels.ts';

/** Endpoints that are asked, and batch transforms. */
export function registerPredictionCommands(parts: UiParts): void {
  const panels = parts.own(new PredictionsPanels(parts));
  parts.registerForRows(
    commands.invoke,
    lazily(async () => (await import('./invokeCommand.ts')).invokeCommand(parts, panels)),
  );
  parts.registerForRows(
    commands.batchTransform,
    lazily(async () => (await import('./batchTransformCommand.ts')).batchTransformCommand(parts, panels)),
  );
  parts.registerForRows(
    commands.openResults,
    lazily(async () => (await import('./openResultsCommand.ts')).openResultsCommand(parts, panels)),
  );
}
