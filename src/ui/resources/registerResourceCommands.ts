import { languages } from 'vscode';
import { lazily } from '../commands.ts';
import { commands, requestFiles } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';
import { LogDocuments } from './logDocuments.ts';
import { RequestCodeLensProvider } from './requestCodeLensProvider.ts';
import type { SelectableView } from './selectedRows.ts';

/** The commands for resources of every kind, each loaded at its first use. */
export function registerResourceCommands(parts: UiParts): void {
  const { connections, panels, registerForRows: register } = parts;
  const logs = parts.own(new LogDocuments(parts));
  register(
    commands.stop,
    lazily(async () => (await import('./stopCommand.ts')).stopCommand(parts)),
  );
  register(
    commands.start,
    lazily(async () => (await import('./startCommand.ts')).startCommand(parts)),
  );
  register(
    commands.remove,
    lazily(async () => (await import('./deleteCommand.ts')).deleteCommand(parts)),
  );
  register(
    commands.clone,
    lazily(async () => (await import('./cloneCommand.ts')).cloneCommand(parts)),
  );
  parts.register(
    commands.newRequest,
    lazily(async () => (await import('./newRequestCommand.ts')).newRequestCommand()),
  );
  parts.register(
    commands.createFromRequest,
    lazily(async () => {
      const [{ createCommand }, { ServiceFindings }] = await Promise.all([
        import('./createCommand.ts'),
        import('../jobs/serviceFindings.ts'),
      ]);
      return createCommand(parts, parts.own(new ServiceFindings('SageMaker')));
    }),
  );
  parts.own(languages.registerCodeLensProvider({ pattern: requestFiles }, new RequestCodeLensProvider()));
  register(
    commands.retry,
    lazily(async () => (await import('./retryCommand.ts')).retryCommand(parts)),
  );
  register(
    commands.openJob,
    lazily(async () => (await import('../jobs/openJobCommand.ts')).openJobCommand(connections, panels)),
  );
  register(
    commands.openBestJob,
    lazily(async () => (await import('../jobs/openBestJobCommand.ts')).openBestJobCommand(connections, panels)),
  );
  register(
    commands.openLogs,
    lazily(async () => (await import('./openLogsCommand.ts')).openLogsCommand(parts, logs)),
  );
  register(
    commands.downloadArtifact,
    lazily(async () => (await import('./downloadArtifactCommand.ts')).downloadArtifactCommand(parts)),
  );
  register(
    commands.copyArn,
    lazily(async () => (await import('./copyArnCommand.ts')).copyArnCommand(parts)),
  );
  register(
    commands.copyS3Uri,
    lazily(async () => (await import('./copyS3UriCommand.ts')).copyS3UriCommand(parts)),
  );
  register(
    commands.copyResourceAsCliCommand,
    lazily(async () => (await import('./copyCliCommand.ts')).copyCliCommand(parts)),
  );
  register(
    commands.copyResourceAsPython,
    lazily(async () => (await import('./copyPythonCommand.ts')).copyPythonCommand(parts)),
  );
  register(
    commands.openConsole,
    lazily(async () => (await import('./openConsoleCommand.ts')).openConsoleCommand(parts)),
  );
  register(
    commands.editTags,
    lazily(async () => (await import('./editTagsCommand.ts')).editTagsCommand(parts)),
  );
}

/** What keys do in the views. @param views - By what the keys of `package.json` name. */
export function registerRowKeys(views: Readonly<Record<string, SelectableView>>, { register }: UiParts): void {
  register(
    commands.removeFocused,
    lazily(async () => (await import('./deleteFocusedCommand.ts')).deleteFocusedCommand(views)),
  );
}
