import * as vscode from 'vscode';
import type { KindId } from '../../sagemaker/resources/resourceKind.ts';

export const resourceScheme = 'sagemaker-resource';

/** What a row is of, for what the editor draws onto rows; nothing is opened by it. @param connection - Its id. */
export function resourceUri(connection: string, kind: KindId, name: string): vscode.Uri {
  return vscode.Uri.from({ scheme: resourceScheme, path: `/${kind}/${name}`, query: connection });
}
