import type * as vscode from 'vscode';
import type { ConnectionsModel, Memory } from '../connections/connectionsModel.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from './log.ts';
import type { AwaitedResources } from './notifications/awaited.ts';
import type { TrainingJobPanels } from './panels/trainingJobPanels.ts';
import type { StartedJobs } from './jobs/startedJobs.ts';
import type { WalkthroughStore } from './setup/walkthroughStore.ts';

/** What the parts of the user interface are made with; built once, in `extension.ts`. */
export interface UiParts {
  readonly connections: ConnectionsModel;
  readonly clock: Clock;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
  /** What this workspace remembers. */
  readonly workspaceMemory: Memory;
  /** What this user remembers, in every window. */
  readonly userMemory: Memory;
  /** A folder of the extension's own, shared by all windows; it may not be there yet. */
  readonly storageFolder: string;
  readonly panels: TrainingJobPanels;
  readonly started: StartedJobs;
  /** Tells when what was started here has ended. */
  readonly awaited: AwaitedResources;
  /** Told of what is a step of the walkthrough when it has succeeded. */
  readonly walkthrough: Pick<WalkthroughStore, 'reach' | 'show'>;
  /** Disposed with the extension. */
  readonly own: <T extends vscode.Disposable>(part: T) => T;
  /** Registers a command whose failure is told once, in one sentence; `lazily` loads its code at the first run. */
  readonly register: (id: string, run: (...args: unknown[]) => unknown) => void;
  /** The same for what is done with resources: called from the palette it begins with those that are selected in a view. */
  readonly registerForRows: UiParts['register'];
}
