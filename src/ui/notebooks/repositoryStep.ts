import * as vscode from 'vscode';
import type { StepPosition } from '../../jobs/wizard/stepWalk.ts';
import { repositoriesIn, repositoriesProblem, repositoryUrl } from '../../sagemaker/notebooks/notebookPlan.ts';
import { codeOf } from '../../shared/errors.ts';
import { runTool } from '../../shared/node/runTool.ts';
import { inputStep, pickStep } from '../jobs/train/stepInput.ts';
import type { NotebookAnswers } from './notebookAnswers.ts';

interface RepositoryItem extends vscode.QuickPickItem {
  readonly urls?: readonly string[];
}

/** Which repositories the instance clones. */
export async function askRepositories(
  state: NotebookAnswers,
  position: StepPosition,
): Promise<NotebookAnswers | 'back' | undefined> {
  const own = await workspaceRemote();
  const items: RepositoryItem[] = [
    { label: '$(circle-slash) None', detail: 'It starts with an empty folder.', urls: [] },
    ...(own === undefined
      ? []
      : [{ label: `$(repo) ${own}`, detail: "This workspace's own; what is not pushed is not there", urls: [own] }]),
    { label: '$(edit) Others…', detail: 'One to four addresses, the first of which is opened', alwaysShow: true },
  ];
  const texts = {
    ...position,
    title: 'Create Notebook Instance: repositories',
    placeholder: 'Which repositories does it clone?',
  };
  const given = state.repositories.join(' ');
  for (;;) {
    const active = items.find(({ urls }) => urls?.join(' ') === given) ?? items.at(-1);
    const chosen = await pickStep(texts, items, active);
    if (chosen === undefined || chosen === 'back') return chosen;
    if (chosen.urls !== undefined) return { ...state, repositories: chosen.urls };
    const prompt =
      'Addresses that begin with https://, with spaces between them; of a private one, make a code repository first';
    const typed = await inputStep(
      { ...texts, placeholder: 'https://github.com/you/project.git', prompt, value: given },
      repositoriesProblem,
    );
    if (typed === undefined) return undefined;
    if (typed !== 'back') return { ...state, repositories: repositoriesIn(typed.text) };
  }
}

const patience = 5_000;

/** The address of the first folder's `origin`; undefined without Git, without a remote, or for one that SageMaker cannot reach. */
async function workspaceRemote(): Promise<string | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder?.scheme !== 'file') return undefined;
  try {
    const args = ['-C', folder.fsPath, 'remote', 'get-url', 'origin'];
    const { stdout, exitCode } = await runTool('git', args, { signal: AbortSignal.timeout(patience) });
    return exitCode === 0 ? repositoryUrl(stdout) : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || (error as Error).name === 'TimeoutError') return undefined;
    throw error;
  }
}
