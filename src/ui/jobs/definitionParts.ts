import * as vscode from 'vscode';
import type { Documentation } from '../../serviceModel/documentation.ts';
import { definitionFileOf } from './definitionFileOf.ts';

/** What the language features of job definitions share; read when the first of them is used. */
export class DefinitionParts {
  private documentation: Promise<Documentation> | undefined;

  /** @param documentationFile - The build's documentation.json. */
  constructor(private readonly documentationFile: string) {}

  readDocumentation(): Promise<Documentation> {
    this.documentation ??= import('../../serviceModel/documentation.ts').then((module) =>
      module.Documentation.read(this.documentationFile),
    );
    return this.documentation;
  }

  /** What completion is asked with. */
  async context(document: vscode.TextDocument) {
    const [{ loadServiceModel }, { nodeDefinitionFiles }] = await Promise.all([
      import('../../serviceModel/serviceModel.ts'),
      import('../../jobs/nodeDefinitionFiles.ts'),
    ]);
    const { path: definitionPath, workspaceRoot } = definitionFileOf(document);
    return { model: await loadServiceModel(), files: nodeDefinitionFiles, definitionPath, workspaceRoot };
  }
}

/** A stretch of a definition's text in the editor's terms. */
export function rangeIn(document: vscode.TextDocument, { start, end }: { start: number; end: number }): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
