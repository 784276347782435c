import type { PythonAnswer, PythonEnvironment } from '../shared/node/pythonAnswer.ts';

/** An interpreter that the editor knows of. */
export interface PythonCandidate {
  readonly interpreter: string;
  /** `setting`: written down by the user, so it is taken or refused, never passed over. */
  readonly origin: 'setting' | 'python-extension' | 'workspace';
}

/** What a job needs of an interpreter. */
export interface PythonNeed {
  /** Whether nothing else can run the job. */
  readonly isRequired: boolean;
  /** Import name of the library that its image stands for, where there is one. */
  readonly library?: string;
  /** Where only one major version of the library will do. */
  readonly major?: number;
}

export type PythonChoice =
  /** Undefined: the engine's own choice is right, or no Python is needed. */
  | { readonly kind: 'chosen'; readonly interpreter: string | undefined }
  /** One sentence; `usable` is what could run the job though it lacks the library. */
  | { readonly kind: 'none'; readonly problem: string; readonly usable?: PythonEnvironment };

/**
 * Which interpreter a local job gets. A setting wins, since the user wrote it; what the Python extension or a folder offers may be a mere
 * default, so the first one that can do the job is taken; then comes the engine's own order: its environment, then PATH.
 * @param ask - Asks the engine what an interpreter is; undefined asks for its own. An older engine does not know.
 */
export async function choosePython(
  candidates: readonly PythonCandidate[],
  need: PythonNeed,
  ask: (interpreter: string | undefined) => Promise<PythonAnswer | undefined>,
): Promise<PythonChoice> {
  const setting = candidates.find(({ origin }) => origin === 'setting');
  if (setting !== undefined) {
    const answer = await ask(setting.interpreter);
    return answer !== undefined && 'problem' in answer
      ? { kind: 'none', problem: answer.problem }
      : { kind: 'chosen', interpreter: setting.interpreter };
  }
  const problems: string[] = [];
  let usable: PythonEnvironment | undefined;
  for (const interpreter of [...candidates.map((candidate) => candidate.interpreter), undefined]) {
    const answer = await ask(interpreter);
    if (answer === undefined) return { kind: 'chosen', interpreter };
    if ('problem' in answer) problems.push(answer.problem);
    else if (suits(answer.environment, need)) return { kind: 'chosen', interpreter };
    else usable ??= answer.environment;
  }
  if (!need.isRequired) return { kind: 'chosen', interpreter: undefined };
  if (usable === undefined) return { kind: 'none', problem: problems[0] ?? 'No Python was found.' };
  return { kind: 'none', problem: lackOf(usable, need), usable };
}

function suits({ libraries }: PythonEnvironment, { library, major }: PythonNeed): boolean {
  if (library === undefined) return true;
  const version = libraries[library];
  return version !== undefined && (major === undefined || Number.parseInt(version, 10) === major);
}

function lackOf({ interpreter, version, libraries }: PythonEnvironment, { library = '', major }: PythonNeed): string {
  const installed = libraries[library];
  const has = installed === undefined ? `has no ${library}` : `has ${library} ${installed}, not ${major}`;
  return `Python ${version} (${interpreter}) ${has}, which the job's image brings.`;
}
