import assert from 'node:assert/strict';
import { isMap, parseDocument, stringify, type Document, type Node, type Pair } from 'yaml';
import { loadServiceModel } from '../../../src/serviceModel/serviceModel.ts';
import type { BrokenRequest } from '../../support/brokenRequests.ts';
import { generatedRequests, generatedTuningRequests, generatedXgboostRequests } from '../../support/fullRequest.ts';
import { Workspace } from './workspace.ts';

/** Left out they are no fault: resolving fills them in. */
const filledIn = ['RoleArn', 'OutputDataConfig'];

describe('a generated request as a definition', () => {
  let workspace: Workspace;
  before(async () => (workspace = await Workspace.create()));
  after(() => workspace.remove());

  const asYaml = (request: unknown) => stringify(request);
  const asJson = (request: unknown) => JSON.stringify(request, undefined, 2);
  for (const [what, seed, write, generate, kind] of [
    ['YAML', 1, asYaml, generatedRequests, 'training-job'],
    ['JSON', 2, asJson, generatedRequests, 'training-job'],
    ['built-in XGBoost, YAML', 3, asYaml, generatedXgboostRequests, 'training-job'],
    ['tuning job, YAML', 4, asYaml, generatedTuningRequests, 'tuning-job'],
  ] as const) {
    it(`has one finding for one broken constraint, where it stands, and else none (${what}, seed ${seed})`, async function () {
      this.timeout(60_000);
      const { unbroken, broken } = generate(await loadServiceModel(), seed);
      assert.deepEqual(await workspace.findings(write(unbroken), kind), []);
      assert.ok(broken.length > 300, `${broken.length} requests`);
      for (const one of broken) {
        const text = write(one.request);
        const isFilledIn = one.constraint === 'required' && filledIn.includes(String(one.path.at(-1)));
        const findings = await workspace.findings(text, kind);
        const found = findings.map(({ start, end, severity }) => ({ start, end, severity }));
        const expected = isFilledIn ? [] : [{ ...placeOf(one, text), severity: 'error' }];
        assert.deepEqual(found, expected, `${one.name}: ${findings.map(({ message }) => message).join(' ')}`);
      }
    });
  }
});

/** Where the yaml package itself sees the value; what is missing is marked at its parent's key. */
function placeOf({ constraint, path, isKey }: BrokenRequest, text: string): { start: number; end: number } {
  const document = parseDocument(text);
  if (isKey) return rangeOf(keyAt(document, path) as Node);
  if (constraint !== 'required') return rangeOf(document.getIn(path, true) as Node);
  for (let length = path.length - 1; length > 0; length--) {
    const key = keyAt(document, path.slice(0, length));
    if (key) return rangeOf(key);
    // An entry of a list has no key: its first line.
    const entry = rangeOf(document.getIn(path.slice(0, length), true) as Node);
    return {
      start: entry.start,
      end: entry.start + text.slice(entry.start, entry.end).split('\n', 1)[0]!.trimEnd().length,
    };
  }
  return { start: 0, end: text.split('\n', 1)[0]!.length };
}

function keyAt(document: Document, path: BrokenRequest['path']): Node | undefined {
  const owner = document.getIn(path.slice(0, -1), true);
  if (!isMap(owner)) return undefined;
  const pair = owner.items.find((item) => String((item as Pair<{ value: string }>).key.value) === path.at(-1));
  return pair?.key as Node | undefined;
}

function rangeOf({ range }: Node): { start: number; end: number } {
  assert.ok(range);
  return { start: range[0], end: range[1] };
}
