import * as vscode from 'vscode';
import { nodeDefinitionFiles } from '../../../jobs/nodeDefinitionFiles.ts';
import { walkSteps } from '../../../jobs/wizard/stepWalk.ts';
import type { TrainPlace } from '../../../jobs/wizard/trainAnswers.ts';
import { trainPlan } from '../../../jobs/wizard/trainPlan.ts';
import { tableSurvey } from './dataStep.ts';
import { trainStart } from './trainStart.ts';
import { trainSteps } from './trainSteps.ts';
import { writePlan } from './writePlan.ts';

/** Asks, then writes. @returns The new definition, and where it is to be run; undefined when given up. */
export async function trainWizard(
  target: unknown,
  program: string,
): Promise<{ readonly uri: vscode.Uri; readonly where: TrainPlace } | undefined> {
  const { answers: start, first } = await trainStart(target);
  const survey = tableSurvey(program);
  const exists = async (path: string): Promise<boolean> => (await nodeDefinitionFiles.stat(path)) !== undefined;
  return walkSteps(
    start,
    (state) => trainSteps(state, first, survey),
    async (answers) => {
      const plan = await trainPlan(answers, { exists });
      if (answers.where === undefined || !(await writePlan(plan, program))) return undefined;
      return { uri: vscode.Uri.file(plan.definitionPath), where: answers.where };
    },
  );
}
