import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inputModeOf } from '../input/channelMode.ts';
import type { JobSpace } from '../runner.ts';

/** The host's folders of FastFile channels; none for a channel of which it gets nothing. */
export function fastFolders({ request, host }: JobSpace): string[] {
  return (request.InputDataConfig ?? [])
    .filter((channel) => inputModeOf(request, channel) === 'FastFile')
    .map(({ ChannelName }) => join(host.mlRoot, 'input/data', ChannelName))
    .filter((folder) => existsSync(folder));
}
