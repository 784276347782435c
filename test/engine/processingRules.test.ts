import assert from 'node:assert/strict';
import {
  CreateProcessingJobCommand,
  DescribeProcessingJobCommand,
  StopProcessingJobCommand,
  type CreateProcessingJobRequest,
} from '@aws-sdk/client-sagemaker';
import { useProcessingJobs } from '../support/engineFixture.ts';
import type { ProcessingJobs } from '../support/processingJobs.ts';
import { inputFrom, outputTo, type ProcessingAsk } from '../support/processingJobs.ts';
import { bucket } from '../support/trainingRequests.ts';

const path = '/opt/ml/processing/input/data';
const s3Of = (more: object) => [inputFrom('rows/', path, more)];
const cluster = (more: object): ProcessingAsk => ({
  ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.xlarge', VolumeSizeInGB: 1, ...more } },
});
const output = (more: object): ProcessingAsk => {
  const [one] = [outputTo('any', 'result')];
  return { outputs: [{ ...one, S3Output: { ...one.S3Output, ...more } as never }] };
};
const image = (AppSpecification: CreateProcessingJobRequest['AppSpecification']): ProcessingAsk => ({
  AppSpecification,
});

/** What CreateProcessingJob answers to requests that cannot be. */
const refused: [what: string, ask: ProcessingAsk, message: RegExp][] = [
  [
    'an input twice',
    { inputs: [...s3Of({}), ...s3Of({})] },
    /^InputName must be unique, but 'rows\/' is given twice\.$/,
  ],
  [
    'two inputs in one folder',
    { inputs: [...s3Of({}), { ...inputFrom('rows/', `${path}/`), InputName: 'other' }] },
    /^LocalPath of the ProcessingInputs must be unique, but '\/opt\/ml\/processing\/input\/data' is given twice\.$/,
  ],
  [
    'two outputs of one folder',
    { outputs: [outputTo('any', 'result'), { ...outputTo('any', 'result'), OutputName: 'other' }] },
    /^LocalPath of the ProcessingOutputs must be unique, but '\/opt\/ml\/processing\/result' is given twice\.$/,
  ],
  ['an input of nothing', { inputs: [{ InputName: 'x' }] }, /exactly one of S3Input and DatasetDefinition/],
  ['an input without LocalPath', { inputs: s3Of({ LocalPath: undefined }) }, /required unless AppManaged is True/],
  ['an input elsewhere', { inputs: s3Of({ LocalPath: '/tmp/x' }) }, /must begin with \/opt\/ml\/processing\//],
  [
    'an input that climbs out',
    { inputs: s3Of({ LocalPath: '/opt/ml/processing/../../../etc' }) },
    /must begin with \/opt\/ml\/processing\//,
  ],
  ['gzip without Pipe', { inputs: s3Of({ S3CompressionType: 'Gzip' }) }, /can only be used with S3InputMode Pipe/],
  [
    'an input that is not there',
    { inputs: s3Of({ S3Uri: `s3://${bucket}/nothing/` }) },
    /^No S3 objects found under S3 URL "s3:\/\/.*\/nothing\/" given in input data source\./,
  ],
  ['an output of nothing', { outputs: [{ OutputName: 'x' }] }, /exactly one of S3Output and FeatureStoreOutput/],
  [
    'a feature store of the service',
    { outputs: [{ OutputName: 'x', FeatureStoreOutput: { FeatureGroupName: 'g' } }] },
    /only supported when AppManaged is True/,
  ],
  ['an output without LocalPath', output({ LocalPath: undefined }), /required unless AppManaged is True/],
  ['an output without a bucket', output({ S3Uri: 'https://example.com/x' }), /names no bucket/],
  ['no instance type', cluster({ InstanceType: undefined }), /exactly one of InstanceType and InstancePreferences/],
  ['a reserved tag', { Tags: [{ Key: 'aws:x', Value: '' }] }, /reserved/],
  [
    'too many instances for the API',
    cluster({ InstanceCount: 1000 }),
    /'processingResources\.clusterConfig\.instanceCount' failed to satisfy constraint/,
  ],
];

/** Why jobs fail that this engine does not run. */
const unsupported: [what: string, ask: ProcessingAsk, reason: RegExp][] = [
  ['Pipe', { inputs: s3Of({ S3InputMode: 'Pipe' }) }, /^ClientError: ProcessingInput rows\/ uses S3InputMode Pipe/],
  [
    'a DatasetDefinition',
    {
      inputs: [
        {
          InputName: 'sql',
          DatasetDefinition: {
            LocalPath: path,
            AthenaDatasetDefinition: {
              Catalog: 'c',
              Database: 'd',
              QueryString: 'select 1',
              OutputS3Uri: `s3://${bucket}/sql`,
              OutputFormat: 'PARQUET',
            },
          },
        },
      ],
    },
    /^ClientError: ProcessingInput sql is a DatasetDefinition \(Athena or Redshift\)/,
  ],
  [
    'a FeatureStoreOutput',
    { outputs: [{ OutputName: 'x', AppManaged: true, FeatureStoreOutput: { FeatureGroupName: 'g' } }] },
    /^ClientError: ProcessingOutput x is a FeatureStoreOutput/,
  ],
  ['an output outside of /opt/ml', output({ LocalPath: '/srv/out' }), /has the LocalPath '\/srv\/out'/],
  ['a bucket that is not there', output({ S3Uri: 's3://no-such-bucket/x' }), /The bucket 'no-such-bucket' of Proc/],
  ['more hosts than it has', { hosts: 21 }, /^ClientError: The job has 21 instances/],
  [
    'what is built into an image',
    image({ ImageUri: '000000000000.dkr.ecr.us-east-1.amazonaws.com/own:1' }),
    /^ClientError: The job runs what is built into the image .* set ContainerEntrypoint/,
  ],
  [
    'a program without a name',
    image({ ImageUri: 'own:1', ContainerEntrypoint: [''] }),
    /^ClientError: There is no program '' \(ContainerEntrypoint\)/,
  ],
  [
    'a program of an image',
    image({ ImageUri: 'own:1', ContainerEntrypoint: ['smspark-submit', '/opt/ml/processing/input/code/job.py'] }),
    /^ClientError: There is no program 'smspark-submit' \(ContainerEntrypoint\) on this machine/,
  ],
];

describe('the rules of processing jobs', function () {
  this.timeout(60_000);
  let jobs: ProcessingJobs;
  useProcessingJobs(async (given) => {
    jobs = given.jobs;
    await jobs.put('rows/a.csv', '1\n');
  });

  for (const [index, [what, ask, message]] of refused.entries())
    it(`refuse ${what}`, async () => {
      await assert.rejects(jobs.create(`refused-${index}`, 'pass', ask), (error: Error) => {
        assert.equal(error.name, 'ValidationException', error.message);
        assert.match(error.message, message);
        return true;
      });
    });

  for (const [index, [what, ask, reason]] of unsupported.entries())
    it(`name ${what}, which this engine does not run`, async () => {
      const job = await jobs.run(`unsupported-${index}`, 'print(1)', ask);
      assert.equal(job.ProcessingJobStatus, 'Failed');
      assert.match(job.FailureReason ?? '', reason);
      assert.ok(
        (await jobs.lines(`unsupported-${index}`)).some((line) => reason.test(line)),
        'the log says so too',
      );
    });

  it('say in the log what makes no difference here', async () => {
    const kept = {
      ...output({}),
      NetworkConfig: {
        EnableNetworkIsolation: true,
        VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] },
      },
    };
    const request = jobs.request('ignored', { ...kept, ...cluster({ VolumeKmsKeyId: 'key' }) });
    await jobs.put('code/ignored/job.py', 'print(1)');
    const ProcessingOutputConfig = { Outputs: request.ProcessingOutputConfig?.Outputs, KmsKeyId: 'key' };
    await jobs.client.send(new CreateProcessingJobCommand({ ...request, ProcessingOutputConfig }));
    assert.equal((await jobs.ended('ignored')).ProcessingJobStatus, 'Completed');
    const lines = await jobs.lines('ignored');
    for (const member of [
      'NetworkConfig.EnableNetworkIsolation',
      'NetworkConfig.VpcConfig',
      'ProcessingOutputConfig.KmsKeyId',
      'ProcessingResources.ClusterConfig.VolumeKmsKeyId',
    ])
      assert.ok(
        lines.some((line) => line.startsWith(`${member} is not honoured: `)),
        member,
      );
  });

  it("run in an image of one's own what does not come from it, and say so", async () => {
    const own = '000000000000.dkr.ecr.us-east-1.amazonaws.com/own:1';
    const entrypoint = ['/miniconda3/bin/python3.8', '/opt/ml/processing/input/code/job.py'];
    const job = await jobs.run('own', 'print("run")', image({ ImageUri: own, ContainerEntrypoint: entrypoint }));
    assert.equal(job.ProcessingJobStatus, 'Completed', job.FailureReason);
    const lines = await jobs.lines('own');
    assert.ok(
      lines.includes(`The image '${own}' is not pulled: the job has the programs and libraries of this machine.`),
    );
    assert.equal(lines.at(-1), 'run');
  });

  it('leave to the application what it manages itself', async () => {
    const [managed] = s3Of({ LocalPath: undefined, S3Uri: `s3://${bucket}/nothing/` });
    const own = { ...outputTo('managed', 'own'), AppManaged: true };
    const script = 'open("/opt/ml/processing/own/x", "w").write("x")';
    const job = await jobs.run('managed', script, {
      inputs: [{ ...managed, AppManaged: true } as never],
      outputs: [own],
    });
    assert.equal(job.ProcessingJobStatus, 'Completed', job.FailureReason);
    assert.deepEqual(await jobs.keys('out/managed/'), []);
  });

  it('know a name once, and no other', async () => {
    await jobs.run('once', 'print(1)');
    await assert.rejects(jobs.create('once', 'pass'), (error: Error) => {
      assert.equal(error.name, 'ResourceInUse');
      assert.match(error.message, /^Job name must be unique within an AWS account and region.*processing-job\/once\)$/);
      return true;
    });
    for (const command of [
      new DescribeProcessingJobCommand({ ProcessingJobName: 'none' }),
      new StopProcessingJobCommand({ ProcessingJobName: 'none' }),
    ])
      await assert.rejects(jobs.client.send(command as DescribeProcessingJobCommand), (error: Error) => {
        assert.equal(error.name, 'ValidationException');
        assert.match(error.message, /^Could not find requested job/);
        return true;
      });
  });
});
