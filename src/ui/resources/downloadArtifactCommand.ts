import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { downloadArtifact } from '../../sagemaker/artifacts/downloadArtifact.ts';
import { extractArtifact } from '../../sagemaker/artifacts/extractArtifact.ts';
import { resourceUris } from '../../sagemaker/artifacts/resourceUris.ts';
import type { SdkClients } from '../../sagemaker/clients.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { describeTuningJob } from '../../sagemaker/tuningJobs.ts';
import { bytesText } from '../../shared/bytesText.ts';
import { UserError } from '../../shared/errors.ts';
import type { Log } from '../log.ts';
import type { UiParts } from '../parts.ts';
import { actOnEach } from './actOnEach.ts';
import { pickResources } from './pickResources.ts';
import type { ResourceChoice } from './resourceChoice.ts';
import type { ResourceTarget } from './resourceTarget.ts';
import { wordsFor } from './resourceWords.ts';

/** **SageMaker: Download Artifact…**: the model.tar.gz of a training job, of a tuning job's best one, or of a model; of several into a folder. */
export function downloadArtifactCommand({ connections, log }: Pick<UiParts, 'connections' | 'log'>) {
  return async (...args: unknown[]): Promise<void> => {
    const choice: ResourceChoice = {
      kinds: ['trainingJob', 'tuningJob', 'model'],
      accepts: ({ id, stateOf }, { status }) => id !== 'trainingJob' || stateOf(status) !== 'running',
      title: 'Download an artifact',
      none: 'There is no artifact yet: no training job has ended.',
    };
    const targets = await pickResources(connections, args, choice, true);
    const [only] = targets;
    if (targets.length > 1) return downloadSeveral(targets, log);
    if (only !== undefined) return downloadOne(only, log);
  };
}

async function downloadOne(target: ResourceTarget, log: Log): Promise<void> {
  const { clients } = await target.place.sessions.connect();
  const uri = await artifactUri(clients, target);
  const place = await vscode.window.showSaveDialog({
    title: `Download ${uri}`,
    defaultUri: vscode.Uri.joinPath(firstFolder(), `${target.name}.tar.gz`),
    filters: { Archives: ['tar.gz', 'gz'] },
    saveLabel: 'Download',
  });
  if (place === undefined) return;
  const path = place.fsPath;
  const isDone = await inProgress(`Downloading the artifact of ${target.name}`, (signal, report) =>
    downloadArtifact(clients, uri, path, {
      signal,
      onProgress: ({ bytes, total }) => report(`${bytesText(bytes)} of ${bytesText(total)}`),
    }),
  );
  if (isDone) offerNext(path).catch((error: unknown) => log.tell('Unpacking', error));
}

/** Into one folder, each under its resource's name; what is there already stays. */
async function downloadSeveral(targets: readonly ResourceTarget[], log: Log): Promise<void> {
  const picked = await vscode.window.showOpenDialog({
    title: `Download the artifacts of ${wordsFor(targets)} into`,
    openLabel: 'Download Here',
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: firstFolder(),
  });
  const folder = picked?.[0]?.fsPath;
  if (folder === undefined) return;
  const taken = new Set<string>();
  const done = await actOnEach(targets, { doing: 'Downloading', done: 'downloaded' }, log, async (target, token) => {
    const cancelled = new AbortController();
    const { signal } = cancelled;
    token.onCancellationRequested(() => cancelled.abort());
    const { clients } = await target.place.sessions.connect();
    const path = freePath(join(folder, target.name), '.tar.gz', taken);
    taken.add(path);
    try {
      await downloadArtifact(clients, await artifactUri(clients, target), path, {
        signal,
        onProgress: () => undefined,
      });
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
  });
  if (done.length === 0) return;
  const reveal = 'Reveal';
  const what = `the artifacts of ${wordsFor(done)} were downloaded into ${folder}`;
  void vscode.window.showInformationMessage(`SageMaker: ${what}.`, reveal).then((answer) => {
    if (answer === reveal) void vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder));
  });
}

/** Where nothing is yet. */
function freePath(base: string, ending = '', taken: ReadonlySet<string> = new Set()): string {
  let path = `${base}${ending}`;
  for (let number = 2; taken.has(path) || existsSync(path); number++) path = `${base}-${number}${ending}`;
  return path;
}

const firstFolder = (): vscode.Uri => vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());

async function artifactUri(clients: SdkClients, { kind, name }: ResourceTarget): Promise<string> {
  const best = kind === 'tuningJob' ? (await describeTuningJob(clients, name)).BestTrainingJob : undefined;
  const [ofKind, ofName] = best === undefined ? [kind, name] : (['trainingJob', best.TrainingJobName ?? ''] as const);
  const found = resourceUris(ofKind, await kindOf(ofKind).describe(clients, ofName));
  const uri = found.find(({ what }) => what.startsWith('Model artifact') || what.startsWith('Artifact'))?.uri;
  if (uri === undefined) throw new UserError(`${name} has no artifact: nothing of it was trained to the end.`);
  if (!/\.gz$/.test(uri))
    throw new UserError(`The artifact of ${name} is not packed; download the folder ${uri} in the Data view.`);
  return uri;
}

/** What to do with it, which may be answered long after. */
async function offerNext(path: string): Promise<void> {
  const [extract, reveal] = ['Extract', 'Reveal'];
  const answer = await vscode.window.showInformationMessage(`SageMaker: ${path} was downloaded.`, extract, reveal);
  if (answer === reveal) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(path));
  if (answer === extract) await extractBeside(path);
}

async function extractBeside(path: string): Promise<void> {
  const folder = freePath(path.replace(/(\.tar)?\.gz$|\.tgz$/i, ''));
  let leftOut: readonly string[] = [];
  const isDone = await inProgress(`Unpacking ${path}`, async (signal) => {
    ({ leftOut } = await extractArtifact(path, folder, signal));
  });
  if (!isDone) return;
  const note = leftOut.length === 0 ? '' : ` Without ${leftOut.length} links, which are not made.`;
  const reveal = 'Reveal';
  const answer = await vscode.window.showInformationMessage(`SageMaker: unpacked into ${folder}.${note}`, reveal);
  if (answer === reveal) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder));
}

/** @returns False when the user cancelled. */
async function inProgress(
  title: string,
  work: (signal: AbortSignal, report: (message: string) => void) => Promise<void>,
): Promise<boolean> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort());
    try {
      await work(cancelled.signal, (message) => progress.report({ message }));
      return true;
    } catch (error) {
      if (cancelled.signal.aborted) return false;
      throw error;
    }
  });
}
