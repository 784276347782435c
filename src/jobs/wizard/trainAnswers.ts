import type { AlgorithmSpec } from '../../catalog/algorithm.ts';
import type { TableHead } from '../../formats/tableHead.ts';
import { tableReadingOf, type TrainChoice } from './algorithmChoices.ts';

/** Where a channel's data come from; paths are absolute. */
export type DataAnswer =
  | { readonly kind: 'local'; readonly path: string; readonly isFolder: boolean }
  | { readonly kind: 's3'; readonly uri: string }
  /** Rows of the training data are held out. */
  | { readonly kind: 'holdOut' }
  | { readonly kind: 'none' };

/** What the wizard knows so far; answers to questions that no longer apply stay, and are not used. */
export interface TrainAnswers {
  /** The folder that data and scripts come from. */
  readonly workspaceRoot: string;
  readonly what?: TrainChoice;
  /** A built-in algorithm's facts. */
  readonly spec?: AlgorithmSpec;
  readonly image?: string;
  /** Absolute path of the entry point. */
  readonly script?: string;
  /** Whether it has files beside it that it may need. */
  readonly scriptHasNeighbours?: boolean;
  readonly data: Readonly<Record<string, DataAnswer>>;
  /** The training data's head, when an algorithm reads them as a table and they are a local file. */
  readonly table?: TableHead;
  /** The column that is to be predicted, from 0. */
  readonly label?: number;
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly instanceType?: string;
  readonly where?: TrainPlace;
}

/** This machine, the AWS account, or only the file. */
export type TrainPlace = 'local' | 'aws' | 'file';

export type StepId =
  | { readonly kind: 'what' | 'image' | 'script' | 'label' | 'columns' | 'hyperparameters' | 'instance' | 'where' }
  | { readonly kind: 'data'; readonly channel: string; readonly required: boolean };

/** The questions that the answers so far lead to, in their order. */
export function stepIdsOf(answers: TrainAnswers): StepId[] {
  const { what } = answers;
  const isScript = what?.kind === 'script';
  const channels = channelsAsked(answers);
  return [
    { kind: 'what' },
    ...(isScript ? ([{ kind: 'image' }, { kind: 'script' }] as const) : []),
    ...channels.slice(0, 1),
    ...(asksLabel(answers) ? ([{ kind: 'label' }] as const) : []),
    ...(textColumns(answers).length > 0 ? ([{ kind: 'columns' }] as const) : []),
    ...channels.slice(1),
    ...(isScript ? [] : ([{ kind: 'hyperparameters' }] as const)),
    { kind: 'instance' },
    { kind: 'where' },
  ];
}

/** A script's channels are free: two to begin with. An algorithm's are those it needs, and one to measure on. */
function channelsAsked({ what, spec }: TrainAnswers): Extract<StepId, { kind: 'data' }>[] {
  if (what?.kind === 'script' || spec === undefined) {
    return ['train', 'validation'].map((channel) => ({ kind: 'data', channel, required: false }));
  }
  const measured = ['validation', 'test'].find((name) => spec.channels.some((channel) => channel.name === name));
  return spec.channels
    .filter(({ name, required }) => required || name === measured)
    .map(({ name, required }) => ({ kind: 'data', channel: name, required }));
}

/** Whether the training data are a table that the wizard can bring into the form that the algorithm reads. */
export function isConvertible({ what, table }: TrainAnswers): boolean {
  return what !== undefined && tableReadingOf(what) !== undefined && table !== undefined;
}

function asksLabel(answers: TrainAnswers): boolean {
  return isConvertible(answers) && answers.what !== undefined && tableReadingOf(answers.what)?.hasLabel === true;
}

/** Columns of text, from 0, the label apart: no algorithm here reads them, so they are left out. */
export function textColumns(answers: TrainAnswers): number[] {
  if (!isConvertible(answers)) return [];
  return (answers.table?.columns ?? []).flatMap(({ kind }, index) =>
    kind === 'text' && index !== labelOf(answers) ? [index] : [],
  );
}

/** The label's column: the chosen one; undefined where the algorithm has none. */
export function labelOf(answers: TrainAnswers): number | undefined {
  if (!asksLabel(answers)) return undefined;
  return answers.label ?? proposedLabel(answers.table);
}

/** Tables with a header mostly have what is to be predicted last; without one they mostly are SageMaker's already. */
function proposedLabel(table: TableHead | undefined): number {
  const columns = table?.columns ?? [];
  const numbers = columns.flatMap(({ kind }, index) => (kind === 'number' ? [index] : []));
  return (table?.hasHeader === true ? numbers.at(-1) : numbers[0]) ?? 0;
}

/** Whether a validation channel can be made of the training data. */
export function canHoldOut(answers: TrainAnswers, channel: string): boolean {
  return isConvertible(answers) && (channel === 'validation' || channel === 'test');
}
