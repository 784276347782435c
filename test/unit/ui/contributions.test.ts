import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { commands, contextKeys, languages, settings, views } from '../../../src/ui/contributions/ids.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly languages: readonly { readonly id: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope: string }>> };
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
  };
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
}

const root = new URL('../../../', import.meta.url);
const text = readFileSync(new URL('package.json', root), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const strings = JSON.parse(readFileSync(new URL('package.nls.json', root), 'utf8')) as Record<string, string>;
const { contributes } = manifest;

describe('the manifest and the ids in the code', () => {
  const same = (actual: readonly string[], expected: readonly string[]): void =>
    assert.deepEqual([...actual].sort(), [...expected].sort());

  it('name the same commands', () =>
    same(
      contributes.commands.map(({ command }) => command),
      Object.values(commands),
    ));
  it('name the same views', () =>
    same(
      Object.values(contributes.views)
        .flat()
        .map(({ id }) => id),
      Object.values(views),
    ));
  it('name the same settings', () => same(Object.keys(contributes.configuration.properties), Object.values(settings)));
  it('name the same languages', () =>
    same(
      contributes.languages.map(({ id }) => id),
      languages,
    ));

  it('offer only commands that exist', () => {
    const known: string[] = Object.values(commands);
    for (const { command } of Object.values(contributes.menus).flat()) assert.ok(known.includes(command), command);
  });

  it('use only context keys that are set somewhere', () => {
    const used = new Set(
      text.match(/sagemakerWorkbench\.[\w.]+(?=\s*[|&"=)]|$)/g)?.filter((key) => key.endsWith('.loading')),
    );
    assert.deepEqual([...used].sort(), Object.values(contextKeys).sort());
  });

  it('use every string of package.nls.json, and only those', () => {
    const used = [...text.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? '');
    same([...new Set(used)], Object.keys(strings));
  });

  it('keep settings that redirect or execute out of the hands of a workspace', () => {
    for (const [name, { scope }] of Object.entries(contributes.configuration.properties)) {
      if (!name.startsWith('sagemakerWorkbench.local.')) continue;
      assert.equal(scope, 'machine', name);
      assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes(name), name);
    }
  });
});
