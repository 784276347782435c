import * as vscode from 'vscode';
import type { Completion, MemberReference } from '../../jobs/language/completion.ts';
import { rangeIn, type DefinitionParts } from './definitionParts.ts';

/** Typing one of these asks for completions again, besides letters. */
export const completionTriggers = [' ', ':', '/', '"', '.', '-'];

const kinds: Readonly<Record<Completion['kind'], vscode.CompletionItemKind>> = {
  field: vscode.CompletionItemKind.Field,
  entry: vscode.CompletionItemKind.Struct,
  value: vscode.CompletionItemKind.EnumMember,
  hyperparameter: vscode.CompletionItemKind.Property,
  image: vscode.CompletionItemKind.Module,
  instance: vscode.CompletionItemKind.Unit,
  file: vscode.CompletionItemKind.File,
  folder: vscode.CompletionItemKind.Folder,
};

/** A completion whose documentation is read when it is looked at. */
class DefinitionCompletionItem extends vscode.CompletionItem {
  constructor(
    { label, kind }: Completion,
    readonly member: MemberReference | undefined,
  ) {
    super(label, kinds[kind]);
  }
}

/** Completions in job definitions. */
export class DefinitionCompletionProvider implements vscode.CompletionItemProvider<DefinitionCompletionItem> {
  constructor(private readonly parts: DefinitionParts) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<DefinitionCompletionItem[]> {
    const { complete } = await import('../../jobs/language/complete.ts');
    const context = await this.parts.context(document);
    const completions = await complete(document.getText(), document.offsetAt(position), context);
    return completions.map((completion) => itemOf(document, completion));
  }

  async resolveCompletionItem(item: DefinitionCompletionItem): Promise<DefinitionCompletionItem> {
    if (item.member === undefined) return item;
    const [{ memberMarkdown }, { loadServiceModel }, documentation] = await Promise.all([
      import('../../jobs/language/hover.ts'),
      import('../../serviceModel/serviceModel.ts'),
      this.parts.readDocumentation(),
    ]);
    const { shape, member } = item.member;
    const context = { model: await loadServiceModel(), documentation };
    item.documentation = new vscode.MarkdownString(memberMarkdown(context, shape, member));
    return item;
  }
}

function itemOf(document: vscode.TextDocument, completion: Completion): DefinitionCompletionItem {
  const { documentation, detail, insertText, filterText, sortText, range, missingComma, suggestAgain } = completion;
  const item = new DefinitionCompletionItem(completion, typeof documentation === 'object' ? documentation : undefined);
  if (typeof documentation === 'string') item.documentation = documentation;
  if (detail !== undefined) item.detail = detail;
  item.insertText = new vscode.SnippetString(insertText);
  item.filterText = filterText;
  item.sortText = sortText;
  item.range = rangeIn(document, range);
  // Every line comes with its own indentation.
  item.keepWhitespace = true;
  if (missingComma !== undefined)
    item.additionalTextEdits = [vscode.TextEdit.insert(document.positionAt(missingComma), ',')];
  if (suggestAgain === true) item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest' };
  return item;
}
