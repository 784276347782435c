import * as vscode from 'vscode';
import { nodeDefinitionFiles } from '../../../jobs/nodeDefinitionFiles.ts';
import { tableReadingOf } from '../../../jobs/wizard/algorithmChoices.ts';
import { contentProblem, withFirstFile } from '../../../jobs/wizard/dataContent.ts';
import type { StepPosition } from '../../../jobs/wizard/stepWalk.ts';
import { takeData, type SurveyTable } from '../../../jobs/wizard/takeData.ts';
import type { TrainAnswers } from '../../../jobs/wizard/trainAnswers.ts';
import { runTableSurvey } from '../../../jobs/wizard/tableRunner.ts';
import type { IDisposable } from '../../../shared/disposable.ts';
import { UserError } from '../../../shared/errors.ts';
import { systemClock } from '../../../shared/node/systemClock.ts';
import { askElsewhere, dataItems } from './dataItems.ts';
import { pickStep } from './stepInput.ts';

/**
 * Asks where a channel's data come from, until there is an answer that can be used.
 * @param required - Whether the job cannot do without.
 */
export async function askData(
  answers: TrainAnswers,
  { channel, required }: { readonly channel: string; readonly required: boolean },
  position: StepPosition,
  survey: SurveyTable,
): Promise<TrainAnswers | 'back' | undefined> {
  const items = await dataItems(answers, channel, required);
  const texts = {
    ...position,
    title: `Train a Model: ${channel} data`,
    placeholder: purposeOf(answers, channel),
  };
  let given = answers.data[channel];
  let { problem } = position;
  for (;;) {
    const active = items.find(({ answer }) => answer !== undefined && JSON.stringify(answer) === JSON.stringify(given));
    const { problem: _earlier, ...plain } = texts;
    const chosen = await pickStep(problem === undefined ? plain : { ...plain, problem }, items, active);
    if (chosen === undefined || chosen === 'back') return chosen;
    const answer = chosen.answer ?? (await askElsewhere(chosen.ask, answers, plain));
    if (answer === undefined) return undefined;
    problem = undefined;
    if (answer === 'back') continue;
    try {
      const unusable = await contentProblem(answers, channel, answer, nodeDefinitionFiles);
      if (unusable !== undefined) throw new UserError(unusable);
      return await takeData(answers, channel, await withFirstFile(answers, answer, nodeDefinitionFiles), survey);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problem = error.message;
      given = answer;
    }
  }
}

function purposeOf({ what, spec }: TrainAnswers, channel: string): string {
  if (what?.kind !== 'algorithm') return 'A file or folder that the script is given in a folder of its own';
  // The catalogue tells the form that the wizard itself brings a table into.
  if (tableReadingOf(what) !== undefined && channel === 'train')
    return 'What the model learns from; a CSV is brought into the form that the algorithm reads';
  return spec?.channels.find(({ name }) => name === channel)?.description ?? `The ${channel} channel`;
}

/** Looks at tables in a thread of their own, with a word about it where that takes a while. @param program - Path of `tableWorker.js`. */
export function tableSurvey(program: string): SurveyTable {
  return async (table) => {
    const stop = new AbortController();
    const survey = runTableSurvey(program, table, stop.signal);
    let timer: IDisposable | undefined;
    const slow = new Promise<'slow'>((resolve) => (timer = systemClock.schedule(() => resolve('slow'), 300)));
    const first = await Promise.race([survey, slow]).finally(() => timer?.dispose());
    if (first !== 'slow') return first;
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `SageMaker: reading ${table.title}`, cancellable: true },
      async (_progress, token) => {
        token.onCancellationRequested(() => stop.abort(new UserError(`${table.title} was not read to its end.`)));
        return survey;
      },
    );
  };
}
