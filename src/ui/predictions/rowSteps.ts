import * as vscode from 'vscode';
import { nodeDefinitionFiles } from '../../jobs/nodeDefinitionFiles.ts';
import { lookAtFile } from '../../jobs/predictions/lookAtFile.ts';
import type { PredictionMemory } from '../../jobs/predictions/predictionMemory.ts';
import {
  columnsProblem,
  contentTypeChoices,
  labelChoices,
  labelProposal,
  mostInvokedRows,
  readRange,
  rowCount,
  labelDecides,
  unseenColumns,
  type RowsAnswers,
  type SeenFile,
} from '../../jobs/predictions/rowsAnswers.ts';
import type { Step, StepPosition } from '../../jobs/wizard/stepWalk.ts';
import type { SurveyTable } from '../../jobs/wizard/takeData.ts';
import { taskOf, taskText } from '../../jobs/wizard/task.ts';
import type { RowFormat } from '../../sagemaker/predictions/rowFormat.ts';
import { UserError } from '../../shared/errors.ts';
import { inputStep, pickStep } from '../jobs/train/stepInput.ts';
import { pickRowsFile } from './pickRowsFile.ts';

type Answer<S> = Promise<S | 'back' | undefined>;

export interface RowStepsParts {
  /** What the questions are part of, e.g. `Invoke boston`. */
  readonly title: string;
  readonly memory: PredictionMemory;
  readonly survey: SurveyTable;
  /** The content type that was last used there for a format. */
  readonly keptType?: (format: RowFormat) => string | undefined;
  /** How many columns the model takes, where that is known. */
  readonly trained: Promise<number | undefined>;
}

/** Asks for the file, until its rows can be read. */
export function fileStep<S extends RowsAnswers>({ title, survey }: RowStepsParts): Step<S> {
  return {
    id: 'file',
    decidesWay: true,
    async ask(answers, position): Answer<S> {
      let { problem } = position;
      for (;;) {
        const { problem: _earlier, ...plain } = position;
        const texts = { ...plain, title: `${title}: file`, placeholder: 'Which file holds the rows?' };
        const chosen = await pickRowsFile(problem === undefined ? texts : { ...texts, problem }, answers.file?.path);
        if (chosen === undefined || chosen === 'back') return chosen;
        try {
          return withFile(answers, await lookAt(chosen, survey));
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          problem = error.message;
        }
      }
    },
  };
}

/** A look at a file. @throws UserError saying why its rows cannot be sent. */
export async function lookAt(uri: vscode.Uri, survey: SurveyTable): Promise<SeenFile> {
  const title = vscode.workspace.asRelativePath(uri);
  const unsaved = vscode.workspace.textDocuments.find((one) => one.isDirty && one.uri.toString() === uri.toString());
  if (unsaved !== undefined && !(await unsaved.save()))
    throw new UserError(`${title} could not be saved: save it, so that what is sent is what you see.`);
  return lookAtFile({ path: uri.fsPath, title }, nodeDefinitionFiles, survey);
}

/** Answers about another file do not go for this one. */
function withFile<S extends RowsAnswers>(answers: S, file: SeenFile): S {
  const { label: _label, leftOut: _leftOut, range: _range, contentType: _type, ...others } = answers;
  return { ...(others as S), file };
}

/** What a file's rows still have to be told; without a file, what most have to be. */
export function rowSteps<S extends RowsAnswers>(answers: S, parts: RowStepsParts): Step<S>[] {
  const { file } = answers;
  return [
    ...(file === undefined || labelChoices(file).length > 0 ? [labelStep<S>(file, parts)] : []),
    ...(unseenColumns(answers).length > 0 ? [columnsStep<S>(parts)] : []),
    contentTypeStep<S>(parts),
  ];
}

function labelStep<S extends RowsAnswers>(
  seen: SeenFile | undefined,
  { title, memory, trained }: RowStepsParts,
): Step<S> {
  return {
    id: 'label',
    decidesWay: seen !== undefined && labelDecides(seen),
    async ask(answers, position): Answer<S> {
      const { file } = answers;
      if (file === undefined) return 'back';
      const known = await trained;
      const problemOf = (label: number | string | null): string | undefined => columnsProblem({ file, label }, known);
      const items = [
        { label: '$(circle-slash) No label', detail: 'Every column is sent; nothing is compared.', value: null },
        ...labelChoices(file).map((label) => ({ ...labelItem(file, label), value: label })),
      ].map((item) => {
        const problem = problemOf(item.value);
        return problem === undefined ? item : { ...item, detail: `$(warning) ${problem}.` };
      });
      const kept = memory.labelOf(file.path);
      const proposed = kept !== undefined && problemOf(kept) === undefined ? kept : labelProposal(file, known);
      const wanted = answers.label !== undefined ? answers.label : proposed;
      const chosen = await pickStep(
        {
          ...position,
          title: `${title}: label`,
          placeholder: 'Which column holds the truth? It is never sent, only compared.',
        },
        items,
        items.find(({ value }) => value === wanted),
      );
      if (chosen === undefined || chosen === 'back') return chosen;
      await memory.keepLabel(file.path, chosen.value);
      const { leftOut: _before, ...others } = answers;
      return { ...(others as S), label: chosen.value };
    },
  };
}

function labelItem({ table, format }: SeenFile, label: number | string): vscode.QuickPickItem {
  const column = typeof label === 'number' ? table?.columns[label] : undefined;
  if (column === undefined)
    return {
      label: String(label),
      detail: format === 'libsvm' ? 'The first number of each line.' : 'A member of each row.',
    };
  const values = column.distinct.slice(0, 4).map((value) => value.slice(0, 30));
  return { label: column.name, description: `e.g. ${values.join(', ')}`, detail: taskText(taskOf(column)) };
}

function columnsStep<S extends RowsAnswers>({ title }: RowStepsParts): Step<S> {
  return {
    id: 'columns',
    async ask(answers, position): Answer<S> {
      const unseen = unseenColumns(answers);
      const names = unseen.map((index) => answers.file?.table?.columns[index]?.name).join(', ');
      const items = [
        { label: '$(check) Leave these out', detail: names, leftOut: unseen as readonly number[] },
        {
          label: '$(list-ordered) Send all columns',
          detail: 'For a model that was trained on texts or running numbers.',
          leftOut: [],
        },
      ];
      const chosen = await pickStep(
        {
          ...position,
          title: `${title}: columns left out`,
          placeholder: '"Train a Model…" leaves texts and running numbers out, too.',
        },
        items,
        items.find(({ leftOut }) => leftOut.length === (answers.leftOut ?? unseen).length),
      );
      return chosen === undefined || chosen === 'back' ? chosen : { ...answers, leftOut: chosen.leftOut };
    },
  };
}

function contentTypeStep<S extends RowsAnswers>({ title, keptType }: RowStepsParts): Step<S> {
  return {
    id: 'contentType',
    async ask(answers, position): Answer<S> {
      const other = { label: '$(edit) Another…', other: true };
      const { format = 'csv' } = answers.file ?? {};
      const kept = keptType?.(format);
      const items = [...contentTypeChoices(format, kept).map((label) => ({ label, other: false })), other];
      const texts = {
        ...position,
        title: `${title}: content type`,
        placeholder: 'How is the model told what the rows are?',
      };
      const chosen = await pickStep(
        texts,
        items,
        items.find(({ label }) => label === (answers.contentType ?? kept)) ?? items[0],
      );
      if (chosen === undefined || chosen === 'back') return chosen;
      if (!chosen.other) return { ...answers, contentType: chosen.label };
      const typed = await inputStep({ ...texts, value: answers.contentType ?? '', prompt: 'A MIME type' }, (text) =>
        /^[\w.+-]+\/[\w.+-]+(;.*)?$/.test(text.trim()) ? undefined : 'A content type looks like text/csv.',
      );
      return typed === undefined || typed === 'back' ? typed : { ...answers, contentType: typed.text.trim() };
    },
  };
}

const first = 100;
/** So many rows are sent whole without being asked for. */
const few = 1_000;

/** Asks which rows are sent. */
export function rangeStep<S extends RowsAnswers>({ title }: RowStepsParts): Step<S> {
  return {
    id: 'range',
    async ask(answers, position): Answer<S> {
      const rows = answers.file && rowCount(answers.file);
      const most = Math.min(rows ?? mostInvokedRows, mostInvokedRows);
      const all =
        rows !== undefined && rows <= mostInvokedRows
          ? `$(checklist) ${rows === 1 ? 'The only row' : `All ${rows.toLocaleString('en-US')} rows`}`
          : `$(checklist) The first ${most.toLocaleString('en-US')} rows`;
      const items: (vscode.QuickPickItem & { count?: number })[] = [
        ...(rows === undefined || rows > first
          ? [{ label: `$(list-selection) The first ${first} rows`, count: first }]
          : []),
        { label: all, count: most, ...(rows !== most && { detail: '"Batch Transform…" takes any number.' }) },
        { label: '$(edit) From row … to row …' },
      ];
      const texts = { ...position, title: `${title}: rows`, placeholder: 'Which rows are sent?' };
      const proposed = most <= few ? items.find(({ count }) => count === most) : items[0];
      const chosen = await pickStep(texts, items, proposed);
      if (chosen === undefined || chosen === 'back') return chosen;
      if (chosen.count !== undefined) return { ...answers, range: { from: 0, count: chosen.count } };
      return askRange(answers, texts);
    },
  };
}

async function askRange<S extends RowsAnswers>(
  answers: S,
  texts: StepPosition & { readonly title: string; readonly placeholder: string },
): Answer<S> {
  const rows = answers.file && rowCount(answers.file);
  const typed = await inputStep(
    { ...texts, value: '', placeholder: '101-200', prompt: 'From which row to which? The first is 1' },
    (text) => {
      const range = readRange(text, rows);
      return 'problem' in range ? range.problem : undefined;
    },
  );
  if (typed === undefined || typed === 'back') return typed;
  const range = readRange(typed.text, rows);
  return 'problem' in range ? undefined : { ...answers, range };
}
