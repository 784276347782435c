import assert from 'node:assert/strict';
import { chmod, mkdir, symlink, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeDefinitionFiles } from '../../../../src/jobs/nodeDefinitionFiles.ts';
import { findSource, type LocalSource } from '../../../../src/jobs/source/findSource.ts';
import { Workspace } from '../workspace.ts';

const script = `TrainingJobName: script
AlgorithmSpecification:
  TrainingImage: sklearn:1.2-1
  TrainingInputMode: File
SourceDir: src
EntryPoint: train.py
ResourceConfig:
  InstanceType: ml.m5.large
  InstanceCount: 1
  VolumeSizeInGB: 5
StoppingCondition:
  MaxRuntimeInSeconds: 3600
`;

describe('SourceDir and EntryPoint', () => {
  let workspace: Workspace;

  beforeEach(async () => {
    workspace = await Workspace.create();
    await workspace.write('project/src/train.py', 'print(1)\n');
  });

  afterEach(() => workspace.remove());

  async function packed(text = script): Promise<LocalSource> {
    const source = await findSource(workspace.parse(text).value, {
      files: nodeDefinitionFiles,
      definitionPath: workspace.definitionPath,
      workspaceRoot: workspace.root,
    });
    assert.ok(source !== undefined && !('code' in source) && source.local !== undefined, JSON.stringify(source));
    return source.local;
  }
  const names = ({ entries }: LocalSource) => entries.map(({ relativePath }) => relativePath);
  const leftOut = (source: LocalSource) =>
    Object.fromEntries(source.leftOut.map(({ relativePath, reason }) => [relativePath, reason]));

  it('are no fault', async () => {
    assert.deepEqual(await workspace.findings(script), []);
    assert.deepEqual(
      await workspace.findings(script.replace('SourceDir: src\n', '').replace('train.py', 'src/train.py')),
      [],
    );
    assert.deepEqual(
      await workspace.findings(script.replace('SourceDir: src', 'SourceDir: s3://mine/sourcedir.tar.gz')),
      [],
    );
  });

  it('take what a script may need and leave out what none does', async () => {
    for (const path of ['lib/a.py', 'requirements.txt', 'größe/été.txt', 'deep/data/x.csv', '.config'])
      await workspace.write(`project/src/${path}`, 'x');
    const never = [
      '.git/HEAD',
      '.venv/bin/python',
      '__pycache__/train.pyc',
      'node_modules/a/b.js',
      'data/big.csv',
      '.env',
    ];
    for (const path of [...never, 'lib/__pycache__/a.pyc', 'envs/mine/pyvenv.cfg', 'old.training-job.yaml'])
      await workspace.write(`project/src/${path}`, 'x');
    const source = await packed();
    assert.deepEqual(names(source), [
      ...['.config', 'deep', 'deep/data', 'deep/data/x.csv', 'envs', 'größe', 'größe/été.txt', 'lib', 'lib/a.py'],
      ...['requirements.txt', 'train.py'],
    ]);
    assert.deepEqual(leftOut(source), {
      '.env': 'default',
      '.git/': 'default',
      '.venv/': 'default',
      '__pycache__/': 'default',
      'data/': 'default',
      'envs/mine/': 'virtual environment',
      'lib/__pycache__/': 'default',
      'node_modules/': 'default',
      'old.training-job.yaml': 'default',
    });
  });

  it('keep a data folder that is a Python package', async () => {
    await workspace.write('project/src/data/loader.py', 'x');
    assert.deepEqual(names(await packed()), ['data', 'data/loader.py', 'train.py']);
  });

  it('follow .sagemakerignore, which can also take something back in', async () => {
    await workspace.write('project/src/.sagemakerignore', '# mine\n*.log\n/notes/\n!/data/\n!.env\n');
    for (const path of ['a.log', 'deep/b.log', 'notes/n.txt', 'deep/notes/n.txt', 'data/x.csv', '.env'])
      await workspace.write(`project/src/${path}`, 'x');
    const source = await packed();
    assert.deepEqual(names(source), [
      ...['.env', 'data', 'data/x.csv', 'deep', 'deep/notes', 'deep/notes/n.txt', 'train.py'],
    ]);
    assert.deepEqual(leftOut(source), {
      '.sagemakerignore': 'default',
      'a.log': 'ignore-file',
      'deep/b.log': 'ignore-file',
      'notes/': 'ignore-file',
    });
  });

  it("leave a channel's data to the channel, but not the source to a channel around it", async () => {
    await workspace.write('project/src/rows/train.csv', '1,2\n');
    const channel = (path: string) =>
      `InputDataConfig:\n  - ChannelName: train\n    DataSource:\n      S3DataSource:\n        S3DataType: S3Prefix\n        S3Uri: ${path}\n`;
    assert.deepEqual(leftOut(await packed(script + channel('src/rows'))), { 'rows/': 'channel' });
    assert.deepEqual(names(await packed(script + channel('.'))), ['rows', 'rows/train.csv', 'train.py']);
  });

  it('follow links inside the workspace', async () => {
    await workspace.write('project/shared/a.py', 'x');
    await symlink(join(workspace.root, 'project/shared'), join(workspace.root, 'project/src/shared'));
    await symlink(join(workspace.root, 'project/shared/a.py'), join(workspace.root, 'project/src/b.py'));
    assert.deepEqual(names(await packed()), ['b.py', 'shared', 'shared/a.py', 'train.py']);
  });

  const large = 101 * 1024 * 1024;
  const refused: [name: string, change: [string, string], line: number, message: RegExp, prepare?: string][] = [
    ['is missing', ['train.py', 'trian.py'], 6, /no file or folder 'trian.py' in SourceDir 'src'.*mean 'train.py'\?/],
    ['leads out of SourceDir', ['train.py', '../data/train.csv'], 6, /leads out of 'src'/],
    ['leads out of the workspace', ['train.py', '../../../x.py'], 6, /leads out of the workspace/],
    ['is a folder', ['train.py', '.'], 6, /'\.' is no file/],
    ['has a backslash', ['train.py', 'sub\\train.py'], 6, /Write 'sub\/train.py'/],
    ['is absolute', ['SourceDir: src', 'SourceDir: C:/src'], 5, /holds for this machine only/],
    ['names a folder that is not there', ['SourceDir: src', 'SourceDir: scr'], 5, /Did you mean 'src'\?/],
    ['names a file as SourceDir', ['SourceDir: src', 'SourceDir: src/train.py'], 5, /SourceDir is a folder/],
    ['is left out', ['EntryPoint: train.py\n', ''], 5, /SourceDir needs an EntryPoint/],
    [
      'has a blank in its name',
      ['train.py', 'train it.py'],
      6,
      /cannot start a script called 'train it.py'/,
      'train it.py',
    ],
    ['is no text', ['EntryPoint: train.py', 'EntryPoint: [a]'], 6, /EntryPoint is a path/],
    ['is ignored', ['train.py', 'data/run.sh'], 6, /would not be packed: data\/ is left out/, 'data/run.sh'],
    [
      'is empty of files',
      ['SourceDir: src', 'SourceDir: empty'],
      6,
      /no file or folder 'train.py' in SourceDir 'empty'/,
    ],
  ];
  for (const [name, [from, to], line, message, extra] of refused) {
    it(`say on its line when the script ${name}`, async () => {
      await mkdir(join(workspace.root, 'project/empty'));
      if (extra !== undefined) await workspace.write(`project/src/${extra}`, 'x');
      const text = script.replace(from, () => to);
      const findings = await workspace.findings(text);
      assert.equal(findings.length, 1, JSON.stringify(findings));
      assert.match(findings[0]?.message ?? '', message);
      assert.equal(text.slice(0, findings[0]?.start).split('\n').length, line);
    });
  }

  it('refuse what is too large, naming the largest files', async () => {
    await truncate(await workspace.write('project/src/model.bin', ''), large);
    await workspace.write('project/src/small.bin', 'x');
    const [finding, ...others] = await workspace.findings(script);
    assert.deepEqual(others, []);
    assert.match(
      finding?.message ?? '',
      /^'src' would send 101 MB of source, and 100 MB is the most; the largest are model\.bin \(101 MB\)/,
    );
  });

  it('say of a link to nothing that it leads nowhere, and are content when it is left out', async () => {
    await symlink('gone.py', join(workspace.root, 'project/src/old.py'));
    const [finding] = await workspace.findings(script);
    assert.match(finding?.message ?? '', /'src\/old\.py' is a link that leads nowhere: remove it/);
    assert.match(
      (await workspace.findings(script.replace('train.py', 'old.py')))[0]?.message ?? '',
      /'old\.py' is a link that leads nowhere/,
    );
    await workspace.write('project/src/.sagemakerignore', 'old.py\n');
    assert.deepEqual(await workspace.findings(script), []);
  });

  it('refuse links out of the workspace and links in a circle', async () => {
    await symlink('/etc', join(workspace.root, 'project/src/etc'));
    assert.match((await workspace.findings(script))[0]?.message ?? '', /'src\/etc' leads out of the workspace/);
    await workspace.write('project/src/.sagemakerignore', 'etc\n');
    assert.deepEqual(await workspace.findings(script), []);
    await symlink('.', join(workspace.root, 'project/src/again'));
    assert.match((await workspace.findings(script))[0]?.message ?? '', /'src\/again\/' is a link back/);
  });

  it('name the folder that cannot be read', async function () {
    if (process.platform === 'win32') this.skip();
    await workspace.write('project/src/secret/x', 'x');
    await chmod(workspace.root, 0o755);
    await chmod(join(workspace.root, 'project/src/secret'), 0);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.('nobody'); // nothing is closed to root
    try {
      assert.match((await workspace.findings(script))[0]?.message ?? '', /cannot be read: EACCES.*secret/);
    } finally {
      if (isRoot) process.seteuid?.(0);
      await chmod(join(workspace.root, 'project/src/secret'), 0o700);
    }
  });

  it('say when hyperparameters name the script a second time', async () => {
    const [finding, ...others] = await workspace.findings(`${script}HyperParameters:\n  sagemaker_program: '"a.py"'\n`);
    assert.match(finding?.message ?? '', /name the script twice/);
    assert.deepEqual(others, []);
  });

  it('make hyperparameters, channels and formats those of the script', async () => {
    await workspace.write('project/rows.csv', 'a,b\n1,x\n');
    const text = script.replace('sklearn:1.2-1', 'xgboost:1.7-1');
    const own = `HyperParameters:\n  anything: 1\nInputDataConfig:\n  - ChannelName: rows\n    ContentType: text/csv\n    DataSource:\n      S3DataSource:\n        S3DataType: S3Prefix\n        S3Uri: rows.csv\n`;
    assert.deepEqual(await workspace.findings(text + own), []);
  });
});
