import * as vscode from 'vscode';
import type { BucketEntry } from '../../sagemaker/s3/bucketList.ts';
import type { ObjectEntry } from '../../sagemaker/s3/objectList.ts';
import { baseName, visibleName } from '../../sagemaker/s3/s3Place.ts';
import { bytesText } from '../../shared/bytesText.ts';
import { commands } from '../contributions/ids.ts';
import { hoverOf } from '../explorer/hover.ts';
import { DataItem } from './dataItem.ts';
import type { DataTarget } from './dataTarget.ts';
import { modifiedText } from './modifiedText.ts';
import { rowUri } from './rowUri.ts';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** @param isDefault - The bucket that the SageMaker SDKs use by themselves. @param region - Named where it is not the connection's. */
export function bucketItem(
  target: DataTarget,
  { created }: BucketEntry,
  {
    isDefault,
    region,
    parent,
  }: { isDefault: boolean; region?: string | undefined; parent?: vscode.TreeItem | undefined },
): DataItem {
  const { bucket } = target.at;
  const item = new DataItem(target, bucket, parent, Collapsed);
  const notes = [isDefault ? 'default' : undefined, region].filter((note) => note !== undefined);
  item.description = notes.join(' · ');
  item.iconPath = new vscode.ThemeIcon(isDefault ? 'star-full' : 'database');
  item.resourceUri = rowUri(target, '');
  item.contextValue = 's3Bucket';
  item.accessibilityInformation = { label: [`Bucket ${bucket}`, ...notes].join(', ') };
  item.tooltip = hoverOf(
    bucket,
    [
      ['URI', target.uri],
      ['Region', region],
      ['Created', created === undefined ? undefined : new Date(created).toLocaleString()],
      ['Default', isDefault ? 'the SageMaker SDKs use it where no bucket is named' : undefined],
    ],
    'bucket',
  );
  return item;
}

export function folderItem(target: DataTarget, parent: vscode.TreeItem, scope: string): DataItem {
  const name = visibleName(baseName(target.at.key));
  const item = new DataItem(target, name, parent, Collapsed, scope);
  item.iconPath = vscode.ThemeIcon.Folder;
  item.resourceUri = rowUri(target, listOf(parent));
  item.contextValue = 's3Folder';
  item.accessibilityInformation = { label: `Folder ${name}` };
  item.tooltip = hoverOf(`${name}/`, [['URI', target.uri]], 'folder');
  return item;
}

/** What was looked for: all keys that start so. */
export function foundItem(target: DataTarget): DataItem {
  const item = new DataItem(target, visibleName(target.uri), undefined, Expanded, 'found');
  item.iconPath = new vscode.ThemeIcon('filter');
  item.description = 'found';
  item.contextValue = 's3Prefix';
  item.accessibilityInformation = { label: `Found, ${target.uri}` };
  item.tooltip = hoverOf(target.uri, [['Shown', 'all keys that start so']], 'prefix');
  return item;
}

export function objectItem(target: DataTarget, object: ObjectEntry, parent: vscode.TreeItem, scope: string): DataItem {
  const name = target.at.key.endsWith('/')
    ? `${visibleName(baseName(object.key))}/`
    : visibleName(baseName(object.key));
  const item = new DataItem(target, name, parent, None, scope);
  const size = bytesText(object.size);
  const modified = modifiedText(object.modified);
  item.description = `${size} · ${modified}`;
  item.iconPath = vscode.ThemeIcon.File;
  item.resourceUri = rowUri(target, listOf(parent));
  item.contextValue = 's3Object';
  item.accessibilityInformation = { label: `${name}, ${size}, ${modified}` };
  item.tooltip = hoverOf(
    name,
    [
      ['URI', target.uri],
      ['Size', object.size < 1024 ? size : `${size} (${object.size.toLocaleString()} bytes)`],
      ['Modified', new Date(object.modified).toLocaleString()],
      ['Storage class', object.storageClass],
      ['ETag', object.etag.replaceAll('"', '')],
    ],
    'object',
  );
  // Without arguments: VS Code drops those of a row that is redrawn while it is clicked, and the click with them.
  item.command = { command: commands.openSelectedData, title: 'Preview' };
  return item;
}

/** Why a bucket or prefix cannot be listed, or is not up to date. */
export class ProblemItem extends vscode.TreeItem {
  constructor(
    readonly parent: vscode.TreeItem | undefined,
    message: string,
  ) {
    super(message);
    this.id = `problem ${parent?.id ?? ''} ${message}`;
    this.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    this.contextValue = 's3Problem';
    this.tooltip = message;
    this.accessibilityInformation = { label: message };
  }
}

const listOf = (parent: vscode.TreeItem): string => (parent instanceof DataItem ? parent.target.uri : '');
