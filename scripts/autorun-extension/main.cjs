const vscode = require('vscode');

/** Runs the workspace's training job once per `npm start`, not again when its window is reloaded. */
exports.activate = async (context) => {
  const start = process.env.SAGEMAKER_WORKBENCH_START;
  if (start === undefined || context.globalState.get('start') === start) return;
  await context.globalState.update('start', start);
  const [definition] = await vscode.workspace.findFiles('*.training-job.yaml', undefined, 1);
  if (definition === undefined) {
    void vscode.window.showErrorMessage('There is no training job definition in this folder to run.');
    return;
  }
  await vscode.commands.executeCommand('sagemakerWorkbench.views.jobs.focus');
  await vscode.window.showTextDocument(definition, { preview: false });
  await vscode.commands.executeCommand('sagemakerWorkbench.jobs.runDefinition', definition);
};
