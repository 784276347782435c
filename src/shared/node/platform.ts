import { homedir } from 'node:os';
import { join, posix } from 'node:path';
import { codeOf } from '../errors.ts';

/** The differences between the platforms that VS Code runs on; the only file that asks which one this is. */
export interface Platform {
  /** Where a user's local engine keeps its state unless told otherwise. */
  readonly defaultStateDirectory: string;
  /** True where `Model` and `model` name the same file. */
  readonly caseInsensitiveFiles: boolean;
  /** True where file names have reserved signs and words (Windows). */
  readonly hasReservedNames: boolean;
  /** True where a file's mode bits protect it. */
  readonly hasFileModes: boolean;
  /** True where a directory can be opened and flushed, so that a rename in it is durable. */
  readonly canSyncDirectories: boolean;
  /** True where a signal reaches a whole process group. */
  readonly hasProcessGroups: boolean;
  /** True where a named pipe is a file (`mkfifo`). */
  readonly hasNamedPipes: boolean;
  /** True where `/proc` shows the processes and their environments. */
  readonly hasProcFiles: boolean;
  /** How a shell sets an environment variable for its children. */
  exportLine(name: string, value: string): string;
  /** An environment variable's value as one word of the shell. */
  variable(name: string): string;
  /** A text as one word of the shell: a POSIX one, on Windows PowerShell. */
  quoted(text: string): string;
  /** False where the shell may lose double quotes inside an argument (Windows PowerShell before 7.3). */
  readonly keepsInnerQuotes: boolean;
  /** What starts a Python 3 when found on PATH, best first: a program's file name, and arguments before all others. */
  readonly pythonCommands: readonly (readonly [fileName: string, ...args: string[]])[];
  /** True for a program that is called Python and only offers to install one. @param exists - Tells whether a path exists. */
  isPythonStub(path: string, exists: (path: string) => boolean): boolean;
  /** The interpreter of a virtual environment. */
  venvPython(folder: string): string;
}

/** @param env - The process's environment; passed in so that tests own it. */
export function platformFor(name: NodeJS.Platform, env: NodeJS.ProcessEnv, home = homedir()): Platform {
  const windows = name === 'win32';
  const quoted = (text: string): string => `'${text.replaceAll("'", windows ? "''" : `'\\''`)}'`;
  return {
    defaultStateDirectory: join(dataHome(name, env, home), 'sagemaker-local'),
    caseInsensitiveFiles: windows || name === 'darwin',
    hasReservedNames: windows,
    hasFileModes: !windows,
    canSyncDirectories: !windows,
    hasProcessGroups: !windows,
    hasNamedPipes: !windows,
    hasProcFiles: name === 'linux',
    exportLine: (variable, value) =>
      windows ? `$env:${variable} = ${quoted(value)}` : `export ${variable}=${quoted(value)}`,
    variable: (variable) => (windows ? `"$env:${variable}"` : `"$${variable}"`),
    quoted,
    keepsInnerQuotes: !windows,
    pythonCommands: windows ? [['py.exe', '-3'], ['python3.exe'], ['python.exe']] : [['python3'], ['python']],
    isPythonStub: (path, exists) =>
      windows
        ? /\\Microsoft\\WindowsApps\\/i.test(path) // opens the Store
        : name === 'darwin' && path === '/usr/bin/python3' && !developerTools.some(exists), // opens an installer's dialog
    venvPython: (folder) => (windows ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python')),
  };
}

/** Where macOS keeps the real program behind `/usr/bin/python3`. */
const developerTools = [
  '/Library/Developer/CommandLineTools/usr/bin/python3',
  '/Applications/Xcode.app/Contents/Developer/usr/bin/python3',
];

/** The platform this process runs on. */
export const platform = platformFor(process.platform, process.env);

function dataHome(name: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string): string {
  if (name === 'win32') return env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local');
  if (name === 'darwin') return join(home, 'Library', 'Application Support');
  const given = env['XDG_DATA_HOME'] ?? '';
  // Empty or relative is as if it were not set (XDG Base Directory Specification).
  return posix.isAbsolute(given) ? given : join(home, '.local', 'share');
}

/** Whether a process with this id exists, whoever owns it. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
