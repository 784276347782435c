import assert from 'node:assert/strict';
import { boston, Workspace } from './workspace.ts';

describe('an empty path in a definition', () => {
  let workspace: Workspace;

  beforeEach(async () => {
    workspace = await Workspace.create();
  });
  afterEach(() => workspace.remove());

  async function messages(from: string, to: string): Promise<string[]> {
    const text = boston.replace(from, to);
    assert.notEqual(text, boston);
    const found = await workspace.findings(text);
    for (const { start, end, severity } of found) assert.deepEqual([text.slice(start, end), severity], ["''", 'error']);
    return found.map(({ message }) => message);
  }

  it('is no data, least of all the folder of the definition', async () => {
    assert.deepEqual(await messages('S3Uri: data/train.csv', "S3Uri: ''"), [
      'S3Uri is empty: give an s3:// URI or a path relative to this file, e.g. data/train.csv.',
    ]);
  });

  it('is no place for an output', async () => {
    assert.deepEqual(await messages('ResourceConfig:', "OutputDataConfig:\n  S3OutputPath: ''\nResourceConfig:"), [
      'S3OutputPath is empty: give an s3:// URI, e.g. s3://bucket/folder.',
    ]);
    assert.deepEqual(await messages('ResourceConfig:', "CheckpointConfig:\n  S3Uri: ''\nResourceConfig:"), [
      'S3Uri is empty: give an s3:// URI, e.g. s3://bucket/folder.',
    ]);
  });

  it('is neither a folder of source nor a script', async () => {
    const sources = { SourceDir: "SourceDir: ''\nEntryPoint: train.py", EntryPoint: "SourceDir: data\nEntryPoint: ''" };
    for (const [field, lines] of Object.entries(sources)) {
      const [message = '', ...more] = await messages('HyperParameters:', `${lines}\nHyperParameters:`);
      assert.deepEqual(more, []);
      assert.match(message, new RegExp(`^${field} is empty: give a path, e\\.g\\. (src|train\\.py)\\.$`));
    }
  });
});
