import * as vscode from 'vscode';
import {
  createFromFile,
  readRequestFile,
  RefusedRequestError,
  type FileRequest,
} from '../../jobs/clone/createFromFile.ts';
import { replacedByFile } from '../../jobs/clone/replacedByFile.ts';
import { whereText } from '../../sagemaker/connection.ts';
import { Singly } from '../../shared/singly.ts';
import { askInProduction } from '../connections/confirmChange.ts';
import { mayBeProduction } from '../connections/productionOf.ts';
import { definitionFileOf } from '../jobs/definitionFileOf.ts';
import type { ServiceFindings } from '../jobs/serviceFindings.ts';
import type { UiParts } from '../parts.ts';
import { requireTrust } from '../trust.ts';
import { requestPrice } from './priceOf.ts';
import { requestTarget } from './requestTarget.ts';
import { ResourceTarget } from './resourceTarget.ts';
import { wordsFor } from './resourceWords.ts';
import { wishForRequest } from './wishForRequest.ts';

/** **SageMaker: Create from Request…**, also *Create…* above the file: sends it as it stands on the screen, where one works. */
export function createCommand(parts: UiParts, { mark }: Pick<ServiceFindings, 'mark'>) {
  const submissions = new Singly(); // a click too many is not meant for a second one
  return async (file: unknown): Promise<void> => {
    requireTrust('created');
    const found = await requestTarget(file);
    if (found === undefined) return;
    const { document, kind } = found;
    await submissions.run(document.uri.toString(), async () => {
      const request = await readRequestFile(definitionFileOf(document), kind);
      const made = new ResourceTarget(parts.connections.active, kind, request.name);
      if (!(await isMeant(made, request))) return;
      try {
        if (!(await create(made, request, parts))) return;
      } catch (error) {
        if (error instanceof RefusedRequestError) mark(document, error.findings);
        throw error;
      }
      mark(document, []);
      await parts.started.show(made);
      const isFollowed = parts.awaited.isFollowed(made);
      const became = isFollowed ? 'is made; you are told when that has ended' : 'was created';
      void vscode.window.showInformationMessage(`SageMaker: ${wordsFor([made])} ${became}.`);
    });
  };
}

/** @returns False when the user cancelled. */
async function create(made: ResourceTarget, request: FileRequest, { log }: UiParts): Promise<boolean> {
  const { clients, lists } = await made.place.sessions.connect();
  const wish = await wishForRequest(clients, request.kind, request.definition.value, log.info);
  if (wish === undefined) return false;
  const title = `SageMaker: creating ${wordsFor([made])}`;
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
    createFromFile(clients, request, wish),
  );
  lists.of(made.kind).refreshNow();
  return true;
}

/** Asks once: what, where, for how much; in production so that it cannot be overlooked. */
async function isMeant(made: ResourceTarget, request: FileRequest): Promise<boolean> {
  const { definition } = request;
  const { place } = made;
  const session = await place.sessions.connect();
  const price = await requestPrice(made, definition.value);
  const detail = [
    `Where: ${whereText(session.connection)}`,
    ...(price === undefined ? [] : [price]),
    ...(await replacedByFile(session.clients, request)).map((sentence) => `⚠ ${sentence}.`),
  ].join('\n');
  const verb = 'Create';
  const production = await mayBeProduction(place.choice, session);
  if (production !== undefined)
    return askInProduction({ verb, what: wordsFor([made]), detail }, session.connection, production);
  const question = `Create ${wordsFor([made])}?`;
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, verb)) === verb;
}
