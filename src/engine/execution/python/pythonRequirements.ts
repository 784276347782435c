import { createHash } from 'node:crypto';
import table from './requirements.json' with { type: 'json' };

/** Everything that an environment holds, each at one version, dependencies included. */
export interface PythonRequirements {
  /** In pip's form, e.g. `xgboost==1.7.6`. */
  readonly requirements: readonly string[];
  /** Changes with them. */
  readonly digest: string;
}

/** Finds the requirements for a Python of a version such as `3.11.7`; undefined where no set is known to work. */
export type RequirementsFor = (version: string) => PythonRequirements | undefined;

export const pinnedRequirements: RequirementsFor = (version) => {
  const set = table.sets.find(({ pythons }) => pythons.includes(minorOf(version)));
  return set && withDigest(set.requirements);
};

/** `3.9 to 3.14`, for people. */
export function supportedPythons(): string {
  const known = table.sets.flatMap(({ pythons }) => pythons);
  return `${known[0]} to ${known.at(-1)}`;
}

export function withDigest(requirements: readonly string[]): PythonRequirements {
  return { requirements, digest: createHash('sha256').update(requirements.join('\n')).digest('hex').slice(0, 16) };
}

/** `3.11` of `3.11.7`. */
export function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
