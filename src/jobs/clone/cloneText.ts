import { stringify } from 'yaml';
import type { Platform } from '../../shared/node/platform.ts';
import { cliStart, type CommandPlace } from '../cliCommand.ts';
import { baseJobName, uniqueJobName } from '../jobName.ts';
import type { JsonObject } from '../definitionReader.ts';
import { creationOf, creations, type CreatableKind } from './creation.ts';
import { replacedOutputs, withOwnOutputs } from './outputPaths.ts';

/** What was cloned, for the file's first lines. */
export interface CloneSource {
  readonly name: string;
  readonly noun: string;
  /** Where it is, as the status bar calls it. */
  readonly where: string;
  readonly place: CommandPlace;
}

export interface CloneFile {
  /** As in `boston.training-job.yaml`. */
  readonly fileName: string;
  readonly text: string;
}

/**
 * A request as a file to be changed and sent again: a job definition, or what *Create…* and `aws … --cli-input-yaml` take.
 * @param now - Milliseconds since the epoch: a name that is sent as it is must be new.
 */
export function cloneFile(
  kind: CreatableKind,
  request: JsonObject,
  source: CloneSource,
  now: number,
  platform: Pick<Platform, 'quoted' | 'variable'>,
): CloneFile {
  const creation = creationOf(kind, request);
  const base = baseJobName(source.name);
  const fileName = `${base}.${creation.fileKind}.yaml`;
  const origin = `# Cloned from the ${source.noun} ${source.name} (${source.where}).`;
  if (creation.isDefinition) {
    const made = named(kind, request, base);
    const heading = [origin, ...replacements(kind, request, made), newNames(creation.nameField)];
    return { fileName, text: `${heading.join('\n')}\n${stringify(made, { lineWidth: 0 })}` };
  }
  const command = `${cliStart(creation.cliCommand, source.place, platform)} --cli-input-yaml file://${fileName}`;
  const keys =
    'The keys for that are among what "SageMaker: Copy Environment of the Local Engine" copies: paste it first.';
  const made = named(kind, request, freshName(kind, source.name, now));
  const heading = [
    origin,
    ...replacements(kind, request, made),
    '# "Create…", or "SageMaker: Create from Request…" in the palette, sends it as it stands here.',
    `# So does version 2 of the AWS CLI, once it is saved: ${command}`,
    ...(source.place.kind === 'local' ? [`# ${keys}`] : []),
  ];
  // Quoted, so that readers of YAML 1.1 do not take a text such as `on` or `1:30` for something else.
  const options = { version: '1.1', lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' } as const;
  const text = stringify(made, options);
  return { fileName, text: `${heading.join('\n')}\n${text}` };
}

const newNames = (nameField: string): string => `# A new name is made of ${nameField} for every run.`;

/** What a job like another would write over of that one's, as comments of YAML, a shell and Python. */
export const replacements = (...jobs: Parameters<typeof replacedOutputs>): string[] =>
  replacedOutputs(...jobs).map((sentence) => `# ${sentence.replace(lineEnds, ' ')}.`);

/** Of YAML 1.1, shells and Python: a path with one in it would go on outside its comment. */
const lineEnds = /[\r\n\u0085\u2028\u2029]/g;

/** The job that a cloned file's first line names; undefined where it names none of the kind. @param noun - Of the kind. */
export function clonedFrom(text: string, noun: string): string | undefined {
  const [, name] = text.split(`# Cloned from the ${noun} `, 2);
  return name && /^[\w-]+(?= \()/.exec(name)?.[0];
}

/** The request under another name, which stands first, with outputs of its own. */
export function named(kind: CreatableKind, request: JsonObject, name: string): JsonObject {
  const own = withOwnOutputs(kind, request, (before, after) => `${before}${name}${after}`);
  const { [creations[kind].nameField]: _old, ...rest } = own;
  return { [creations[kind].nameField]: name, ...rest };
}

/** Names like the old ones that were not there before, each another: where two would be the same, the later one's time is moved on. */
export function freshNames(
  sources: readonly { readonly kind: CreatableKind; readonly name: string }[],
  now: number,
): string[] {
  const names = new Set<string>();
  return sources.map(({ kind, name }) => {
    // A second shows in the shortest name.
    let at = now;
    while (names.has(freshName(kind, name, at))) at += 1_000;
    const fresh = freshName(kind, name, at);
    names.add(fresh);
    return fresh;
  });
}

/** A name like the old one that was not there before. */
export function freshName(kind: CreatableKind, name: string, now: number): string {
  return uniqueJobName(baseJobName(name), now, creations[kind]);
}
