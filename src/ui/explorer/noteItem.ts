import * as vscode from 'vscode';

/** A row that is no resource: what a resource has that is none by itself, or that there is nothing. */
export class NoteItem extends vscode.TreeItem {
  /** @param id - Once in its tree. @param label - Of what has a name; what has none stands in the colour of a description. */
  constructor(id: string, text: string, { icon = 'info', label = '' } = {}) {
    super(label);
    this.id = id;
    if (label === '') this.description = text;
    this.iconPath = new vscode.ThemeIcon(icon);
    this.contextValue = 'note';
    this.tooltip = text;
    this.accessibilityInformation = { label: text };
  }
}
