import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface Metafile {
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly bytes: number;
        readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[];
        readonly inputs: Readonly<Record<string, unknown>>;
      }
    >
  >;
}

/** What loading an entry loads with it, by the build's own account. */
function loadedWith(entry: string): { bytes: number; inputs: string[] } {
  const { outputs } = JSON.parse(
    readFileSync(new URL('../../../out/meta/extension.json', import.meta.url), 'utf8'),
  ) as Metafile;
  const files = new Set<string>();
  const visit = (file: string): void => {
    const output = outputs[file];
    if (files.has(file) || output === undefined) return;
    files.add(file);
    for (const { path, kind, external } of output.imports)
      if (kind === 'import-statement' && external !== true) visit(path);
  };
  visit(entry);
  const chunks = [...files].map((file) => outputs[file]);
  return {
    bytes: chunks.reduce((sum, chunk) => sum + (chunk?.bytes ?? 0), 0),
    inputs: chunks.flatMap((chunk) => Object.keys(chunk?.inputs ?? {})),
  };
}

describe('what activation loads', () => {
  const { bytes, inputs } = loadedWith('dist/extension.js');

  it('is under 150 KB', () => assert.ok(bytes < 150_000, `${bytes} bytes`));

  it('holds no package: no SDK client, no YAML parser, no chart', () => {
    assert.deepEqual(
      inputs.filter((input) => input.includes('node_modules')),
      [],
    );
    assert.ok(inputs.includes('src/extension.ts'));
  });

  it('holds nothing of what lists and describes, opens a connection to AWS or counts costs', () => {
    const used =
      /^src\/(sagemaker\/(cost|resources\/(kinds|resource(Kinds|ListModel)))|connections\/(awsDoor|awsProblem|profiles)|ui\/cost\/(?!registerCost))/;
    assert.deepEqual(
      inputs.filter((input) => used.test(input)),
      [],
    );
  });

  it('holds nothing of what reads, checks and completes definitions', () => {
    // Whether a file is a definition is told by its name.
    const language = /^src\/(catalog|formats|serviceModel|jobs\/(language|source|diagnose|definition(?!Kind)|resolve))/;
    assert.deepEqual(
      inputs.filter((input) => language.test(input)),
      [],
    );
  });
});
