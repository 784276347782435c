import * as vscode from 'vscode';
import type { SessionSource } from '../../sagemaker/sessionSource.ts';
import { exportLines } from '../../shared/node/localEnvironment.ts';

/** **SageMaker: Copy Environment of the Local Engine**: what to paste into a terminal so that boto3, the SageMaker SDK and the AWS CLI use it. */
export function copyEnvironmentCommand(sessions: SessionSource, stateDirectory: () => string) {
  return async (): Promise<void> => {
    const { connection } = await sessions.connect();
    const credentials =
      typeof connection.credentials === 'function' ? await connection.credentials() : connection.credentials;
    await vscode.env.clipboard.writeText(
      exportLines(connection.endpoint ?? '', credentials, connection.region, stateDirectory()),
    );
    void vscode.window.showInformationMessage(
      'SageMaker: Copied. Paste it into a terminal, and boto3, the SageMaker SDK and the AWS CLI talk to the local engine.',
    );
  };
}
