import * as vscode from 'vscode';
import type { LocalSessionModel } from '../../local/localSessionModel.ts';
import { platform } from '../../shared/node/platform.ts';

/** **SageMaker: Copy Environment of the Local Engine**: what to paste into a terminal so that boto3 and the AWS CLI use it. */
export function copyEnvironmentCommand(sessions: LocalSessionModel) {
  return async (): Promise<void> => {
    const { connection } = await sessions.connect();
    const credentials =
      typeof connection.credentials === 'function' ? await connection.credentials() : connection.credentials;
    const variables = {
      AWS_ENDPOINT_URL: connection.endpoint ?? '',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_REGION: connection.region,
      AWS_DEFAULT_REGION: connection.region,
    };
    const lines = Object.entries(variables).map(([name, value]) => platform.exportLine(name, value));
    await vscode.env.clipboard.writeText(`${lines.join('\n')}\n`);
    void vscode.window.showInformationMessage(
      'SageMaker: Copied. Paste it into a terminal, and boto3 and the AWS CLI talk to the local engine.',
    );
  };
}
