import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { JobFailure } from '../jobFailure.ts';
import { platform } from '../../../shared/node/platform.ts';

/** How an entry point is started (sagemaker_training/_entry_point_type.py). */
export type EntryPointKind = 'package' | 'program' | 'command';

const safeName = /^[A-Za-z0-9._][A-Za-z0-9._+-]*(\/[A-Za-z0-9._+-]+)*$/;

/**
 * Finds an entry point in the code folder.
 * @throws JobFailure naming the entry point and what the folder holds instead.
 */
export async function findEntryPoint(codeFolder: string, program: string, source: string): Promise<EntryPointKind> {
  if (!safeName.test(program) || program.split('/').some((part) => part === '.' || part === '..'))
    throw new JobFailure(
      `ClientError: The entry point '${program}' cannot be used: set sagemaker_program (EntryPoint) to a path inside the source directory, of letters, digits and . _ + - only, such as train.py.`,
    );
  const files = (await readdir(codeFolder, { withFileTypes: true, recursive: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(codeFolder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
  const isPackage = files.includes('setup.py') && !program.endsWith('.sh');
  const names = isPackage ? moduleFiles(program) : [program];
  if (!names.some((name) => files.includes(name) || (isPackage && files.some((file) => file.endsWith(`/${name}`)))))
    throw new JobFailure(
      `ClientError: The entry point '${program}' is not in ${source}, which holds ${listed(files)}; set sagemaker_program (EntryPoint) to one of its files.`,
    );
  return isPackage ? 'package' : program.endsWith('.py') ? 'program' : 'command';
}

/** @returns The program and its arguments, the working folder being the code folder. */
export async function entryPointCommand(
  kind: EntryPointKind,
  codeFolder: string,
  program: string,
  args: readonly string[],
  interpreter: string,
): Promise<[string, ...string[]]> {
  if (kind === 'package') return [interpreter, '-m', program.replace(/\.py$/, ''), ...args];
  if (kind === 'program') return [interpreter, program, ...args];
  if (!platform.hasProcessGroups)
    throw new JobFailure(
      `ClientError: The entry point '${program}' is a shell command, which Windows cannot run; use a Python script, or run this job in WSL or on AWS.`,
    );
  await chmod(join(codeFolder, program), 0o777);
  return ['/bin/sh', '-c', `./${program} ${args.map(quoted).join(' ')}`];
}

function moduleFiles(program: string): string[] {
  const module = program.replace(/\.py$/, '').replaceAll('.', '/');
  return [`${module}.py`, `${module}/__main__.py`];
}

/** For one parse by a shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}

function listed(files: readonly string[]): string {
  if (files.length === 0) return 'no files';
  const shown = files.slice(0, 5).join(', ');
  return files.length > 5 ? `${shown} and ${files.length - 5} more` : shown;
}
