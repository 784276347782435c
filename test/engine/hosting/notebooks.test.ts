import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  AddTagsCommand,
  CreateCodeRepositoryCommand,
  CreateNotebookInstanceLifecycleConfigCommand,
  DeleteNotebookInstanceCommand,
  DescribeNotebookInstanceLifecycleConfigCommand,
  ListCodeRepositoriesCommand,
  ListNotebookInstancesCommand,
  ListTagsCommand,
  StartNotebookInstanceCommand,
  StopNotebookInstanceCommand,
  UpdateNotebookInstanceCommand,
  type ListNotebookInstancesCommandInput,
} from '@aws-sdk/client-sagemaker';
import { askHealth } from '../../../src/shared/node/engineFiles.ts';
import { EngineProcess, exportsOf } from '../../support/engineProcess.ts';
import { cells, hasMounts, installsMine, roleCell } from '../../support/notebookPrograms.ts';
import { TestNotebooks } from '../../support/notebookInstances.ts';
import { awsCommand, pythonOrSkip } from '../../support/python.ts';
import { servedJudge } from '../../support/servedJudge.ts';
import { waitFor } from '../../support/waitFor.ts';

describe('notebook instances', function () {
  this.timeout(180_000);
  let engine: EngineProcess;
  let python: string;
  let notebooks: TestNotebooks;
  let folder: string;

  /** A repository with a branch, and the variables under which Git finds it at an address of https. */
  const repositoryUrl = 'https://git.example/team/models.git';
  let gitVariables: Record<string, string>;

  before(async function () {
    python = pythonOrSkip(this);
    folder = await mkdtemp(join(tmpdir(), 'notebook-repository-'));
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.c', ...args], { cwd: folder, encoding: 'utf8' });
    git('init', '-q', '-b', 'main');
    await writeFile(join(folder, 'main.py'), 'print(1)\n');
    git('add', '.');
    git('commit', '-qm', 'first');
    git('checkout', '-q', '-b', 'work');
    await writeFile(join(folder, 'work.py'), 'print(2)\n');
    git('add', '.');
    git('commit', '-qm', 'second');
    git('checkout', '-q', 'main');
    gitVariables = {
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: `url.file://${folder}.insteadOf`,
      GIT_CONFIG_VALUE_0: repositoryUrl,
      GIT_CONFIG_KEY_1: 'safe.directory',
      GIT_CONFIG_VALUE_1: '*',
    };
    engine = await start();
    notebooks = new TestNotebooks(engine);
  });
  after(async () => {
    notebooks?.close();
    await engine?.end();
    await engine?.remove();
    if (folder) await rm(folder, { recursive: true });
  });

  const start = (state?: string): Promise<EngineProcess> =>
    EngineProcess.start(state, ['--jupyter', python], gitVariables);
  const folderOf = (name: string): string => join(engine.stateDirectory, 'notebooks', name, 'SageMaker');
  const stop = (name: string) => notebooks.client.send(new StopNotebookInstanceCommand({ NotebookInstanceName: name }));
  const begin = (name: string) =>
    notebooks.client.send(new StartNotebookInstanceCommand({ NotebookInstanceName: name }));
  const remove = (name: string) =>
    notebooks.client.send(new DeleteNotebookInstanceCommand({ NotebookInstanceName: name }));
  const change = (name: string, settings: object) =>
    notebooks.client.send(new UpdateNotebookInstanceCommand({ NotebookInstanceName: name, ...settings }));
  const arnOf = (name: string): string => `arn:aws:sagemaker:us-east-1:000000000000:notebook-instance/${name}`;

  it('are real Jupyter servers whose notebooks talk to the engine, for boto3 and its waiters', async () => {
    const { printed, refused } = await servedJudge<{ printed: string[]; refused: Record<string, number> }>(
      python,
      'notebookJudge.py',
      { name: 'science', cells: [...cells, ...(hasMounts ? [roleCell] : [])] },
      await exportsOf(engine),
    );
    const home = join(engine.stateDirectory, 'notebooks', 'science');
    assert.deepEqual(printed, [
      `${home}/SageMaker ${home}\n`,
      '1\n',
      'InService\n',
      'arn:aws:sts::000000000000:assumed-role/notebooks/SageMaker us-east-1\n',
      `${home}/.environment/python/bin\n`,
      ...(hasMounts ? ['arn:aws:iam::000000000000:role/notebooks\n'] : []),
    ]);
    assert.deepEqual(refused, { 'without a token': 403, 'under another name': 403 });
    assert.equal(existsSync(home), false);
    assert.deepEqual(await notebooks.processes(), []);
  });

  it('run their scripts in their folder: OnCreate once, OnStart at each start, what it leaves in the background goes on', async () => {
    await notebooks.config('counts', {
      OnCreate: 'pwd\necho created >> steps\necho "and on stderr" >&2',
      OnStart: 'echo started >> steps\nnohup sleep 1000 &\necho "$AWS_ENDPOINT_URL"',
    });
    await notebooks.create('counting', { LifecycleConfigName: 'counts', VolumeSizeInGB: 20, SubnetId: 'subnet-1' });
    assert.equal((await notebooks.describe('counting')).NotebookInstanceStatus, 'Pending');
    const described = await notebooks.settled('counting', 'InService');
    assert.match(described.Url ?? '', /^127\.0\.0\.1:\d+$/);
    assert.deepEqual(
      [
        described.VolumeSizeInGB,
        described.SubnetId,
        described.RootAccess,
        described.NotebookInstanceLifecycleConfigName,
      ],
      [20, 'subnet-1', 'Enabled', 'counts'],
    );
    assert.deepEqual((await notebooks.log('counting', 'LifecycleConfigOnCreate')).sort(), [
      folderOf('counting'),
      'and on stderr',
    ]);
    assert.ok((await notebooks.log('counting', 'LifecycleConfigOnStart')).includes(engine.announcement.endpoint));
    const notes = (await notebooks.log('counting', 'jupyter.log')).filter((line) => line.includes('not honoured'));
    assert.deepEqual(
      notes.map((line) => line.split(' ')[0]),
      ['SubnetId', 'VolumeSizeInGB'],
    );
    const running = await notebooks.processes();
    assert.ok(running.length >= 2, 'Jupyter and what OnStart left');

    await stop('counting');
    assert.equal((await notebooks.settled('counting', 'Stopped')).Url, undefined);
    assert.deepEqual(await notebooks.processes(), []);
    await begin('counting');
    await notebooks.settled('counting', 'InService');
    assert.equal(await readFile(join(folderOf('counting'), 'steps'), 'utf8'), 'created\nstarted\nstarted\n');
  });

  it('install into an environment of their own, which outlives a stop', async () => {
    const says = 'python -c "import mine; print(mine.word)"';
    await notebooks.config('installs', { OnCreate: installsMine, OnStart: says });
    await notebooks.config('looks', { OnStart: says });
    await notebooks.create('installing', { LifecycleConfigName: 'installs' });
    await notebooks.create('looking', { LifecycleConfigName: 'looks' });
    await notebooks.settled('installing', 'InService');
    await stop('installing');
    await notebooks.settled('installing', 'Stopped');
    await begin('installing');
    await notebooks.settled('installing', 'InService');
    assert.deepEqual(await notebooks.log('installing', 'LifecycleConfigOnStart'), ['installed', 'installed']);
    await waitFor('the other one to fail', async () =>
      (await notebooks.describe('looking')).NotebookInstanceStatus === 'Failed' ? true : undefined,
    );
    const missing = /No module named 'mine'/;
    assert.match((await notebooks.log('looking', 'LifecycleConfigOnStart')).join(), missing);
    await assert.rejects(promisify(execFile)(python, ['-c', 'import mine']), missing);
    await stop('installing');
    await notebooks.settled('installing', 'Stopped');
    for (const name of ['installing', 'looking']) {
      await remove(name);
      await waitFor(`${name} to be gone`, () =>
        notebooks.describe(name).then(
          () => undefined,
          () => true,
        ),
      );
    }
  });

  it('are served again by the next engine, whether the one before was killed or stopped, and keep it from being idle', async () => {
    await notebooks.create('durable');
    await notebooks.settled('durable', 'InService');
    const before = await notebooks.url('durable');
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      await engine.end(signal);
      if (signal === 'SIGTERM') assert.deepEqual(await notebooks.processes(), []);
      notebooks.close();
      engine = await start(engine.stateDirectory);
      notebooks = new TestNotebooks(engine);
      await Promise.all([notebooks.settled('durable', 'InService'), notebooks.settled('counting', 'InService')]);
    }
    await assert.rejects(fetch(new URL('/api', before.origin)), 'nothing of the killed engine serves on');
    const health = await askHealth(Number(new URL(engine.announcement.endpoint).port));
    assert.equal(typeof health === 'object' && health.activeJobs, 2);
    for (const name of ['durable', 'counting']) {
      await stop(name);
      await notebooks.settled(name, 'Stopped');
    }
  });

  it('that were starting when the engine ended start with the next one; OnCreate is not run twice', async () => {
    await notebooks.config('slow', { OnCreate: 'echo created >> steps', OnStart: 'echo started >> steps\nsleep 3' });
    await notebooks.create('starting', { LifecycleConfigName: 'slow' });
    const steps = (): Promise<string> => readFile(join(folderOf('starting'), 'steps'), 'utf8').catch(() => '');
    await waitFor('OnStart', async () => ((await steps()).includes('started') ? true : undefined));
    await engine.end('SIGTERM');
    assert.deepEqual(await notebooks.processes(), []);
    notebooks.close();
    engine = await start(engine.stateDirectory);
    notebooks = new TestNotebooks(engine);
    await notebooks.settled('starting', 'InService');
    assert.equal(await steps(), 'created\nstarted\nstarted\n');
    await stop('starting');
    await notebooks.settled('starting', 'Stopped');
    await remove('starting');
    await waitFor('it to be gone', async () => {
      const gone = { name: 'ValidationException', message: 'RecordNotFound' };
      return assert.rejects(notebooks.describe('starting'), gone).then(
        () => true,
        () => undefined,
      );
    });
  });

  it('start Jupyter again, where it was, when it ends', async () => {
    await begin('durable');
    await notebooks.settled('durable', 'InService');
    const url = await notebooks.url('durable');
    const [jupyter = 0] = await notebooks.processes();
    process.kill(jupyter, 'SIGKILL');
    const noted = /^Jupyter ended with SIGKILL; it is started again in 1 s\.$/;
    await waitFor('Jupyter to be started again', async () =>
      (await notebooks.log('durable', 'jupyter.log')).find((line) => noted.test(line)),
    );
    const answer = await waitFor('Jupyter to answer', () =>
      fetch(new URL(`/api/status${url.search}`, url)).catch(() => undefined),
    );
    assert.equal(answer.status, 200);
    assert.equal((await notebooks.url('durable')).href, url.href);
    await stop('durable');
    await notebooks.settled('durable', 'Stopped');
  });

  it('are Failed with the reason when a script fails, run it again at the next start, and leave nothing running', async () => {
    await notebooks.config('breaks', { OnCreate: 'nohup sleep 1000 &\necho about to fail\nexit 7' });
    await notebooks.create('broken', { LifecycleConfigName: 'breaks' });
    const failed = await waitFor('it to fail', async () => {
      const now = await notebooks.describe('broken');
      return now.NotebookInstanceStatus === 'Failed' ? now : undefined;
    });
    assert.equal(
      failed.FailureReason,
      `Notebook Instance Lifecycle Config 'arn:aws:sagemaker:us-east-1:000000000000:notebook-instance-lifecycle-config/breaks' for Notebook Instance '${arnOf('broken')}' failed: its OnCreate script ended with exit code 7. Please check your CloudWatch logs (log group /aws/sagemaker/NotebookInstances, stream broken/LifecycleConfigOnCreate) for more details.`,
    );
    assert.deepEqual(await notebooks.log('broken', 'LifecycleConfigOnCreate'), ['about to fail']);
    assert.deepEqual(await notebooks.processes(), []);
    await change('broken', { DisassociateLifecycleConfig: true });
    const updated = await notebooks.describe('broken');
    assert.deepEqual([updated.NotebookInstanceStatus, updated.FailureReason], ['Stopped', undefined]);
    await begin('broken');
    await notebooks.settled('broken', 'InService');
    await stop('broken');
    await notebooks.settled('broken', 'Stopped');
    await remove('broken');
  });

  it('clone their repositories once and open in the default one', async () => {
    await notebooks.client.send(
      new CreateCodeRepositoryCommand({
        CodeRepositoryName: 'models',
        GitConfig: { RepositoryUrl: repositoryUrl, Branch: 'work' },
        Tags: [{ Key: 'team', Value: 'a' }],
      }),
    );
    await notebooks.create('coding', { DefaultCodeRepository: 'models' });
    await notebooks.settled('coding', 'InService');
    const clone = join(folderOf('coding'), 'models');
    assert.equal(existsSync(join(clone, 'work.py')), true);
    await writeFile(join(clone, 'work.py'), 'changed');
    await stop('coding');
    await notebooks.settled('coding', 'Stopped');
    await begin('coding');
    await notebooks.settled('coding', 'InService');
    assert.equal(await readFile(join(clone, 'work.py'), 'utf8'), 'changed');
    await stop('coding');
    await notebooks.settled('coding', 'Stopped');

    await notebooks.create('lost', { AdditionalCodeRepositories: ['https://127.0.0.1:1/no/such.git'] });
    const { FailureReason } = await waitFor('it to fail', async () => {
      const now = await notebooks.describe('lost');
      return now.NotebookInstanceStatus === 'Failed' ? now : undefined;
    });
    assert.match(
      FailureReason ?? '',
      /^Cloning https:\/\/127\.0\.0\.1:1\/no\/such\.git failed: git ended with exit code 128;/,
    );
    assert.ok((await notebooks.log('lost', 'jupyter.log')).some((line) => line.startsWith('fatal: ')));
    assert.equal(existsSync(join(folderOf('lost'), 'such')), false);
  });

  it('are listed by every filter', async () => {
    const names = async (filters: ListNotebookInstancesCommandInput): Promise<string[]> => {
      const { NotebookInstances = [] } = await notebooks.client.send(new ListNotebookInstancesCommand(filters));
      return NotebookInstances.map(({ NotebookInstanceName = '' }) => NotebookInstanceName);
    };
    assert.deepEqual(await names({}), ['coding', 'counting', 'durable', 'lost']);
    assert.deepEqual(await names({ SortOrder: 'Descending', MaxResults: 2 }), ['lost', 'durable']);
    assert.deepEqual(await names({ SortBy: 'CreationTime' }), ['counting', 'durable', 'coding', 'lost']);
    assert.deepEqual(await names({ NameContains: 'COUNT' }), ['counting']);
    assert.deepEqual(await names({ StatusEquals: 'Failed' }), ['lost']);
    assert.deepEqual(await names({ NotebookInstanceLifecycleConfigNameContains: 'count' }), ['counting']);
    assert.deepEqual(await names({ DefaultCodeRepositoryContains: 'odel' }), ['coding']);
    assert.deepEqual(await names({ AdditionalCodeRepositoryEquals: 'https://127.0.0.1:1/no/such.git' }), ['lost']);
    assert.deepEqual(await names({ AdditionalCodeRepositoryEquals: 'models' }), []);
    const { CreationTime } = await notebooks.describe('coding');
    assert.deepEqual(await names({ CreationTimeAfter: CreationTime, SortBy: 'CreationTime' }), ['lost']);
    assert.deepEqual(await names({ LastModifiedTimeBefore: CreationTime }), ['counting', 'durable']);
    const { CodeRepositorySummaryList } = await notebooks.client.send(
      new ListCodeRepositoriesCommand({ NameContains: 'mod' }),
    );
    assert.deepEqual(CodeRepositorySummaryList?.[0]?.GitConfig, { RepositoryUrl: repositoryUrl, Branch: 'work' });
  });

  it('refuse in the service’s words what their status does not allow, and what is not there', async () => {
    const refusal = (message: string | RegExp) => ({ name: 'ValidationException', message });
    await assert.rejects(
      stop('durable'),
      refusal(
        `Status (Stopped) not in ([InService]). Unable to transition to (Stopping) for Notebook Instance (${arnOf('durable')}).`,
      ),
    );
    await assert.rejects(
      notebooks.url('durable'),
      refusal(/^Status \(Stopped\) not in \(\[InService\]\)\. Unable to create/),
    );
    await assert.rejects(
      notebooks.create('durable'),
      refusal(`Cannot create a duplicate Notebook Instance (${arnOf('durable')})`),
    );
    await assert.rejects(notebooks.describe('nobody'), refusal('RecordNotFound'));
    await assert.rejects(change('counting', { VolumeSizeInGB: 10 }), refusal(/cannot be decreased from 20 to 10: /));
    await assert.rejects(
      notebooks.create('other', { LifecycleConfigName: 'nothing' }),
      refusal(/\(Details: Notebook Instance Lifecycle Config does not exist\.\)$/),
    );
    await assert.rejects(
      notebooks.create('other', { DefaultCodeRepository: 'nothing' }),
      refusal('Cannot find CodeRepository: "arn:aws:sagemaker:us-east-1:000000000000:code-repository/nothing"'),
    );
    const config = { NotebookInstanceLifecycleConfigName: 'plain', OnStart: [{ Content: 'echo not base64!' }] };
    await assert.rejects(
      notebooks.client.send(new CreateNotebookInstanceLifecycleConfigCommand(config)),
      refusal(/^The Content of OnStart is not base64/),
    );
    const { OnStart } = await notebooks.client.send(
      new DescribeNotebookInstanceLifecycleConfigCommand({ NotebookInstanceLifecycleConfigName: 'counts' }),
    );
    assert.match(Buffer.from(OnStart?.[0]?.Content ?? '', 'base64').toString(), /^echo started/);
  });

  it('carry tags, as do the configurations and repositories', async () => {
    const ResourceArn = 'arn:aws:sagemaker:us-east-1:000000000000:code-repository/models';
    assert.deepEqual((await notebooks.client.send(new ListTagsCommand({ ResourceArn }))).Tags, [
      { Key: 'team', Value: 'a' },
    ]);
    for (const arn of [arnOf('durable'), arnOf('counts').replace('instance/', 'instance-lifecycle-config/')]) {
      await notebooks.client.send(new AddTagsCommand({ ResourceArn: arn, Tags: [{ Key: 'a', Value: 'b' }] }));
      assert.equal((await notebooks.client.send(new ListTagsCommand({ ResourceArn: arn }))).Tags?.length, 1);
    }
  });

  it('are worked with from the AWS CLI', async () => {
    const env = { ...process.env, ...(await exportsOf(engine)), AWS_PAGER: '' };
    const aws = async (...args: string[]): Promise<string> =>
      (await promisify(execFile)(awsCommand, ['sagemaker', ...args, '--output', 'text'], { env })).stdout.trim();
    const named = ['--notebook-instance-name', 'durable'];
    await aws('start-notebook-instance', ...named);
    await notebooks.settled('durable', 'InService');
    const url = await aws('create-presigned-notebook-instance-url', ...named);
    assert.equal((await fetch(url)).status, 200);
    await aws('stop-notebook-instance', ...named);
    await notebooks.settled('durable', 'Stopped');
  });

  it('say what to do where Jupyter is not set up', async () => {
    const state = await mkdtemp(join(tmpdir(), 'without-jupyter-'));
    const other = await EngineProcess.start(state);
    const others = new TestNotebooks(other);
    try {
      await others.create('first');
      const { FailureReason } = await waitFor('it to fail', async () => {
        const now = await others.describe('first');
        return now.NotebookInstanceStatus === 'Failed' ? now : undefined;
      });
      assert.equal(
        FailureReason,
        `Notebook instances need Jupyter, which is not set up here; run sagemaker-local setup-jupyter --state '${state}' (1 GB from PyPI), then start the instance again.`,
      );
    } finally {
      others.close();
      await other.remove();
    }
  });
});
