import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An instance here has one user: options about users fall away, and a login shell without a command reads its stdin. */
const text = `#!/bin/sh
login=
while [ $# -gt 0 ]; do
  case $1 in
    --) shift; break ;;
    --login) login=1; shift ;;
    --user|--group|--host|--prompt|--chdir) shift; [ $# -eq 0 ] || shift ;;
    --*) shift ;;
    -*)
      letters=\${1#-}
      while [ -n "$letters" ]; do
        letter=\${letters%"\${letters#?}"}
        letters=\${letters#?}
        case $letter in
          i) login=1 ;;
          [ughpCDRrtTU]) [ -n "$letters" ] || shift; letters= ;;
        esac
      done
      [ $# -eq 0 ] || shift ;;
    *=*) export "$1"; shift ;;
    *) break ;;
  esac
done
if [ -n "$login" ]; then cd "$HOME" || exit; fi
if [ $# -eq 0 ]; then exec bash; fi
exec "$@"
`;

/**
 * Writes a `sudo` that runs what it is given as the user who is there (options of sudo(8)).
 * @returns The folder for the start of PATH.
 */
export async function writeSudo(work: string): Promise<string> {
  const folder = join(work, 'bin');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'sudo'), text, { mode: 0o755 });
  return folder;
}
