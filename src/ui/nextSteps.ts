import { UserError } from '../shared/errors.ts';
import { commands } from './contributions/ids.ts';

/** What an error offers to do. */
export interface NextStep {
  readonly title: string;
  readonly command: string;
}

const about: Readonly<Record<NonNullable<UserError['about']>, readonly NextStep[]>> = {
  definition: [{ title: 'Open Problems', command: 'workbench.actions.view.problems' }],
  trust: [{ title: 'Manage Workspace Trust', command: 'workbench.trust.manage' }],
  folder: [
    { title: 'Open Folder', command: 'workbench.action.files.openFolder' },
    { title: 'Open the Boston Housing Example', command: commands.openExample },
  ],
};

/** Where the editor has a place to go on for an error; else the log. */
export function nextStepsOf(error: unknown): readonly NextStep[] {
  const known = error instanceof UserError && error.about !== undefined ? about[error.about] : undefined;
  return known ?? [{ title: 'Show Log', command: commands.showLog }];
}
