import * as vscode from 'vscode';
import type { DataTarget } from './dataTarget.ts';

export const rowScheme = 'sagemaker-s3-row';

/** What the editor chooses a row's icon and its grey by; it is never opened. @param list - The URI of what lists it; empty for the buckets. */
export function rowUri({ uri }: DataTarget, list: string): vscode.Uri {
  return vscode.Uri.from({ scheme: rowScheme, path: `/${uri.slice('s3://'.length)}`, query: list });
}

export const listOfRow = ({ query }: vscode.Uri): string => query;
