import * as vscode from 'vscode';
import type { Place } from '../../connections/connectionsModel.ts';
import type { ResourceEntry } from '../../sagemaker/resources/resourceEntry.ts';
import type { KindId } from '../../sagemaker/resources/resourceKind.ts';
import { resourceKinds } from '../../sagemaker/resources/resourceKinds.ts';
import { hoverOf } from '../explorer/hover.ts';
import type { Fact, RowLook } from '../explorer/looks/rowLook.ts';
import { joined } from '../explorer/looks/texts.ts';
import { resourceUri } from '../explorer/resourceUri.ts';
import { ResourceTarget } from './resourceTarget.ts';

/** A resource in a tree; one object for as long as it is listed, so that a click on it always finds it. */
export class ResourceItem<E extends ResourceEntry = ResourceEntry> extends vscode.TreeItem {
  /** By which what is drawn onto rows knows it. */
  readonly uri: vscode.Uri;
  private look: RowLook | undefined;
  private isStale = false;

  /**
   * @param place - Where the resource is: what is done with the row is done there, whatever is in use by then.
   * @param below - The id of the row that it stands below, where the same resource may have a row elsewhere in the tree.
   */
  constructor(
    readonly place: Place,
    readonly kind: KindId,
    public entry: E,
    label: string,
    collapsibleState = vscode.TreeItemCollapsibleState.None,
    below = '',
  ) {
    super(label, collapsibleState);
    // A row that was kept of an account that cannot be reached is its own too, and greyed.
    const connection = (place.sessions.current ?? place.sessions.lost)?.connection.id ?? '';
    this.id = `${below}${connection} ${entry.arn}`;
    this.uri = resourceUri(connection, kind, entry.name);
    this.resourceUri = this.uri;
  }

  get target(): ResourceTarget {
    return new ResourceTarget(this.place, this.kind, this.entry.name);
  }

  /** @param label - Without it the row is called as before. @returns Whether the row looks different now. */
  show(entry: E, look: RowLook, label = this.label): boolean {
    const { stateOf } = resourceKinds[this.kind];
    // What menus are chosen by: kind, state and flags, each after a dot.
    const contextValue = [this.kind, stateOf(entry.status), ...(look.flags ?? [])].join('.');
    const isSame =
      label === this.label && contextValue === this.contextValue && JSON.stringify(look) === JSON.stringify(this.look);
    this.entry = entry;
    if (isSame) return false;
    this.look = look;
    if (label !== undefined) this.label = label;
    this.description = look.description;
    this.iconPath = new vscode.ThemeIcon(look.icon.id, new vscode.ThemeColor(look.icon.color));
    this.contextValue = contextValue;
    this.speak();
    // Made when it is pointed at.
    this.tooltip = undefined;
    return true;
  }

  /** Says aloud whether what the row shows may no longer be so. @returns Whether that is news. */
  tellStale(isStale: boolean): boolean {
    if (isStale === this.isStale) return false;
    this.isStale = isStale;
    this.speak();
    return true;
  }

  /** What is shown where the row is pointed at. @param more - What was asked for only now. */
  hover(more: readonly Fact[] = []): vscode.MarkdownString {
    return hoverOf(this.entry.name, [...(this.look?.facts ?? []), ...more], resourceKinds[this.kind].noun);
  }

  private speak(): void {
    const { noun } = resourceKinds[this.kind];
    const parts = [
      `${capital(noun)} ${this.entry.name}`,
      this.look?.spoken,
      this.isStale ? 'not up to date' : undefined,
    ];
    this.accessibilityInformation = { label: joined(parts, ', ') };
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
