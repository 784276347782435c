import * as vscode from 'vscode';
import { freshNames, named } from '../../jobs/clone/cloneText.ts';
import { createAgain, retriedKinds, type RetriedKind } from '../../jobs/clone/createAgain.ts';
import { replacedOutputs } from '../../jobs/clone/outputPaths.ts';
import { readRequest } from '../../jobs/clone/readRequest.ts';
import type { JsonObject } from '../../jobs/definitionReader.ts';
import { reasonText } from '../../sagemaker/serviceProblem.ts';
import { UserError } from '../../shared/errors.ts';
import type { RunnerWish } from '../../shared/node/runnerWish.ts';
import type { UiParts } from '../parts.ts';
import { requireTrust } from '../trust.ts';
import { actOnEach } from './actOnEach.ts';
import { confirmTargets } from './confirmTargets.ts';
import { pickCreatable, type CreatableTarget } from './pickCreatable.ts';
import { inState } from './pickResources.ts';
import { requestPrice } from './priceOf.ts';
import { ResourceTarget } from './resourceTarget.ts';
import { wordsFor } from './resourceWords.ts';
import { wishForRequest } from './wishForRequest.ts';

/** A question has room for so many jobs. */
const mostLines = 8;

/** A job that is to be run again. */
interface Retry {
  readonly old: CreatableTarget<RetriedKind>;
  readonly made: ResourceTarget;
  readonly request: JsonObject;
  /** What it would replace of the old one's, in sentences. */
  readonly replaced: readonly string[];
}

/** **SageMaker: Retry…**: the requests of jobs that have ended once more, under new names, where those jobs are. */
export function retryCommand(parts: UiParts) {
  const { connections, clock, log } = parts;
  return async (...args: unknown[]): Promise<void> => {
    requireTrust();
    const picked = await pickCreatable(connections, args, {
      kinds: retriedKinds,
      accepts: inState('failed', 'stopped', 'completed'),
      title: 'Retry jobs',
      none: 'No job has ended yet.',
    });
    if (picked.length === 0) return;
    const names = freshNames(picked, clock.now());
    const retries = await Promise.all(picked.map((old, index) => retryOf(old, names[index] ?? '')));
    const facts = await factsOf(retries);
    if (!(await isMeant(picked, facts))) return;
    const made = await confirmTargets(
      retries.map((retry) => retry.made),
      'Run',
      facts,
    );
    const meant = retries.filter((retry) => made.includes(retry.made));
    // One after the other: each may ask the user for something.
    const wishes = new Map<ResourceTarget, RunnerWish>();
    for (const retry of meant) {
      const { clients } = await retry.made.place.sessions.connect();
      const wish = await wishForRequest(clients, retry.old.kind, retry.request, log.info);
      if (wish === undefined) return;
      wishes.set(retry.made, wish);
    }
    if (meant.length === 0) return;
    const byTarget = new Map(meant.map((retry) => [retry.made, retry]));
    const started: ResourceTarget[] = [];
    try {
      await actOnEach(made, { doing: 'Starting', done: 'started' }, log, async (target) => {
        const retry = byTarget.get(target);
        if (retry === undefined) return;
        await send(retry, wishes.get(target));
        started.push(target);
      });
    } finally {
      await show(started, parts);
    }
  };
}

async function retryOf(old: CreatableTarget<RetriedKind>, name: string): Promise<Retry> {
  const { clients } = await old.place.sessions.connect();
  const before = await readRequest(clients, old.kind, old.name);
  const request = named(old.kind, before, name);
  const replaced = replacedOutputs(old.kind, before, request);
  return { old, made: new ResourceTarget(old.place, old.kind, name), request, replaced };
}

async function send({ old: { kind, name, place }, request }: Retry, wish: RunnerWish | undefined): Promise<void> {
  const { clients, lists } = await place.sessions.connect();
  try {
    await createAgain(clients, kind, request, wish);
  } catch (error) {
    throw new UserError(`${name} could not be run again: ${reasonText(error)}`, { cause: error });
  }
  lists.of(kind).refreshNow();
}

/** The panel or the row of one; of several, how many there are. */
async function show(made: readonly ResourceTarget[], { started, awaited }: UiParts): Promise<void> {
  const [only] = made;
  if (only === undefined) return;
  if (made.length === 1 && (only.kind === 'trainingJob' || only.kind === 'tuningJob')) return started.show(only);
  for (const target of made) awaited.follow(target);
  const what = `${wordsFor(made)} ${made.length === 1 ? 'was' : 'were'}`;
  void vscode.window.showInformationMessage(`SageMaker: ${what} started.`);
}

/** As what, where and for how much. */
async function factsOf(retries: readonly Retry[]): Promise<string> {
  const lines = await Promise.all(
    retries.slice(0, mostLines).map(async ({ old, made, request, replaced }) => {
      const price = await requestPrice(old, request);
      const costs = price === undefined ? [] : [price];
      const { connection } = await old.place.sessions.connect();
      if (retries.length === 1)
        return [`As ${made.name}`, `Where: ${connection.label}`, ...costs, ...replaced.map((one) => `⚠ ${one}.`)].join(
          '\n',
        );
      const line = [`${old.name} as ${made.name} (${connection.label})`, ...costs].join(': ');
      return [line, ...replaced.map((one) => `⚠ ${one}.`)].join('\n');
    }),
  );
  const more = retries.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

async function isMeant(old: readonly ResourceTarget[], detail: string): Promise<boolean> {
  const again = 'Run Again';
  const question = `Run ${wordsFor(old)} again?`;
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, again)) === again;
}
