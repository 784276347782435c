import * as vscode from 'vscode';
import { readChoice, type ConnectionChoice } from '../../connections/connectionChoice.ts';
import { isObject } from '../../shared/isObject.ts';
import { kindIds, type KindId } from '../../sagemaker/resources/resourceKind.ts';

/** The scheme of logs that are open as documents. */
export const logScheme = 'sagemaker-log';

/** Which log a document shows; all of it stands in the document's address, so that two accounts never share one. */
export interface LogAddress {
  readonly choice: ConnectionChoice;
  /** Of the account that it was opened in. */
  readonly connectionId: string;
  readonly kind: KindId;
  readonly resource: string;
  readonly group: string;
  readonly stream: string;
}

/** @param label - Of the stream, for the tab. */
export function logUri(address: LogAddress, label: string): vscode.Uri {
  const path = `/${address.resource} ${label.replaceAll('/', ' ').replace(/\.log$/, '')}.log`;
  return vscode.Uri.from({ scheme: logScheme, path, query: JSON.stringify(address) });
}

/** Undefined for an address that was not made here. */
export function logAddress({ query }: vscode.Uri): LogAddress | undefined {
  let found: unknown;
  try {
    found = JSON.parse(query);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!isObject(found)) return undefined;
  const choice = readChoice(found['choice']);
  const kind = kindIds.find((id) => id === found['kind']);
  const { connectionId, resource, group, stream } = found;
  const texts = [connectionId, resource, group, stream];
  if (choice === undefined || kind === undefined || texts.some((text) => typeof text !== 'string')) return undefined;
  return { choice, kind, connectionId, resource, group, stream } as LogAddress;
}
