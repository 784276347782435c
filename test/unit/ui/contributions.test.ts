import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { creatableKinds, creations } from '../../../src/jobs/clone/creation.ts';
import { requestKinds } from '../../../src/jobs/clone/requestFile.ts';
import { consoleKinds } from '../../../src/sagemaker/consoleUrl.ts';
import {
  colors,
  commands,
  contextKeys,
  languages,
  requestFiles,
  settings,
  viewKeys,
  views,
  walkthroughKeys,
} from '../../../src/ui/contributions/ids.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly keybindings: readonly {
      readonly command: string;
      readonly key: string;
      readonly when: string;
      readonly args: string;
    }[];
    readonly languages: readonly { readonly id: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope: string }>> };
    readonly colors: readonly { readonly id: string; readonly defaults: Readonly<Record<string, string>> }[];
    readonly viewsWelcome: readonly { readonly view: string; readonly when: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly menus: Readonly<Record<string, readonly { readonly command?: string; readonly when?: string }[]>>;
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

  it('have their own grey, which can be read on the side bars of VS Code’s own themes', () => {
    const [grey, ...others] = contributes.colors;
    assert.ok(grey);
    assert.deepEqual([grey.id, others], [colors.stale, []]);
    const light = (hex: string): number => {
      const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
      const [r = 0, g = 0, b = 0] = parts.map((part) =>
        part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    // Dark Modern, Light Modern, Dark+ and the high contrast themes; 4.5 is WCAG's measure for text.
    const grounds = { light: ['#F8F8F8', '#F3F3F3'], dark: ['#181818', '#252526'] };
    const contrast = { highContrast: ['#000000'], highContrastLight: ['#FFFFFF'] };
    for (const [theme, backs] of Object.entries({ ...grounds, ...contrast }))
      for (const back of backs) {
        const [less = 0, more = 0] = [light(grey.defaults[theme] ?? ''), light(back)].sort((a, b) => a - b);
        assert.ok((more + 0.05) / (less + 0.05) >= 4.5, `${theme} on ${back}`);
      }
  });

  it('offer only commands that exist', () => {
    const known: string[] = Object.values(commands);
    for (const { command } of Object.values(contributes.menus).flat())
      if (command !== undefined) assert.ok(known.includes(command), command);
  });

  it('follow only links to commands that exist, in welcome texts and in the walkthrough', () => {
    const known: string[] = Object.values(commands);
    const links = [...Object.values(strings), text].flatMap((one) => [...one.matchAll(/\(command:([\w.]+)/g)]);
    assert.ok(links.length > 30);
    for (const [, command = ''] of links)
      assert.ok(command.startsWith('workbench.') || known.includes(command), command);
  });

  it('do not say of an empty account that something is not allowed', () => {
    const greetings = Object.entries(strings).filter(([id]) => /^welcome\..*OnAws$/.test(id));
    assert.ok(greetings.length > 3);
    for (const [id, greeting] of greetings) assert.doesNotMatch(greeting, /\bmay (?!be\b)|permission|allow/, id);
  });

  it('greet every view in each of its states, and in one way only', () => {
    const { viewsWelcome } = contributes;
    const flags = ['loading', 'lost', 'narrowed', 'aws', 'isWorkspaceTrusted', 'folder'] as const;
    for (const [view, id] of Object.entries(views)) {
      const texts = viewsWelcome.filter((one) => one.view === id);
      for (let bits = 0; bits < 2 ** flags.length; bits++) {
        const on = (flag: (typeof flags)[number]): boolean => (bits & (1 << flags.indexOf(flag))) !== 0;
        if (view === 'data' && on('narrowed')) continue; // it has no filter
        const truth = (term: string): boolean => {
          if (term.startsWith('!')) return !truth(term.slice(1));
          if (term.startsWith('sagemakerWorkbench.connection.kind')) return on('aws') === term.includes("'aws'");
          if (term.startsWith('workspaceFolderCount')) return on('folder') === term.includes(' != ');
          const flag = flags.find((one) => term.endsWith(one));
          assert.ok(flag, term);
          return on(flag);
        };
        const shown = texts.filter(({ when }) => when.split(' && ').every(truth));
        assert.equal(shown.length, on('loading') ? 0 : 1, `${view} ${flags.filter(on).join(' ')}`);
      }
    }
  });

  it('have Delete on a row of every view, and nowhere else', () => {
    same(
      contributes.keybindings.map(({ key, args }) => `${key} ${args}`),
      Object.keys(views).map((view) => `delete ${view}`),
    );
    for (const { command, when, args } of contributes.keybindings) {
      assert.equal(command, commands.removeFocused);
      const terms = [`focusedView == ${views[args as keyof typeof views]}`, 'listFocus', '!inputFocus'];
      assert.deepEqual(when.split(' && '), [...terms, 'isWorkspaceTrusted']);
    }
  });

  it('load more from the palette while there is more', () => {
    const { commandPalette = [] } = contributes.menus;
    for (const view of Object.keys(views) as (keyof typeof views)[]) {
      const entry = commandPalette.find(({ command }) => command === `sagemakerWorkbench.${view}.loadMore`);
      assert.equal(entry?.when, viewKeys(view).more);
    }
  });

  it('show walkthrough steps with pictures that are there', () => {
    const [walkthrough] = contributes.walkthroughs;
    assert.ok(walkthrough !== undefined && walkthrough.steps.length <= 6);
    for (const { media, completionEvents } of walkthrough.steps) {
      const svg = readFileSync(new URL(media.svg, root), 'utf8');
      assert.match(svg, /var\(--vscode-/, 'it follows the theme');
      assert.equal(completionEvents.length, 1);
    }
  });

  it('check each step of the walkthrough by a context key that says that it succeeded', () =>
    same(
      contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap(({ completionEvents }) => completionEvents)),
      Object.values(walkthroughKeys).map((key) => `onContext:${key}`),
    ));

  it('use only context keys that are set somewhere', () => {
    const used = new Set(text.match(/sagemakerWorkbench\.\w+\.(loading|filtered|narrowed|more|kind|lost)\b/g));
    const ofViews = (Object.keys(views) as (keyof typeof views)[]).flatMap((view) => Object.values(viewKeys(view)));
    const known: string[] = [...Object.values(contextKeys), ...ofViews];
    assert.ok(used.size > 0);
    for (const key of used) assert.ok(known.includes(key), key);
  });

  it('offer to create from every kind of request file, and from no other', () => {
    const fileKinds = requestKinds.map((kind) => creations[kind].fileKind);
    same(/\{([^}]+)\}/.exec(requestFiles)?.[1]?.split(',') ?? [], fileKinds);
    const entries = Object.values(contributes.menus)
      .flat()
      .filter(({ command, when }) => command === commands.createFromRequest && when?.includes('resourceFilename'));
    assert.equal(entries.length, 3);
    for (const { when = '' } of entries) same(/\\\.\(([^)]+)\)/.exec(when)?.[1]?.split('|') ?? [], fileKinds);
  });

  it('offer to clone, to copy and to open in the console for every kind of which that can be done, and for no other', () => {
    for (const [command, kinds] of [
      [commands.clone, creatableKinds],
      [commands.copyResourceAsCliCommand, creatableKinds],
      [commands.copyResourceAsPython, creatableKinds],
      [commands.openConsole, consoleKinds],
    ] as const) {
      const [{ when = '' } = {}, ...others] = [
        ...contributes.menus['view/item/context']!,
        ...contributes.menus['sagemakerWorkbench.copy']!,
      ].filter((entry) => entry.command === command);
      assert.deepEqual(others, [], command);
      same(/viewItem =~ \/\^\(([^)]+)\)/.exec(when)?.[1]?.split('|') ?? [], kinds);
    }
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
