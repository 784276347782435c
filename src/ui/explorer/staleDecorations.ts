import * as vscode from 'vscode';
import type { KindId } from '../../sagemaker/resources/resourceKind.ts';
import { Disposable } from '../../shared/disposable.ts';
import { colors } from '../contributions/ids.ts';
import { resourceScheme } from './resourceUri.ts';
import { SharedAges } from './sharedAges.ts';

/** What is not up to date; greys its rows. */
export class StaleDecorations extends Disposable implements vscode.FileDecorationProvider {
  private readonly changes = this.register(new vscode.EventEmitter<undefined>());
  /** Kinds by connection id. */
  private readonly stale = new Map<string, Set<KindId>>();

  readonly ages = this.register(new SharedAges());
  readonly onDidChangeFileDecorations = this.changes.event;

  constructor() {
    super();
    this.register(vscode.window.registerFileDecorationProvider(this));
  }

  /** @param kinds - All kinds that the marking is about. @param stale - Those of them that are not up to date. */
  mark(connection: string, kinds: readonly KindId[], stale: readonly KindId[]): void {
    const known = this.stale.get(connection) ?? new Set<KindId>();
    this.stale.set(connection, known);
    const changed = kinds.filter((kind) => known.has(kind) !== stale.includes(kind));
    for (const kind of changed) if (!known.delete(kind)) known.add(kind);
    if (changed.length > 0) this.changes.fire(undefined);
  }

  /** Whether what a row of the resource shows may no longer be so. */
  isStale({ scheme, path, query }: vscode.Uri): boolean {
    const kind = path.split('/')[1] as KindId;
    return scheme === resourceScheme && this.stale.get(query)?.has(kind) === true;
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (!this.isStale(uri)) return undefined;
    return { color: new vscode.ThemeColor(colors.stale), tooltip: 'Not up to date', propagate: false };
  }
}
