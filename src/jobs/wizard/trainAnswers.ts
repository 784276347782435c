import type { AlgorithmSpec } from '../../catalog/algorithm.ts';
import type { TableSurvey } from '../../formats/tableSurvey.ts';
import { tableReadingOf, type TrainChoice } from './algorithmChoices.ts';
import type { ScriptArgument } from './argumentReader.ts';
import { idColumns, proposedLabel } from './labelProposal.ts';
import { taskOf, type Task } from './task.ts';

/** Where a channel's data come from; paths are absolute. */
export type DataAnswer =
  | {
      readonly kind: 'local';
      readonly path: string;
      readonly isFolder: boolean;
      /** The first file of a folder, whose ending tells the format of all. */
      readonly firstFile?: string;
    }
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
  /** What it plainly says about its arguments. */
  readonly scriptArguments?: readonly ScriptArgument[];
  readonly data: Readonly<Record<string, DataAnswer>>;
  /** The training data, when an algorithm reads them as a table and they are a local file. */
  readonly table?: TableSurvey;
  /** The same of the data to measure on, when they are a file of their own. */
  readonly secondTable?: TableSurvey;
  /** The column that is to be predicted, from 0. */
  readonly label?: number;
  /** Whether columns that only number the rows are learned from all the same. */
  readonly keepsIds?: boolean;
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly instanceType?: string;
  readonly where?: TrainPlace;
}

/** This machine, the AWS account, or only the file. */
export type TrainPlace = 'local' | 'aws' | 'file';

export type StepId =
  | {
      readonly kind:
        'what' | 'image' | 'script' | 'label' | 'columns' | 'hyperparameters' | 'arguments' | 'instance' | 'where';
    }
  /** A hyperparameter that every job must give. */
  | { readonly kind: 'required'; readonly name: string }
  | { readonly kind: 'data'; readonly channel: string; readonly required: boolean };

/** The questions that the answers so far lead to, in their order. */
export function stepIdsOf(answers: TrainAnswers): StepId[] {
  const { what, spec } = answers;
  const isScript = what?.kind === 'script';
  const required = spec?.hyperparameters.filter((one) => one.required === true) ?? [];
  const channels = channelsAsked(answers);
  return [
    { kind: 'what' },
    ...(isScript ? ([{ kind: 'image' }, { kind: 'script' }] as const) : []),
    ...channels.slice(0, 1),
    ...(asksLabel(answers) ? ([{ kind: 'label' }] as const) : []),
    ...(questionableColumns(answers).length > 0 ? ([{ kind: 'columns' }] as const) : []),
    ...channels.slice(1),
    ...(isScript ? [] : required.map(({ name }): StepId => ({ kind: 'required', name }))),
    { kind: isScript ? 'arguments' : 'hyperparameters' },
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

/** Columns, from 0, that only number the rows, the label apart. */
export function numberingColumns(answers: TrainAnswers): number[] {
  if (!isConvertible(answers) || answers.table === undefined) return [];
  return idColumns(answers.table).filter((index) => index !== labelOf(answers));
}

function questionableColumns(answers: TrainAnswers): number[] {
  return [...textColumns(answers), ...numberingColumns(answers)];
}

/** The columns, from 0, that are learned from. */
export function featuresOf(answers: TrainAnswers): number[] {
  const { table, keepsIds } = answers;
  const without = [...textColumns(answers), ...(keepsIds === true ? [] : numberingColumns(answers))];
  const label = labelOf(answers);
  return (table?.columns ?? []).flatMap((_, index) => (index === label || without.includes(index) ? [] : [index]));
}

/** The label's column: the chosen one; undefined where the algorithm has none. */
export function labelOf(answers: TrainAnswers): number | undefined {
  if (!asksLabel(answers)) return undefined;
  return answers.label ?? (answers.table && proposedLabel(answers.table));
}

/** What is to be learned; undefined where there is no label, or the data were not looked at. */
export function taskOfAnswers(answers: TrainAnswers): Task | undefined {
  const label = labelOf(answers);
  const column = label === undefined ? undefined : answers.table?.columns[label];
  return column && taskOf(column);
}

/** Whether a validation channel can be made of the training data. */
export function canHoldOut(answers: TrainAnswers, channel: string): boolean {
  return isConvertible(answers) && (channel === 'validation' || channel === 'test');
}
