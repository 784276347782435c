import * as vscode from 'vscode';
import { usdText } from '../../sagemaker/cost/price.ts';
import { findEndpointUse, type EndpointUse } from '../../sagemaker/endpoints/endpointUse.ts';
import { hostingPrice } from '../../sagemaker/endpoints/hostingPrice.ts';
import type { Session } from '../../sagemaker/session.ts';

/** Finds what endpoints are made of and who else uses it, in a progress. @returns Undefined when that was cancelled. */
export async function lookAtUse(
  { clients, lists }: Session,
  names: readonly string[],
): Promise<EndpointUse | undefined> {
  const stop = new AbortController();
  const options = {
    // A notification would stay longer than this takes here.
    location:
      clients.connection.kind === 'local' ? vscode.ProgressLocation.Window : vscode.ProgressLocation.Notification,
    title: 'SageMaker: looking who else uses the configurations and models',
    cancellable: true,
  };
  const known = {
    configOf: (name: string, modified: number) => {
      const entry = lists.of('endpoint').find(name);
      return entry?.modified === modified ? entry.config : undefined;
    },
    variantsOf: (name: string) => lists.of('endpointConfig').find(name)?.variants,
  };
  try {
    return await vscode.window.withProgress(options, (_progress, token) => {
      token.onCancellationRequested(() => stop.abort(new Error('cancelled')));
      return findEndpointUse(clients, names, known, stop.signal);
    });
  } catch (error) {
    if (stop.signal.aborted) return undefined;
    throw error;
  }
}

/** What a day without them saves; nothing where nobody knows it, or there is no bill. */
export async function savedText({ prices, lists }: Session, { endpoints }: EndpointUse): Promise<string> {
  const price = await hostingPrice(
    prices,
    // A list knows how many instances there are by now.
    endpoints.flatMap(({ name, variants }) => lists.of('endpoint').find(name)?.variants ?? variants),
  );
  return price.kind === 'known' ? `Saves ${usdText(24 * price.usd)} a day.` : '';
}
