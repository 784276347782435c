import { relative, sep } from 'node:path';
import type { TableSurvey } from '../../formats/tableSurvey.ts';
import { UserError } from '../../shared/errors.ts';
import { isInside } from '../workspacePath.ts';
import { tableReadingOf } from './algorithmChoices.ts';
import { unreadableReason } from './contentType.ts';
import type { TableToSurvey } from './surveyTable.ts';
import { holdOutProblem, secondTableProblem, tableProblem } from './tableProblems.ts';
import { taskOf } from './task.ts';
import type { DataAnswer, TrainAnswers } from './trainAnswers.ts';

/** Looks at a whole table. @throws UserError saying what is wrong with it. */
export type SurveyTable = (table: TableToSurvey) => Promise<TableSurvey>;

/**
 * Takes an answer about a channel's data, after a look at them: whatever is wrong with them is said here, where another answer can be given.
 * @throws UserError saying why they cannot be used.
 */
export async function takeData(
  answers: TrainAnswers,
  channel: string,
  answer: DataAnswer,
  survey: SurveyTable,
): Promise<TrainAnswers> {
  const given: TrainAnswers = { ...answers, data: { ...answers.data, [channel]: answer } };
  if (answer.kind === 'local') refuse(placeProblem(answers, channel, answer.path));
  if (channel === 'train') {
    const taken = withTraining(given, await surveyOf(given, answer, survey));
    refuse(taken.table && trainingProblem(taken, dataTitle(given)));
    return taken;
  }
  if (answer.kind === 'holdOut') refuse(given.table && holdOutProblem(given.table, dataTitle(given)));
  // Without a table to compare with, the second one is not brought into form either.
  const second = given.table === undefined ? undefined : await surveyOf(given, answer, survey);
  if (second !== undefined && answer.kind === 'local')
    refuse(secondTableProblem(given, second, workspaceTitle(given, answer.path)));
  const { secondTable: _before, hyperparameters, ...others } = given;
  // Where nothing is measured, nothing can stop early.
  const { early_stopping_rounds: _rounds, ...measured } = hyperparameters;
  const taken = { ...others, hyperparameters: answer.kind === 'none' ? measured : hyperparameters };
  return second === undefined ? taken : { ...taken, secondTable: second };
}

/** How a person knows the training data. */
export function dataTitle(answers: TrainAnswers): string {
  const { train } = answers.data;
  return train?.kind === 'local' ? workspaceTitle(answers, train.path) : 'The training data';
}

function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw new UserError(problem);
}

function workspaceTitle({ workspaceRoot }: TrainAnswers, path: string): string {
  return relative(workspaceRoot, path).replaceAll(sep, '/');
}

function placeProblem(answers: TrainAnswers, channel: string, path: string): string | undefined {
  if (isInside(answers.workspaceRoot, path)) return unreadableReason(answers, channel, path);
  return `${path} is outside the workspace, from which alone data are sent: copy it in, or choose its place in S3.`;
}

/** The whole table that a local file holds, where the algorithm reads one; undefined for everything else. */
async function surveyOf(
  answers: TrainAnswers,
  answer: DataAnswer,
  survey: SurveyTable,
): Promise<TableSurvey | undefined> {
  if (answer.kind !== 'local' || answer.isFolder || !/\.(csv|tsv)(\.gz)?$/i.test(answer.path)) return undefined;
  if (answers.what === undefined || tableReadingOf(answers.what) === undefined) return undefined;
  return survey({ source: answer.path, title: workspaceTitle(answers, answer.path) });
}

/** A target that was chosen before stays, where the columns are the same and mean the same task. */
function withTraining(answers: TrainAnswers, table: TableSurvey | undefined): TrainAnswers {
  const { table: before, label, ...others } = answers;
  if (table === undefined) return others;
  const shape = ({ columns }: TableSurvey): string => {
    const target = columns[label ?? -1];
    return JSON.stringify([columns.map(({ name, kind }) => [name, kind]), target && taskOf(target)]);
  };
  const isSame = before !== undefined && shape(before) === shape(table);
  return { ...others, table, ...(isSame && label !== undefined && { label }) };
}

/** What is wrong whichever column is to be predicted. */
function trainingProblem(answers: TrainAnswers, title: string): string | undefined {
  const { what, table } = answers;
  if (what === undefined || tableReadingOf(what)?.hasLabel !== true) return tableProblem(answers, title);
  if (table?.columns.length === 1)
    return `${title} has one column only: there is nothing to predict it from, or nothing to predict.`;
  if (table?.columns.some(({ kind }) => kind === 'number') === true) return undefined;
  return `No column of ${title} holds numbers to learn from: turn text into numbers first.`;
}
