import * as vscode from 'vscode';
import type { DeployPlan } from '../../sagemaker/deploy/deployPlan.ts';
import { makeDeployment, type MadeParts, type Part } from '../../sagemaker/deploy/makeDeployment.ts';
import { moveModel } from '../../sagemaker/deploy/moveModel.ts';
import { partsText } from '../../sagemaker/deploy/partsText.ts';
import { changeTitle } from '../../sagemaker/endpoints/changeEnd.ts';
import type { EndpointChange } from '../../sagemaker/endpoints/endpointChange.ts';
import { bytesText } from '../../shared/bytesText.ts';
import type { RunnerWish } from '../../shared/node/runnerWish.ts';
import type { UiParts } from '../parts.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import type { ModelMove } from './prepareDeployment.ts';

/** The error that stands for *Cancel*. */
export const cancelled = new Error('cancelled');

interface Making {
  readonly plan: Partial<DeployPlan>;
  readonly move?: ModelMove | undefined;
  readonly wish?: RunnerWish;
}

/**
 * Copies and creates in a notification, for a change that is pending until it is followed. Never throws: what was made is always told, should the
 * window be reloaded meanwhile, after that.
 */
export async function makeWithProgress(
  target: ResourceTarget,
  change: EndpointChange,
  { plan, move, wish }: Making,
  { awaited }: Pick<UiParts, 'awaited'>,
): Promise<MadeParts> {
  const { place } = target;
  const stop = new AbortController();
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `SageMaker: ${changeTitle(target.name, change)}`,
    cancellable: true,
  };
  awaited.hold(target, { ...change, pending: move === undefined ? {} : { copiesTo: move.way.bucket } });
  try {
    const { clients } = await place.sessions.connect();
    return await vscode.window.withProgress(options, async (progress, token) => {
      token.onCancellationRequested(() => stop.abort(cancelled));
      const { signal } = stop;
      const moved =
        move &&
        (await moveModel(move.model, move.files, {
          ...move.way,
          signal,
          onProgress: (doing, { bytesDone, bytesTotal }) =>
            progress.report({ message: `${doing} the model (${bytesText(bytesDone)} of ${bytesText(bytesTotal)})…` }),
        }));
      const model = moved === undefined ? plan.model : move?.request(moved);
      const onStep = (part: Part): void => progress.report({ message: `Creating ${partsText([part])}…` });
      return makeDeployment(clients, { ...plan, ...(model && { model }) }, { wish, signal, onStep });
    });
  } catch (error) {
    return { made: [], error: stop.signal.aborted ? cancelled : error };
  } finally {
    const lists = place.sessions.current?.lists;
    for (const kind of ['model', 'endpointConfig', 'endpoint'] as const) lists?.of(kind).refreshNow();
  }
}
