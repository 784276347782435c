import { lazily } from '../commands.ts';
import { commands } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';
import type { DataParts } from './dataParts.ts';
import { DataTreeProvider } from './dataTreeProvider.ts';
import { FoundPlaces } from './foundPlaces.ts';
import { PreviewFiles } from './previewFiles.ts';

/** The Data view with its commands, each loaded at its first use. @returns The view. */
export function registerDataCommands({
  register,
  registerForRows,
  own,
  connections,
  clock,
  log,
  workspaceMemory,
}: UiParts): DataTreeProvider {
  const view = own(new DataTreeProvider({ connections, clock, found: new FoundPlaces(workspaceMemory) })).start();
  const files = own(new PreviewFiles(connections));
  const parts: DataParts = { connections, log, view };
  const onRows = {
    [commands.uploadFiles]: async () => (await import('./uploadFilesCommand.ts')).uploadFilesCommand(parts),
    [commands.uploadFolder]: async () => (await import('./uploadFolderCommand.ts')).uploadFolderCommand(parts),
    [commands.downloadData]: async () => (await import('./downloadCommand.ts')).downloadCommand(parts),
    [commands.previewData]: async () => (await import('./previewCommand.ts')).previewCommand(parts, files),
    [commands.copyDataUri]: async () => (await import('./copyDataUriCommand.ts')).copyDataUriCommand(parts),
    [commands.copyDataUrl]: async () => (await import('./copyDataUrlCommand.ts')).copyDataUrlCommand(parts),
    [commands.useAsChannel]: async () => (await import('./useAsChannelCommand.ts')).useAsChannelCommand(parts),
    [commands.createFolder]: async () => (await import('./createFolderCommand.ts')).createFolderCommand(parts),
    [commands.deleteData]: async () => (await import('./deleteDataCommand.ts')).deleteDataCommand(parts),
  };
  const others = {
    [commands.uploadToS3]: async () => (await import('./uploadToS3Command.ts')).uploadToS3Command(parts),
    [commands.createBucket]: async () => (await import('./createBucketCommand.ts')).createBucketCommand(parts),
    [commands.findData]: async () => (await import('./findDataCommand.ts')).findDataCommand(parts),
    [commands.refreshData]: async () => (await import('./refreshDataCommand.ts')).refreshDataCommand(parts),
  };
  for (const [id, loading] of Object.entries(onRows)) registerForRows(id, lazily(loading));
  for (const [id, loading] of Object.entries(others)) register(id, lazily(loading));
  register(commands.clearFoundData, () => view.find(undefined));
  register(commands.loadMoreData, () => view.loadMore());
  register(commands.openSelectedData, async () => {
    const { previewCommand } = await import('./previewCommand.ts');
    const look = previewCommand(parts, files, { preserveFocus: true });
    if (view.selectedObject !== undefined) await look(view.selectedObject);
  });
  return view;
}
