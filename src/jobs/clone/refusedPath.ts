import { isObject } from '../../shared/isObject.ts';
import type { DefinitionPath, JsonObject } from '../definitionReader.ts';

interface Leaf {
  readonly path: DefinitionPath;
  readonly member: string;
  readonly value: string;
}

/** A shorter value stands in a sentence by chance. */
const shortestValue = 3;

/**
 * Which field of a request a refusal is about: the one whose place the message names (`at 'primaryContainer.image'`), else the one it calls
 * by its name, else the one whose value it holds. Undefined where nothing tells.
 */
export function refusedPath(request: JsonObject, message: string): DefinitionPath | undefined {
  const location = / at '([^']+)' failed/.exec(message)?.[1];
  if (location !== undefined) return pathAt(request, location);
  const leaves = leavesOf(request, []);
  return (
    longest(leaves, ({ member }) => (/[a-z][A-Z]/.test(member) && holds(message, member) ? member.length : 0))?.path ??
    longest(leaves, ({ member, value }) => {
      if (value.length < shortestValue || !holds(message, value)) return 0;
      // Of fields with the same value, the one whose kind of thing is spoken of: `Could not find endpoint configuration …`.
      const noun = member.replace(/(?:Name|Arn|Uri|Url)$/, '').toLowerCase();
      return value.length + (squashed(message).includes(noun) ? noun.length / 100 : 0);
    })?.path
  );
}

/** The service's spelling of a place: members begin with a small letter, entries of lists are counted from 1 (`tags.1.member.key`). */
function pathAt(request: JsonObject, location: string): DefinitionPath {
  const path: (string | number)[] = [];
  let value: unknown = request;
  for (const step of location.split('.')) {
    if (step === 'member' && typeof path.at(-1) === 'number') continue;
    const keys = isObject(value) ? Object.keys(value) : [];
    if (Array.isArray(value)) path.push(Number(step) - 1);
    else path.push(keys.find((key) => key.toLowerCase() === step.toLowerCase()) ?? capital(step));
    value = (value as Readonly<Record<string | number, unknown>> | undefined)?.[path.at(-1) ?? ''];
  }
  return path;
}

function leavesOf(value: unknown, path: DefinitionPath): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...path, index]));
  const own = { path, member: String(path.findLast((step) => typeof step === 'string') ?? '') };
  if (isObject(value)) {
    const below = Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]));
    return path.length === 0 ? below : [{ ...own, value: '' }, ...below];
  }
  return [{ ...own, value: typeof value === 'string' ? value : '' }];
}

function longest(leaves: readonly Leaf[], measure: (leaf: Leaf) => number): Leaf | undefined {
  let [found, most]: [Leaf | undefined, number] = [undefined, 0];
  for (const leaf of leaves) {
    const length = measure(leaf);
    if (length > most) [found, most] = [leaf, length];
  }
  return found;
}

/** As a word of its own: `churn` is not in `churn-2`. */
function holds(message: string, text: string): boolean {
  const escaped = text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`).test(message);
}

const squashed = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '');

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
