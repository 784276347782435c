import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { loadedChunks } from '../../src/shared/node/loadedChunks.ts';
import { commands } from '../../src/ui/contributions/ids.ts';
import { waitFor } from '../support/waitFor.ts';
import { productExtension } from './mode.ts';

/** Opens a definition beside the example's; its cursor is written as ‸. */
async function open(
  name: string,
  marked: string,
): Promise<{ document: vscode.TextDocument; position: vscode.Position }> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a folder is open');
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await writeFile(uri.fsPath, marked.replace('‸', ''));
  const document = await vscode.workspace.openTextDocument(uri);
  return { document, position: document.positionAt(Math.max(0, marked.indexOf('‸'))) };
}

async function complete(name: string, marked: string) {
  const { document, position } = await open(name, marked);
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
    undefined,
    50,
  );
  return { document, position, items };
}

const labelOf = ({ label }: vscode.CompletionItem): string => (typeof label === 'string' ? label : label.label);
const image = 'AlgorithmSpecification:\n  TrainingImage: xgboost:1.7-1\n';

describe('writing a definition', () => {
  // Opening a definition activates the extension too, but later than the first question here.
  before(() => productExtension().activate());

  it('is offered fields with their documentation, at the place of the cursor', async () => {
    const { items } = await complete('field.training-job.yaml', 'AlgorithmSpecification:\n  Training‸\n');
    const item = items.find((one) => labelOf(one) === 'TrainingInputMode');
    assert.ok(item, items.map(labelOf).join(', '));
    const text = item.documentation instanceof vscode.MarkdownString ? item.documentation.value : '';
    assert.ok(
      loadedChunks().some((chunk) => chunk.startsWith('complete')),
      'loaded with its first use',
    );
    assert.match(text, /Pipe.*\[API reference\]\(https:\/\/docs\.aws\.amazon\.com/s);
  });

  it('inserts a field with its shape, below a dash as well', async () => {
    const { document, position, items } = await complete(
      'shape.training-job.yaml',
      'InputDataConfig:\n  - ChannelName: train\n    Data‸',
    );
    const item = items.find((one) => labelOf(one) === 'DataSource');
    assert.ok(item?.insertText instanceof vscode.SnippetString);
    const editor = await vscode.window.showTextDocument(document);
    const range = item.range instanceof vscode.Range ? item.range : new vscode.Range(position, position);
    await editor.insertSnippet(item.insertText, range, {
      undoStopBefore: true,
      undoStopAfter: true,
      keepWhitespace: true,
    });
    assert.equal(
      document.getText(),
      'InputDataConfig:\n  - ChannelName: train\n    DataSource:\n      S3DataSource:\n        S3DataType: S3Prefix\n        S3Uri: ',
    );
    await vscode.commands.executeCommand('workbench.action.files.save');
  });

  it('is offered hyperparameters, images and paths', async () => {
    const hyper = await complete('hyper.training-job.yaml', `${image}HyperParameters:\n  ‸\n`);
    assert.ok(hyper.items.map(labelOf).includes('num_round'));
    const images = await complete('image.training-job.json', '{"AlgorithmSpecification": {"TrainingImage": "xg‸"}}');
    assert.ok(images.items.map(labelOf).includes('xgboost:1.7-1'));
    const paths = await complete(
      'path.training-job.yaml',
      'InputDataConfig:\n  - DataSource:\n      S3DataSource:\n        S3Uri: data/‸\n',
    );
    assert.ok(paths.items.map(labelOf).includes('train.csv'), paths.items.map(labelOf).join());
  });

  it('explains what is under the pointer', async () => {
    const { document, position } = await open('hover.training-job.yaml', `${image}HyperParameters:\n  e‸ta: '0.3'\n`);
    const hoverAt = async (at: vscode.Position): Promise<string> => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        at,
      );
      return hovers
        .flatMap(({ contents }) => contents)
        .map((one) => (one as vscode.MarkdownString).value)
        .join('\n');
    };
    assert.match(await hoverAt(position), /\*\*eta\*\* \(XGBoost\): number.*default 0\.3/s);
    assert.match(await hoverAt(new vscode.Position(1, 4)), /registry path of the Docker image/);
    assert.match(
      await hoverAt(new vscode.Position(1, 20)),
      /683313688378\.dkr\.ecr\.us-east-1\.amazonaws\.com\/sagemaker-xgboost:1\.7-1/,
    );
  });

  it('sets a slip right', async () => {
    const { document } = await open('fix.training-job.json', '{\n  "TrainingJobNam": "a"\n}\n');
    const range = new vscode.Range(1, 2, 1, 3);
    const [action] = await waitFor('the quick fix', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
      );
      const fixes = actions.filter(({ title }) => title.startsWith('Change to'));
      return fixes.length > 0 ? fixes : undefined;
    });
    assert.ok(action?.edit);
    await vscode.workspace.applyEdit(action.edit);
    assert.equal(document.getText(), '{\n  "TrainingJobName": "a"\n}\n');
    await document.save();
  });

  it('shows the request of what is not saved yet, and starts no engine for it', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const stateDirectory = vscode.workspace.getConfiguration().get<string>('sagemakerWorkbench.local.stateDirectory');
    assert.ok(stateDirectory);
    const wasRunning = existsSync(join(stateDirectory, 'engine.lock'));
    const uri = vscode.Uri.joinPath(folder.uri, 'boston.training-job.yaml');
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = async (from: RegExp, to: string): Promise<void> => {
      const found = from.exec(document.getText());
      assert.ok(found);
      const range = new vscode.Range(
        document.positionAt(found.index),
        document.positionAt(found.index + found[0].length),
      );
      const change = new vscode.WorkspaceEdit();
      change.replace(uri, range, to);
      assert.ok(await vscode.workspace.applyEdit(change));
    };
    const original = document.getText();
    for (const name of ['first', 'second', 'third']) {
      await edit(/TrainingJobName: .*/, `TrainingJobName: ${name}`);
      await vscode.commands.executeCommand(commands.showResolvedRequest, uri);
      assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', new RegExp(`TrainingJobName: "${name}-`));
      assert.ok(document.isDirty, 'nothing is saved');
    }
    assert.equal(existsSync(join(stateDirectory, 'engine.lock')), wasRunning);
    await edit(/[^]*/, original);
    await document.save();
  });

  it('copies a command for the terminal', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand(
      commands.copyAsCliCommand,
      vscode.Uri.joinPath(folder.uri, 'boston.training-job.yaml'),
    );
    const text = await vscode.env.clipboard.readText();
    assert.match(
      text,
      /^(# The keys of the local engine: paste .*\n)?# First: s3:\/\/sagemaker-us-east-1-000000000000\/workbench\/\S+train\.csv from /,
    );
    assert.match(text, /\naws sagemaker create-training-job --region 'us-east-1'/);
  });
});
