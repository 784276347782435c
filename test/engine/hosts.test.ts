import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { useScriptJobs } from '../support/engineFixture.ts';
import { scriptRequest, type ScriptJobs } from '../support/scriptJobs.ts';
import { waitForStatus } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

const cluster = (InstanceCount: number) => ({
  ResourceConfig: { InstanceType: 'ml.m5.large' as const, InstanceCount, VolumeSizeInGB: 5 },
});

describe('jobs of several hosts', function () {
  this.timeout(60_000);
  let jobs: ScriptJobs;
  useScriptJobs((given) => ({ jobs } = given));

  it('start together, each with a log of its own, and talk to each other', async () => {
    // A gather at the first host, whose port the others learn from its folder.
    const script = `
import json, os, pathlib, socket, time
host, hosts = os.environ['SM_CURRENT_HOST'], json.loads(os.environ['SM_HOSTS'])
roots = json.loads(os.environ['SAGEMAKER_LOCAL_HOST_ROOTS'])
config = json.load(open(os.path.join(os.environ['SM_INPUT_CONFIG_DIR'], 'resourceconfig.json')))
assert config['current_host'] == host and config['hosts'] == hosts == list(roots), config
print('own root', roots[host] == os.environ['SAGEMAKER_BASE_DIR'], config['current_instance_type'])
port = pathlib.Path(roots['algo-1'], 'port')
if host == 'algo-1':
    server = socket.create_server(('127.0.0.1', 0))
    port.with_suffix('.new').write_text(str(server.getsockname()[1]))
    port.with_suffix('.new').rename(port)
    heard = sorted(server.accept()[0].makefile().read() for _ in hosts[1:])
    print('heard', heard, 'loss=0.25', flush=True)
else:
    while not port.exists(): time.sleep(0.02)
    with socket.create_connection(('127.0.0.1', int(port.read_text()))) as client: client.sendall(host.encode())
pathlib.Path(os.environ['SM_MODEL_DIR'], host).write_text(host)
pathlib.Path(os.environ['SM_MODEL_DIR'], 'shared').write_text(host)
`;
    const AlgorithmSpecification = {
      ...scriptRequest('x').AlgorithmSpecification,
      TrainingInputMode: 'File' as const,
      MetricDefinitions: [{ Name: 'loss', Regex: 'loss=([0-9.]+)' }],
    };
    const { job, log } = await jobs.run('three', { 'train.py': script }, {}, { ...cluster(3), AlgorithmSpecification });
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    assert.ok(log.includes("heard ['algo-2', 'algo-3'] loss=0.25"), log.join('\n'));
    assert.equal(job.FinalMetricDataList?.[0]?.Value, 0.25);
    for (const host of ['algo-2', 'algo-3'])
      assert.ok((await jobs.log('three', host)).includes('own root True ml.m5.large'));
    assert.deepEqual(await jobs.archived('three', 'model.tar.gz'), {
      'algo-1': 'algo-1',
      'algo-2': 'algo-2',
      'algo-3': 'algo-3',
      shared: 'algo-3',
    });
    assert.ok(
      log.includes(
        "/opt/ml/model: algo-2 and algo-3 both wrote a file of the same name ('shared'); what algo-3 wrote is kept.",
      ),
      log.join('\n'),
    );
  });

  it('find each other by name, and may all listen on the same port', async function () {
    if (spawnSync('unshare', ['--mount', 'true']).status !== 0) this.skip();
    const script = `
import json, os, socket, subprocess, sys, time
host, hosts, port = os.environ['SM_CURRENT_HOST'], json.loads(os.environ['SM_HOSTS']), 47219
server = socket.create_server((host, port))
# Through the C library of another program, and from a child.
resolve = 'import socket; print(sorted({socket.gethostbyname(name) for name in sys.argv[1:]}))'
print(subprocess.run([sys.executable, '-c', 'import sys;' + resolve, *hosts], capture_output=True, text=True).stdout, flush=True)
for other in hosts:
    if other == host: continue
    for _ in range(100):
        try:
            with socket.create_connection((other, port)) as client: client.sendall(host.encode())
            break
        except ConnectionRefusedError: time.sleep(0.1)
print('heard', sorted(server.accept()[0].makefile().read() for _ in hosts[1:]))
`;
    const { job, log } = await jobs.run('by-name', { 'train.py': script }, {}, cluster(3));
    assert.equal(job.TrainingJobStatus, 'Completed', `${job.FailureReason}\n${log.join('\n')}`);
    assert.ok(log.includes("['127.0.0.2', '127.0.0.3', '127.0.0.4']"), log.join('\n'));
    assert.ok(log.includes('The hosts find each other as algo-1 to algo-3, at 127.0.0.2 to 127.0.0.4.'));
    assert.ok((await jobs.log('by-name', 'algo-3')).includes("heard ['algo-1', 'algo-2']"));
  });

  it('find themselves by name where there is one', async function () {
    if (process.getuid?.() !== 0 || spawnSync('unshare', ['--mount', 'true']).status !== 0) this.skip();
    const script = `import os, socket; print(socket.gethostbyname(os.environ['SM_CURRENT_HOST']))`;
    const { job, log } = await jobs.run('alone', { 'train.py': script });
    assert.equal(job.TrainingJobStatus, 'Completed', `${job.FailureReason}\n${log.join('\n')}`);
    assert.ok(log.includes('127.0.0.2'), log.join('\n'));
  });

  it('knows the groups of a heterogeneous cluster', async () => {
    const script = `
import json, os
env = json.loads(os.environ['SM_TRAINING_ENV'])
print(os.environ['SM_CURRENT_HOST'], env['current_instance_group'], env['current_instance_type'], env['is_hetero'], env['hosts'], env['current_instance_group_hosts'])
`;
    const InstanceGroups = [
      { InstanceGroupName: 'data', InstanceType: 'ml.c5.xlarge' as const, InstanceCount: 1 },
      { InstanceGroupName: 'train', InstanceType: 'ml.m5.large' as const, InstanceCount: 2 },
    ];
    const { job, log } = await jobs.run(
      'hetero',
      { 'train.py': script },
      {},
      { ResourceConfig: { InstanceGroups, VolumeSizeInGB: 5 } },
    );
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    const all = "['algo-1', 'algo-2', 'algo-3']";
    assert.ok(log.includes(`algo-1 data ml.c5.xlarge True ${all} ['algo-1']`), log.join('\n'));
    const second = await jobs.log('hetero', 'algo-3');
    assert.ok(second.includes(`algo-3 train ml.m5.large True ${all} ['algo-2', 'algo-3']`), second.join('\n'));
  });

  it('end when one fails, and the reason names it', async () => {
    const script = `
import os, signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (print('told to end', flush=True), sys.exit(0)))
print('ready', flush=True)
if os.environ['SM_CURRENT_HOST'] == 'algo-2': raise ValueError('bad shard')
time.sleep(600)
`;
    const { job, log } = await jobs.run('one-fails', { 'train.py': script }, {}, cluster(3));
    assert.equal(job.TrainingJobStatus, 'Failed');
    assert.match(job.FailureReason ?? '', /^AlgorithmError: ExecuteUserScriptError:.*bad shard/s);
    assert.match(job.FailureReason ?? '', /exit code: 1 \(host algo-2\)$/);
    assert.ok(log.includes('algo-2 ended with exit code 1: the programs of the other hosts are ended.'));
    assert.ok((await jobs.log('one-fails', 'algo-3')).length > 0);
  });

  it('are all stopped, and all ended when they run too long', async () => {
    const script = `
import signal, sys, time
def end(*_):
    print('told to end', flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print('ready', flush=True)
time.sleep(600)
`;
    await jobs.submit('stop-all', { 'train.py': script }, {}, cluster(2));
    for (const host of ['algo-1', 'algo-2'])
      await waitFor(`${host}`, async () => ((await jobs.log('stop-all', host)).includes('ready') ? true : undefined));
    await jobs.stop('stop-all');
    const job = await waitForStatus(jobs.client, 'stop-all', 'Stopped', 'Failed');
    assert.equal(job.TrainingJobStatus, 'Stopped', job.FailureReason);
    const late = await jobs.run(
      'late-all',
      { 'train.py': script },
      {},
      { ...cluster(2), StoppingCondition: { MaxRuntimeInSeconds: 3 } },
    );
    assert.deepEqual([late.job.TrainingJobStatus, late.job.SecondaryStatus], ['Stopped', 'MaxRuntimeExceeded']);
    for (const name of ['stop-all', 'late-all'])
      for (const host of ['algo-1', 'algo-2']) assert.ok((await jobs.log(name, host)).includes('told to end'));
  });

  it('are refused in one sentence where they are too many, or the runner has one', async () => {
    const { job } = await jobs.run('many', { 'train.py': '' }, {}, cluster(21));
    assert.equal(
      job.FailureReason,
      'ClientError: The job has 21 instances and the local engine runs up to 20, all on this machine: set InstanceCount to 20 or less.',
    );
  });
});
