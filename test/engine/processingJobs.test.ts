import assert from 'node:assert/strict';
import {
  AddTagsCommand,
  ListProcessingJobsCommand,
  ListTagsCommand,
  StopProcessingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { useProcessingJobs } from '../support/engineFixture.ts';
import { inputFrom, outputTo, type ProcessingJobs } from '../support/processingJobs.ts';
import { bucket } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

describe('processing jobs', function () {
  this.timeout(90_000);
  let jobs: ProcessingJobs;
  let metrics: CloudWatchClient;
  useProcessingJobs(async ({ engine, ...given }) => {
    jobs = given.jobs;
    metrics = new CloudWatchClient(engine.clientConfiguration);
    for (const name of ['a', 'b', 'c']) await jobs.put(`rows/${name}.csv`, `${name}\n`);
  });
  after(() => metrics?.destroy());

  it('run a script that names /opt/ml/processing itself, with its arguments, variables and configuration files', async () => {
    const script = `
import boto3, json, os, pathlib, socket, sys, sklearn
seen = boto3.client("sagemaker").describe_processing_job(ProcessingJobName="plain")
files = sorted(str(path.relative_to("/opt/ml/processing/input")) for path in pathlib.Path("/opt/ml/processing/input").rglob("*") if path.is_file())
result = {
    "arguments": sys.argv[1:], "files": files, "variable": os.environ["COLOUR"], "region": os.environ["AWS_REGION"], "status": seen["ProcessingJobStatus"],
    "address": socket.gethostbyname("algo-1"), "job": json.load(open("/opt/ml/config/processingjobconfig.json")), "resources": json.load(open("/opt/ml/config/resourceconfig.json")),
}
os.makedirs("/opt/ml/processing/result/deep", exist_ok=True)
with open("/opt/ml/processing/result/deep/result.json", "w") as file:
    json.dump(result, file)
with open("/opt/ml/output/message", "w") as file:
    file.write("all is wéll")
print("said\\tso")
`;
    const job = await jobs.run('plain', script, {
      arguments: ['--split', '0.2', 'a b'],
      inputs: [
        inputFrom('rows/', '/opt/ml/processing/input/data'),
        inputFrom('rows/a', '/opt/ml/processing/input/one'),
      ],
      outputs: [outputTo('plain', 'result')],
      Environment: { COLOUR: 'red' },
    });
    assert.equal(job.ProcessingJobStatus, 'Completed', job.FailureReason);
    assert.equal(job.ExitMessage, 'all is wéll');
    assert.deepEqual(await jobs.keys('out/plain/'), ['result/deep/result.json']);
    const result = JSON.parse(await jobs.text('out/plain/result/deep/result.json')) as Record<string, unknown>;
    assert.deepEqual(result['arguments'], ['--split', '0.2', 'a b']);
    assert.deepEqual(result['files'], ['code/job.py', 'data/a.csv', 'data/b.csv', 'data/c.csv', 'one/a.csv']);
    assert.deepEqual([result['variable'], result['region'], result['status']], ['red', 'us-east-1', 'InProgress']);
    assert.equal(result['address'], '127.0.0.2');
    assert.deepEqual(result['resources'], {
      current_host: 'algo-1',
      current_instance_type: 'ml.m5.xlarge',
      hosts: ['algo-1'],
      network_interface_name: 'lo',
    });
    const { Tags: _, ...request } = jobs.request('plain', {
      arguments: ['--split', '0.2', 'a b'],
      inputs: [
        inputFrom('rows/', '/opt/ml/processing/input/data'),
        inputFrom('rows/a', '/opt/ml/processing/input/one'),
      ],
      outputs: [outputTo('plain', 'result')],
      Environment: { COLOUR: 'red' },
    });
    assert.deepEqual(result['job'], {
      ...request,
      ProcessingJobArn: 'arn:aws:sagemaker:us-east-1:000000000000:processing-job/plain',
      StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
    });
    assert.ok(job.ProcessingStartTime && job.ProcessingEndTime && job.CreationTime && job.LastModifiedTime);
    assert.equal(job.AppSpecification?.ContainerEntrypoint?.[0], 'python3');
    const [stream = '', lines = []] = [...(await jobs.streams('plain'))][0] ?? [];
    assert.equal(stream, 'plain/algo-1');
    assert.match(lines[0] ?? '', /^Local engine: python runner, processing with Python 3/);
    assert.equal(lines.at(-1), 'said#011so');
  });

  it('share inputs out to their hosts, which find each other, and put their outputs together', async () => {
    const script = `
import json, os, shutil, socket
me = json.load(open("/opt/ml/config/resourceconfig.json"))
socket.gethostbyname([name for name in me["hosts"] if name != me["current_host"]][0])
for name in os.listdir("/opt/ml/processing/shards"):
    shutil.copy(f"/opt/ml/processing/shards/{name}", f"/opt/ml/processing/result/{me['current_host']}-{name}")
open("/opt/ml/output/message", "w").write(me["current_host"] + ";")
print(len(os.listdir("/opt/ml/processing/all")), "in all")
`;
    const job = await jobs.run('hosts', script, {
      inputs: [
        inputFrom('rows/', '/opt/ml/processing/shards', { S3DataDistributionType: 'ShardedByS3Key' }),
        { ...inputFrom('rows/', '/opt/ml/processing/all'), InputName: 'all' },
      ],
      outputs: [outputTo('hosts', 'result')],
      hosts: 2,
    });
    assert.equal(job.ProcessingJobStatus, 'Completed', job.FailureReason);
    assert.equal(job.ExitMessage, 'algo-1;algo-2;');
    assert.deepEqual(await jobs.keys('out/hosts/result/'), ['algo-1-a.csv', 'algo-1-c.csv', 'algo-2-b.csv']);
    const streams = await jobs.streams('hosts');
    assert.deepEqual([...streams.keys()], ['hosts/algo-1', 'hosts/algo-2']);
    for (const lines of streams.values()) assert.equal(lines.at(-1), '3 in all');
  });

  it('take the objects of a manifest', async () => {
    await jobs.put('manifest.json', JSON.stringify([{ prefix: `s3://${bucket}/rows/` }, 'b.csv', 'a.csv']));
    const script = 'import os; print(sorted(os.listdir("/opt/ml/processing/named")))';
    const named = inputFrom('manifest.json', '/opt/ml/processing/named', { S3DataType: 'ManifestFile' });
    const job = await jobs.run('manifest', script, { inputs: [named] });
    assert.equal(job.ProcessingJobStatus, 'Completed', job.FailureReason);
    assert.equal((await jobs.lines('manifest')).at(-1), "['a.csv', 'b.csv']");
  });

  it('have their Continuous outputs in S3 while they run, and their use of the machine in CloudWatch', async () => {
    const script = `
import time
open("/opt/ml/processing/early/first.txt", "w").write("first")
print("written", flush=True)
while True: sum(range(10000))
`;
    const started = Date.now();
    await jobs.create('early', script, { outputs: [outputTo('early', 'early', 'Continuous')] });
    await waitFor('the first file', async () => (await jobs.keys('out/early/')).length === 1 || undefined, 20_000);
    assert.equal((await jobs.describe('early')).ProcessingJobStatus, 'InProgress');
    const asked = {
      Namespace: '/aws/sagemaker/ProcessingJobs',
      Dimensions: [{ Name: 'Host', Value: 'early/algo-1' }],
      StartTime: new Date(started - 60_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 60,
    };
    for (const MetricName of ['CPUUtilization', 'MemoryUtilization'])
      await waitFor(`${MetricName} above zero`, async () => {
        const { Datapoints = [] } = await metrics.send(
          new GetMetricStatisticsCommand({ ...asked, MetricName, Statistics: ['Maximum'] }),
        );
        return Datapoints.some(({ Maximum = 0 }) => Maximum > 0) || undefined;
      });
    await jobs.client.send(new StopProcessingJobCommand({ ProcessingJobName: 'early' }));
    assert.equal((await jobs.ended('early')).ProcessingJobStatus, 'Stopped');
  });

  it('that fail say why, and what they wrote and said is kept', async () => {
    const script = `
open("/opt/ml/processing/result/half.txt", "w").write("half")
open("/opt/ml/output/message", "w").write("x" * 2000)
raise ValueError("no such column: price")
`;
    const job = await jobs.run('failing', script, { outputs: [outputTo('failing', 'result')] });
    assert.equal(job.ProcessingJobStatus, 'Failed');
    assert.match(
      job.FailureReason ?? '',
      /^AlgorithmError: Traceback[^]*ValueError: no such column: price, exit code: 1$/,
    );
    assert.equal(job.ExitMessage, 'x'.repeat(1024));
    assert.deepEqual(await jobs.keys('out/failing/'), ['result/half.txt']);
    const silent = await jobs.run('silent', 'import sys; sys.exit(3)');
    assert.match(
      silent.FailureReason ?? '',
      /^AlgorithmError: The processing program ended with exit code 3 and said nothing/,
    );
    const binary = await jobs.run('binary', 'open("/opt/ml/output/message", "wb").write(b"\\xff\\xfe")');
    assert.match(
      binary.FailureReason ?? '',
      /^ClientError: The file \/opt\/ml\/output\/message of algo-1 is not UTF-8/,
    );
  });

  it('install what they like into a Python of their own', async () => {
    const script = `
import subprocess, sys, zipfile
wheel = "/tmp/ownpackage-1-py3-none-any.whl"
with zipfile.ZipFile(wheel, "w") as file:
    file.writestr("ownpackage.py", "answer = 42")
    file.writestr("ownpackage-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: ownpackage\\nVersion: 1\\n")
    file.writestr("ownpackage-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    file.writestr("ownpackage-1.dist-info/RECORD", "")
subprocess.run(["pip", "install", "--no-index", wheel], check=True)
subprocess.run([sys.executable, "-c", "import ownpackage, numpy; print('the answer is', ownpackage.answer, ownpackage.__file__)"], check=True)
`;
    const job = await jobs.run('installing', script);
    const lines = await jobs.lines('installing');
    assert.equal(job.ProcessingJobStatus, 'Completed', lines.join('\n'));
    assert.match(lines.at(-1) ?? '', /the answer is 42 .*\/work\/\.processing\/installing\//);
  });

  it('are stopped in every phase', async () => {
    const stop = (ProcessingJobName: string) => jobs.client.send(new StopProcessingJobCommand({ ProcessingJobName }));
    const waits = `
import signal, sys, time
def end(*_):
    open("/opt/ml/processing/result/last.txt", "w").write("last")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("ready", flush=True)
time.sleep(600)
`;
    for (const name of ['stop-1', 'stop-2', 'stop-3'])
      await jobs.create(name, waits, { outputs: [outputTo(name, 'result')] });
    await stop('stop-3'); // waits for its turn
    const third = await jobs.ended('stop-3');
    assert.deepEqual([third.ProcessingJobStatus, third.ProcessingStartTime], ['Stopped', undefined]);
    await jobs.says('stop-1', 'ready');
    await stop('stop-1');
    await stop('stop-2').catch(() => undefined);
    const first = await jobs.ended('stop-1');
    assert.deepEqual([first.ProcessingJobStatus, first.FailureReason], ['Stopped', undefined]);
    assert.equal(await jobs.text('out/stop-1/result/last.txt'), 'last');
    assert.equal((await jobs.ended('stop-2')).ProcessingJobStatus, 'Stopped');
    await assert.rejects(stop('stop-1'), /rejected because the processing job is in status Stopped\./);
    await jobs.create('stop-4', waits, {}); // at once, while its inputs come or its environment is made
    await stop('stop-4');
    assert.equal((await jobs.ended('stop-4')).ProcessingJobStatus, 'Stopped');
  });

  it('end as Stopped after MaxRuntimeInSeconds', async () => {
    const job = await jobs.run('long', 'import time; time.sleep(600)', {
      StoppingCondition: { MaxRuntimeInSeconds: 2 },
    });
    assert.equal(job.ProcessingJobStatus, 'Stopped');
    assert.ok((await jobs.lines('long')).includes('The job has run for MaxRuntimeInSeconds (2) and is stopped.'));
  });

  it('are listed, and carry tags', async () => {
    await jobs.run('listed', 'print(1)', { Tags: [{ Key: 'team', Value: 'a' }] });
    const { ProcessingJobSummaries: [row] = [] } = await jobs.client.send(
      new ListProcessingJobsCommand({ NameContains: 'LISTED', StatusEquals: 'Completed' }),
    );
    assert.equal(row?.ProcessingJobName, 'listed');
    const { ProcessingJobArn: ResourceArn } = await jobs.describe('listed');
    await jobs.client.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'more', Value: 'b' }] }));
    const { Tags = [] } = await jobs.client.send(new ListTagsCommand({ ResourceArn }));
    assert.deepEqual(
      Tags.map(({ Key }) => Key),
      ['team', 'more'],
    );
    const pages = await jobs.client.send(new ListProcessingJobsCommand({ MaxResults: 1 }));
    assert.equal(pages.ProcessingJobSummaries?.[0]?.ProcessingJobName, 'plain');
    assert.ok(pages.NextToken);
  });
});
