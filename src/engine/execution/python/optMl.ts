import { mkdir, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobHost } from '../jobHosts.ts';

/** Where a machine that has no `/opt/ml` gets an `/opt` with one: it holds places for all else that is there. */
const optOf = (host: JobHost): string => join(host.folder, 'opt');

/** Makes the places that `bindOptMl` binds to; a link stays a link. */
export async function layOutOpt(host: JobHost): Promise<void> {
  const opt = optOf(host);
  await mkdir(join(opt, 'ml'), { recursive: true });
  for (const entry of await readdir('/opt', { withFileTypes: true })) {
    if (entry.name === 'ml') continue;
    const place = join(opt, entry.name);
    if (entry.isSymbolicLink()) await symlink(await readlink(join('/opt', entry.name)), place);
    else if (entry.isDirectory()) await mkdir(place);
    else await writeFile(place, '');
  }
}

/** What the script takes first: the places, and what is to be seen as `/opt/ml`. */
export const optMlArguments = (host: JobHost): string[] => [optOf(host), host.mlRoot];

/** Binds the second argument over `/opt/ml`; where there is none, over its place in the first, all else in `/opt` over its own, and that over `/opt`. */
export const bindOptMl = `if [ -d /opt/ml ]; then mount --rbind "$2" /opt/ml || exit; else
for place in "$1"/* "$1"/.[!.]*; do
name=\${place##*/}
if [ "$name" = ml ]; then mount --rbind "$2" "$place" || exit
elif [ ! -L "$place" ] && [ -e "$place" ]; then mount --rbind "/opt/$name" "$place" || exit; fi
done
mount --rbind "$1" /opt || exit
fi
shift 2`;
