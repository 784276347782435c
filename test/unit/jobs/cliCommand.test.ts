import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { parseDefinition } from '../../../src/jobs/definition.ts';
import { cliCommand } from '../../../src/jobs/cliCommand.ts';
import { nodeDefinitionFiles } from '../../../src/jobs/nodeDefinitionFiles.ts';
import { resolveJob, type ResolvedJob } from '../../../src/jobs/resolve.ts';
import { loadServiceModel } from '../../../src/serviceModel/serviceModel.ts';
import { platformFor } from '../../../src/shared/node/platform.ts';
import { systemClock } from '../../../src/shared/node/systemClock.ts';
import { judge, pythonOrSkip } from '../../support/python.ts';
import { boston, Workspace } from './workspace.ts';

const connection = { kind: 'aws', region: 'eu-west-1', profile: "Bob's" } as const;
const awkward = `it's "quoted" $HOME \`date\` \\n`;

describe('a job as a command of the AWS CLI', () => {
  let workspace: Workspace;
  let job: ResolvedJob;
  before(async () => {
    workspace = await Workspace.create();
    const definition = parseDefinition(`${boston}Environment:\n  TEXT: ${JSON.stringify(awkward)}\n`, {
      path: workspace.definitionPath,
    });
    job = await resolveJob(definition, {
      target: { kind: 'local', region: 'eu-west-1', accountId: '123456789012' },
      model: await loadServiceModel(),
      files: nodeDefinitionFiles,
      workspaceRoot: workspace.root,
      clock: systemClock,
    });
  });
  after(() => workspace.remove());

  it('names what must be uploaded first, and says where to', () => {
    const text = cliCommand(job, connection, platformFor('linux', {}, '/'));
    const comments = text.split('\n').filter((line) => line.startsWith('# First: '));
    assert.deepEqual(
      comments,
      job.uploads.map(({ bucket, key, localPath }) => `# First: s3://${bucket}/${key} from ${localPath}`),
    );
    assert.equal(comments.length, 2);
  });

  it('is read by a shell as the request, which botocore takes', function () {
    if (process.platform === 'win32') this.skip();
    const text = cliCommand(job, connection, platformFor('linux', {}, '/'));
    const run = spawnSync('sh', ['-c', `aws() { printf '%s\\0' "$@"; }\n${text}`], { encoding: 'utf8' });
    const words = run.stdout.split('\0').slice(0, -1);
    assert.deepEqual(words.slice(0, -1), [
      'sagemaker',
      'create-training-job',
      '--region',
      'eu-west-1',
      '--profile',
      "Bob's",
      '--cli-input-json',
    ]);
    const request: unknown = JSON.parse(words.at(-1) ?? '');
    assert.deepEqual(request, JSON.parse(JSON.stringify(job.request)));
    assert.equal((request as { Environment: Record<string, string> }).Environment['TEXT'], awkward);
    assert.deepEqual(judge(pythonOrSkip(this), 'requestJudge.py', request), []);
  });

  it('never goes to AWS while the local engine rests', () => {
    const resting = { kind: 'local', region: 'us-east-1' } as const;
    const posix = cliCommand(job, resting, platformFor('linux', {}, '/'));
    assert.match(
      posix,
      /^# The keys of .* paste what "SageMaker: Copy Environment of the Local Engine" copies before\.\n/,
    );
    assert.match(posix, / --endpoint-url "\$AWS_ENDPOINT_URL" /);
    assert.match(cliCommand(job, resting, platformFor('win32', {}, '/')), / --endpoint-url "\$env:AWS_ENDPOINT_URL" /);
    const running = { ...resting, endpoint: 'http://127.0.0.1:1' };
    assert.doesNotMatch(cliCommand(job, running, platformFor('linux', {}, '/')), /AWS_ENDPOINT_URL/);
  });

  it('says where a terminal has the keys of the local engine from, and nothing of it on AWS', () => {
    const local = { kind: 'local', region: 'us-east-1', endpoint: 'http://127.0.0.1:1' } as const;
    const linux = platformFor('linux', {}, '/');
    assert.match(
      cliCommand(job, local, linux),
      /^# The keys of .*"SageMaker: Copy Environment of the Local Engine".*\n/,
    );
    assert.doesNotMatch(cliCommand(job, connection, linux), /Copy Environment/);
  });

  it('goes through a file where the shell may lose quotes', () => {
    const lines = cliCommand(job, connection, platformFor('win32', {}, '/')).split('\n');
    const start = lines.findIndex((line) => line.startsWith('[IO.File]::WriteAllText($request, '));
    const script = lines.slice(start).join('\n');
    const json = /^\[IO\.File\]::WriteAllText\(\$request, '((?:[^']|'')*)'\)\naws .* "file:\/\/\$request"\n$/.exec(
      script,
    )?.[1];
    assert.deepEqual(JSON.parse(json?.replaceAll("''", "'") ?? ''), JSON.parse(JSON.stringify(job.request)));
    assert.match(script, /--profile 'Bob''s'/);
  });
});
