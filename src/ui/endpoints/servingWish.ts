import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ResolvedJob } from '../../jobs/resolve.ts';
import type { Connection } from '../../sagemaker/connection.ts';
import type { DeploySource } from '../../sagemaker/deploy/deploySource.ts';
import type { RunnerWish } from '../../shared/node/runnerWish.ts';
import { runnerWishFor } from '../setup/runnerWishes.ts';

/**
 * How the local engine is to serve a model: by the settings and interpreters that its training would have had; the user is asked where
 * none will do. AWS never hears of it.
 * @returns Undefined when the user cancelled.
 */
export async function wishFor(
  connection: Connection,
  { image, environment }: Pick<DeploySource, 'image' | 'environment'>,
  log: (line: string) => void,
): Promise<RunnerWish | undefined> {
  if (connection.kind !== 'local') return { runner: 'auto' };
  const workspaceRoot = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
  const request = {
    // Images for serving bring the libraries of those for training.
    AlgorithmSpecification: { TrainingImage: image.replace('-inference:', '-training:') },
    Environment: environment,
  } as ResolvedJob['trainings'][number]['request'];
  return runnerWishFor(
    {
      connection,
      job: { trainings: [{ request, ranges: [] }], uploads: [] },
      file: { path: join(workspaceRoot, 'endpoint'), workspaceRoot },
    },
    log,
  );
}
