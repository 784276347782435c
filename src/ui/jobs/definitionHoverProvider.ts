import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { rangeIn, type DefinitionParts } from './definitionParts.ts';

const usualRegion = 'us-east-1';

/** What a field, hyperparameter, image or instance type is, from the API's documentation and the catalogue. */
export class DefinitionHoverProvider implements vscode.HoverProvider {
  constructor(
    private readonly parts: DefinitionParts,
    private readonly connections: Pick<ConnectionsModel, 'active'>,
  ) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const [{ hover }, { parseDefinition }, documentation, { model, definitionPath }] = await Promise.all([
      import('../../jobs/language/hover.ts'),
      import('../../jobs/definition.ts'),
      this.parts.readDocumentation(),
      this.parts.context(document),
    ]);
    const definition = parseDefinition(document.getText(), { path: definitionPath });
    const region = this.connections.active.sessions.current?.connection.region ?? usualRegion;
    const found = await hover(definition, document.offsetAt(position), { model, documentation, region });
    return found && new vscode.Hover(new vscode.MarkdownString(found.markdown), rangeIn(document, found));
  }
}
