import type * as vscode from 'vscode';
import type { StepPosition } from '../../../jobs/wizard/stepWalk.ts';
import { tableProblem } from '../../../jobs/wizard/tableProblems.ts';
import { dataTitle } from '../../../jobs/wizard/takeData.ts';
import { taskOf, taskText } from '../../../jobs/wizard/task.ts';
import { labelOf, numberingColumns, textColumns, type TrainAnswers } from '../../../jobs/wizard/trainAnswers.ts';
import { pickStep } from './stepInput.ts';

type Answer = Promise<TrainAnswers | 'back' | undefined>;

/** Asks which column is to be predicted, and says what kind of task that is. */
export async function askLabel(answers: TrainAnswers, position: StepPosition): Answer {
  const items = (answers.table?.columns ?? []).map((column, index) => ({
    label: column.name,
    description: `e.g. ${column.distinct
      .slice(0, 4)
      .map((value) => value.slice(0, 30))
      .join(', ')}`,
    detail: taskText(taskOf(column)),
    index,
  }));
  const texts = { ...position, title: 'Train a Model: target column', placeholder: 'Which column is to be predicted?' };
  let active = items.find(({ index }) => index === labelOf(answers));
  let { problem } = position;
  for (;;) {
    const { problem: _earlier, ...plain } = texts;
    const chosen = await pickStep(problem === undefined ? plain : { ...plain, problem }, items, active);
    if (chosen === undefined || chosen === 'back') return chosen;
    // What was proposed for another label does not fit this one.
    const kept = chosen.index === answers.label ? {} : { hyperparameters: {} };
    const next: TrainAnswers = { ...answers, label: chosen.index, ...kept };
    problem = tableProblem(next, dataTitle(next));
    if (problem === undefined) return next;
    active = chosen;
  }
}

interface ColumnsItem extends vscode.QuickPickItem {
  readonly keepsIds: boolean;
}

/** Says which columns are not learned from; those that only number the rows can be taken back in. */
export async function askColumns(answers: TrainAnswers, position: StepPosition): Answer {
  const columns = answers.table?.columns ?? [];
  const texts = textColumns(answers).map((index) => `${columns[index]?.name} (${columns[index]?.firstText})`);
  const ids = numberingColumns(answers).map((index) => `${columns[index]?.name} (a running number)`);
  const items: ColumnsItem[] = [
    { label: '$(check) Leave these out', detail: [...ids, ...texts].join(', '), keepsIds: false },
    ...(ids.length > 0
      ? [{ label: '$(list-ordered) Learn from the running number too', detail: ids.join(', '), keepsIds: true }]
      : []),
  ];
  const chosen = await pickStep(
    {
      ...position,
      title: 'Train a Model: columns left out',
      placeholder:
        texts.length > 0
          ? 'The algorithm reads numbers only: to learn from text, turn it into numbers first.'
          : 'A number that only counts the rows says nothing about other rows.',
    },
    items,
    items.find(({ keepsIds }) => keepsIds === (answers.keepsIds === true)),
  );
  if (chosen === undefined || chosen === 'back') return chosen;
  // The number of features may have been proposed.
  const kept = chosen.keepsIds === (answers.keepsIds === true) ? {} : { hyperparameters: {} };
  return { ...answers, keepsIds: chosen.keepsIds, ...kept };
}
