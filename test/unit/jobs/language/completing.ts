import { complete } from '../../../../src/jobs/language/complete.ts';
import type { Completion } from '../../../../src/jobs/language/completion.ts';
import { nodeDefinitionFiles } from '../../../../src/jobs/nodeDefinitionFiles.ts';
import { loadServiceModel } from '../../../../src/serviceModel/serviceModel.ts';
import { Workspace } from '../workspace.ts';

/** A text with its cursor written as ‸. */
export class Writing {
  readonly text: string;
  readonly offset: number;

  constructor(
    marked: string,
    private readonly workspace: Workspace,
    private readonly extension = 'yaml',
  ) {
    this.offset = marked.indexOf('‸');
    if (this.offset < 0) throw new Error('The text has no cursor.');
    this.text = marked.replace('‸', '');
  }

  async completions(): Promise<Completion[]> {
    const all = await complete(this.text, this.offset, {
      model: await loadServiceModel(),
      files: nodeDefinitionFiles,
      definitionPath: this.workspace.definitionPath.replace(
        this.extension.includes('.') ? /training-job\.yaml$/ : /yaml$/,
        this.extension,
      ),
      workspaceRoot: this.workspace.root,
    });
    // As the editor filters: the range up to the cursor begins what is compared.
    const shown = all.filter(({ range, filterText }) =>
      filterText
        .trimStart()
        .toLowerCase()
        .startsWith(this.text.slice(range.start, this.offset).trimStart().toLowerCase()),
    );
    return shown.sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0));
  }

  async labels(): Promise<string[]> {
    return (await this.completions()).map(({ label }) => label);
  }

  /** The text after a completion was taken, its stops filled with their defaults. */
  async after(label: string): Promise<string> {
    const completions = await this.completions();
    const chosen = completions.find((one) => one.label === label);
    if (!chosen) throw new Error(`No completion ${label} in ${completions.map((one) => one.label).join(', ')}.`);
    const { start, end } = chosen.range;
    const whole = this.text.slice(0, start) + plain(chosen.insertText) + this.text.slice(end);
    const comma = chosen.missingComma;
    return comma === undefined ? whole : `${whole.slice(0, comma)},${whole.slice(comma)}`;
  }
}

/** Gives the calling suite a workspace with these files beside its data, and the questions that are asked of a text in it. */
export function useWriting(files: Readonly<Record<string, string>>) {
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.create();
    for (const [path, content] of Object.entries(files)) await workspace.write(path, content);
  });
  after(() => workspace.remove());
  const writing = (text: string, extension?: string) => new Writing(text, workspace, extension);
  return {
    writing,
    labels: (text: string, extension?: string) => writing(text, extension).labels(),
    taking: (text: string, label: string, extension?: string) => writing(text, extension).after(label),
  };
}

/** What a snippet leaves behind when all its stops are skipped. */
function plain(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|((?:\\.|[^|,\\])*)(?:[^|\\]|\\.)*\|\}/g, '$1')
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/\$\d+/g, '')
    .replace(/\\([\\$},|])/g, '$1');
}
