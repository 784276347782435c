import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { waitFor } from '../support/waitFor.ts';

const definition = `TrainingJobName: linked
AlgorithmSpecification:
  TrainingImage: sklearn:1.2-1
  TrainingInputMode: File
SourceDir: linked
EntryPoint: train.py
ResourceConfig:
  InstanceType: ml.m5.large
  InstanceCount: 1
  VolumeSizeInGB: 5
StoppingCondition:
  MaxRuntimeInSeconds: 3600
`;

describe('a definition whose source changes', () => {
  it('is checked again when .sagemakerignore is saved', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const at = (path: string): vscode.Uri => vscode.Uri.joinPath(folder.uri, path);
    await mkdir(at('linked').fsPath);
    await writeFile(at('linked/train.py').fsPath, 'print(1)\n');
    await writeFile(at('linked/.sagemakerignore').fsPath, '');
    await symlink('gone.py', at('linked/old.py').fsPath);
    const file = at('linked.training-job.yaml');
    await writeFile(file.fsPath, definition);
    await vscode.workspace.openTextDocument(file);
    const messages = (): string[] => vscode.languages.getDiagnostics(file).map(({ message }) => message);
    const said = "'linked/old.py' is a link that leads nowhere";
    await waitFor('the finding', () => (messages().some((text) => text.includes(said)) ? true : undefined));
    const ignore = await vscode.workspace.openTextDocument(at('linked/.sagemakerignore'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(ignore.uri, new vscode.Position(0, 0), 'old.py\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(await ignore.save());
    await waitFor('no finding', () => (messages().length === 0 ? true : undefined));
  });
});
