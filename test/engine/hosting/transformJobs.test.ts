import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import {
  DeleteModelCommand,
  DescribeModelCommand,
  DescribeTransformJobCommand,
  ListTagsCommand,
  ListTransformJobsCommand,
  StopTransformJobCommand,
} from '@aws-sdk/client-sagemaker';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { EngineProcess } from '../../support/engineProcess.ts';
import { threadsOf } from '../../support/threads.ts';
import { rowsOf, TransformJobs, type TransformAsk } from '../../support/transformJobs.ts';
import { bucket, putTables } from '../../support/trainingRequests.ts';
import { waitFor } from '../../support/waitFor.ts';

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const arn = (name: string): string => `arn:aws:sagemaker:us-east-1:000000000000:transform-job/${name}`;

describe('transform jobs', function () {
  this.timeout(90_000);
  let engine: EngineProcess;
  let jobs: TransformJobs;

  before(async () => {
    engine = await EngineProcess.start();
    await putTables(engine);
    jobs = new TransformJobs(engine, { runner: 'in-process' });
    await jobs.model('boosted');
    await jobs.put('one/a.csv', rowsOf(500));
    await jobs.put('many/a.csv', rowsOf(10));
    await jobs.put('many/deep/b.csv', rowsOf(20));
    await jobs.put('many/deep/', '');
    await jobs.put('many/empty.csv', '');
  });
  after(async () => {
    jobs.close();
    await engine.remove();
  });

  const predictions = async (key: string): Promise<number[]> => lines(await jobs.text(key)).map(Number);

  /** What the data log says of a file. */
  const said = async (job: string, key: string): Promise<string[]> =>
    (await jobs.log(job)).data.flatMap((line) => line.split(`[sagemaker logs]: ${bucket}/${key}: `).slice(1));

  it('stores one output for each input, under its name below the prefix', async () => {
    const job = await jobs.run('prefix', 'boosted', 'many/');
    assert.equal(job.TransformJobStatus, 'Completed', job.FailureReason);
    assert.deepEqual(await jobs.keys('out/prefix/'), [
      'out/prefix/a.csv.out',
      'out/prefix/deep/b.csv.out',
      'out/prefix/empty.csv.out',
    ]);
    assert.equal((await predictions('out/prefix/a.csv.out')).length, 10);
    assert.equal((await predictions('out/prefix/deep/b.csv.out')).length, 20);
    assert.equal(await jobs.text('out/prefix/empty.csv.out'), '');
    assert.ok(job.TransformStartTime && job.TransformEndTime);
    assert.equal(job.TransformJobArn, arn('prefix'));
    assert.deepEqual(job.DataProcessing, { InputFilter: '$', OutputFilter: '$', JoinSource: 'None' });
    const log = await jobs.log('prefix');
    assert.match(log.container[0] ?? '', /in-process runner, built-in XGBoost in TypeScript as image version 1\.7-1/);
    assert.match(
      log.data[0] ?? '',
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}:\[sagemaker logs\]: MaxConcurrentTransforms=\d+, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD$/,
    );
  });

  it('gives the same answers however the file is split, packed or named', async () => {
    await jobs.run('whole', 'boosted', 'one/a.csv', { input: { SplitType: 'None' } });
    const whole = await jobs.text('out/whole/a.csv.out');
    assert.equal(lines(whole).length, 500);
    assert.ok(whole.endsWith('\n'));
    await jobs.put('packed/a.csv.gz', rowsOf(500), true);
    await jobs.put('lists/manifest', JSON.stringify([{ prefix: `s3://${bucket}/one/` }, 'a.csv']));
    const source = (S3DataType: 'ManifestFile', key: string) => ({
      DataSource: { S3DataSource: { S3DataType, S3Uri: `s3://${bucket}/${key}` } },
    });
    for (const [name, prefix, ask, file] of [
      ['lines', 'one/', { MaxConcurrentTransforms: 7 }, 'a.csv'],
      ['single', 'one/a.csv', { BatchStrategy: 'SingleRecord', output: { AssembleWith: 'Line' } }, 'a.csv'],
      ['unlimited', 'one/', { MaxPayloadInMB: 0 }, 'a.csv'],
      ['packed', 'packed/', { input: { CompressionType: 'Gzip' } }, 'a.csv.gz'],
      ['listed', '', { input: source('ManifestFile', 'lists/manifest') }, 'a.csv'],
      ['accepted', 'one/a', { output: { Accept: 'application/json' } }, 'a.csv'], // in a job the image writes lines, whatever is accepted
    ] as const) {
      const job = await jobs.run(name, 'boosted', prefix, ask);
      assert.equal(job.TransformJobStatus, 'Completed', `${name}: ${job.FailureReason}`);
      assert.equal(await jobs.text(`out/${name}/${file}.out`), whole, name);
    }
    assert.match((await jobs.log('single')).data[0] ?? '', /BatchStrategy=SINGLE_RECORD$/);
  });

  it('filters and joins columns', async () => {
    await jobs.put('ids/a.csv', 'x1,"7,5",0.1,0.2\nx2,"8,5",0.3,0.4\n');
    const Accept = 'text/csv';
    const job = await jobs.run('joined', 'boosted', 'ids/', {
      DataProcessing: { InputFilter: '$[2:]', JoinSource: 'Input', OutputFilter: '$[0,1,-1]' },
      output: { Accept, AssembleWith: 'Line' },
    });
    assert.equal(
      job.TransformJobStatus,
      'Completed',
      `${job.FailureReason} ${(await jobs.log('joined')).data.join('\n')}`,
    );
    const rows = lines(await jobs.text('out/joined/a.csv.out'));
    assert.match(rows.join('\n'), /^x1,"7,5",-?[\d.]+\nx2,"8,5",-?[\d.]+$/);
    const far = await jobs.run('far', 'boosted', 'ids/', { DataProcessing: { InputFilter: '$[9]' } });
    assert.equal(far.FailureReason, 'ClientError: See job logs for more information');
    assert.deepEqual(await said('far', 'ids/a.csv'), [
      'ClientError: 400',
      '',
      'Message:',
      'The filter $[9] names index 9 of 4',
    ]);
    await jobs.run('pathless', 'boosted', 'ids/', { DataProcessing: { OutputFilter: '$.name' } });
    assert.match(
      (await said('pathless', 'ids/a.csv'))[3] ?? '',
      /^Invalid JsonPath: \$\.name: a row of CSV is an array/,
    );
  });

  it('gives a bad file no output, says why, and goes on with the others', async () => {
    await jobs.put('mixed/1.csv', '1,2\n3,4\n');
    await jobs.put('mixed/2.csv', '1,2\n1,2,3\n');
    await jobs.put('mixed/3.csv', '1,2,3,4\n');
    await jobs.put('mixed/4.csv', 'a,b\n');
    await jobs.put('mixed/5.csv', `${'1'.repeat(1024 * 1024 + 1)},2\n`);
    await jobs.put('mixed/6.csv', '5,6\n');
    const job = await jobs.run('mixed', 'boosted', 'mixed/', { MaxPayloadInMB: 1, MaxConcurrentTransforms: 2 });
    assert.equal(job.TransformJobStatus, 'Failed');
    assert.equal(job.FailureReason, 'ClientError: See job logs for more information');
    assert.deepEqual(await jobs.keys('out/mixed/'), ['out/mixed/1.csv.out', 'out/mixed/6.csv.out']);
    const saidOf = (file: string): Promise<string[]> => said('mixed', `mixed/${file}`);
    assert.deepEqual((await saidOf('3.csv')).slice(0, 3), ['ClientError: 400', '', 'Message:']);
    assert.match((await saidOf('3.csv'))[3] ?? '', /^Unable to evaluate payload provided: .*\(2 vs\. 4\)/);
    assert.equal((await saidOf('2.csv'))[0], 'ClientError: 415');
    assert.match(
      (await saidOf('4.csv')).join('\n'),
      /^ClientError: 415\n\nMessage:\nLoading csv data failed.*\n.*ValueError.*\n could not convert string to float: 'a'$/,
    );
    assert.match(
      (await saidOf('5.csv')).join('\n'),
      /^ClientError: A record has more than the 1048576 bytes that MaxPayloadInMB, or .* allows$/,
    );
    assert.deepEqual(await saidOf('6.csv'), []);
    await jobs.put('nogzip/a', 'plain');
    await jobs.run('nogzip', 'boosted', 'nogzip/', { input: { CompressionType: 'Gzip' } });
    assert.match((await said('nogzip', 'nogzip/a'))[0] ?? '', /^ClientError: It cannot be decompressed/);
    await jobs.put('nolines/a', '1,2\n');
    await jobs.run('noframes', 'boosted', 'nolines/', { input: { SplitType: 'RecordIO' } });
    assert.match((await said('noframes', 'nolines/a'))[3] ?? '', /^The file has no RecordIO record at byte 0/);
  });

  it('goes on where a file is deleted meanwhile', async () => {
    await jobs.put('fleeting/1.csv', rowsOf(10_000));
    await jobs.put('fleeting/2.csv', rowsOf(10));
    await jobs.put('fleeting/3.csv', rowsOf(10));
    await jobs.create('fleeting', 'boosted', 'fleeting/', {
      BatchStrategy: 'SingleRecord',
      MaxConcurrentTransforms: 1,
    });
    await jobs.begun('fleeting');
    await jobs.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'fleeting/2.csv' }));
    assert.equal((await jobs.ended('fleeting')).FailureReason, 'ClientError: See job logs for more information');
    assert.deepEqual(await jobs.keys('out/fleeting/'), ['out/fleeting/1.csv.out', 'out/fleeting/3.csv.out']);
    assert.match((await said('fleeting', 'fleeting/2.csv'))[3] ?? '', /^There is no object .* any more/);
  });

  it('leaves nothing when it is stopped', async () => {
    await jobs.put('slow/1.csv', rowsOf(20_000));
    await jobs.put('slow/2.csv', rowsOf(20_000));
    await jobs.create('stopped', 'boosted', 'slow/', { BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 1 });
    await waitFor('the first request', async () => (await jobs.log('stopped').catch(() => ({ data: [] }))).data[0]);
    await jobs.client.send(new StopTransformJobCommand({ TransformJobName: 'stopped' }));
    assert.equal((await jobs.ended('stopped')).TransformJobStatus, 'Stopped');
    assert.deepEqual(await jobs.keys('out/stopped'), []);
    await assert.rejects(jobs.client.send(new StopTransformJobCommand({ TransformJobName: 'stopped' })), {
      name: 'ValidationException',
      message: 'The request was rejected because the transform job is in status Stopped.',
    });
  });

  it('leaves no thread of a join, neither at its end nor when it is stopped', async function () {
    if (process.platform !== 'linux') this.skip();
    const settled = (): Promise<number> =>
      waitFor('the threads to settle', async () => {
        const count = threadsOf(engine.pid);
        await delay(300);
        return threadsOf(engine.pid) === count ? count : undefined;
      });
    const ask: TransformAsk = {
      MaxPayloadInMB: 1,
      DataProcessing: { JoinSource: 'Input' },
      output: { Accept: 'text/csv', AssembleWith: 'Line' },
    };
    await jobs.put('wide/a.csv', rowsOf(10_000));
    await jobs.put('wider/a.csv', rowsOf(500_000));
    await jobs.run('warm', 'boosted', 'wide/', ask);
    const before = await settled();
    await jobs.run('joined-wide', 'boosted', 'wide/', ask);
    assert.equal(lines(await jobs.text('out/joined-wide/a.csv.out')).length, 10_000);
    assert.equal(await settled(), before);
    await jobs.create('joined-wider', 'boosted', 'wider/', ask);
    await waitFor('the model’s thread and the join’s', async () => threadsOf(engine.pid) >= before + 2 || undefined);
    await jobs.client.send(new StopTransformJobCommand({ TransformJobName: 'joined-wider' }));
    assert.equal((await jobs.ended('joined-wider')).TransformJobStatus, 'Stopped');
    assert.equal(await settled(), before);
  });

  it('is refused in SageMaker’s words', async () => {
    await jobs.run('done', 'boosted', 'one/');
    await assert.rejects(jobs.create('done', 'boosted', 'one/'), (error: Error) => {
      assert.equal(error.name, 'ResourceInUse');
      assert.equal(
        error.message,
        `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn('done')})`,
      );
      return true;
    });
    for (const [refused, message] of [
      [
        () => jobs.create('no-model', 'nobody', 'one/'),
        /^Could not find model "arn:aws:sagemaker:us-east-1:000000000000:model\/nobody"\.$/,
      ],
      [
        () => jobs.create('no-input', 'boosted', 'nothing/'),
        /^No S3 objects found under S3 URL "s3:\/\/[^"]+\/nothing\/" given in input data source\. Please ensure/,
      ],
      [
        () => jobs.create('large', 'boosted', 'one/', { MaxPayloadInMB: 101 }),
        /^MaxPayloadInMB must be at most 100, but is 101\.$/,
      ],
      [
        () => jobs.create('product', 'boosted', 'one/', { MaxPayloadInMB: 60, MaxConcurrentTransforms: 2 }),
        /must be at most 100 MB, but is 120 MB/,
      ],
      [
        () => jobs.create('no-bucket', 'boosted', 'one/', { output: { S3OutputPath: 'https://bucket/x' } }),
        /^TransformOutput\.S3OutputPath is 'https:\/\/bucket\/x', which names no bucket: write it as s3:\/\/bucket\/key\.$/,
      ],
      [
        () => jobs.client.send(new DescribeTransformJobCommand({ TransformJobName: 'nobody' })),
        /^Requested resource not found\.$/,
      ],
      [
        () => jobs.client.send(new StopTransformJobCommand({ TransformJobName: 'nobody' })),
        /^Requested resource not found\.$/,
      ],
      [
        () => jobs.create('unlike', 'boosted', 'one/', { DataProcessing: { JoinSource: 'Input' } }),
        /^JoinSource Input needs an AssembleWith like the SplitType Line, not None\.$/,
      ],
      [
        () => jobs.create('operator', 'boosted', 'one/', { DataProcessing: { OutputFilter: "$['a_b']" } }),
        /^Invalid OutputFilter: "\$\['a_b'\]"\. Unexpected "_" in JsonPath\. Supported operators for "text\/csv" are/,
      ],
      [
        () =>
          jobs.create('augmented', 'boosted', 'one/', {
            input: {
              DataSource: { S3DataSource: { S3DataType: 'AugmentedManifestFile', S3Uri: `s3://${bucket}/one/` } },
            },
          }),
        /^A transform job reads S3DataType S3Prefix and ManifestFile, and TransformInput has AugmentedManifestFile\.$/,
      ],
      [
        () =>
          jobs.create('captured', 'boosted', 'one/', {
            DataCaptureConfig: { DestinationS3Uri: `s3://${bucket}/captured` },
          }),
        /^The local engine does not serve data capture today \(DataCaptureConfig\)/,
      ],
      [() => jobs.create('bad_name', 'boosted', 'one/'), /'transformJobName' failed to satisfy constraint/],
    ] as const)
      await assert.rejects(refused(), (error: Error) => {
        assert.equal(error.name, 'ValidationException');
        assert.match(error.message, message);
        return true;
      });
  });

  it('says in one sentence what does not run here', async () => {
    const url = `s3://${bucket}/boosted/output/model.tar.gz`;
    await jobs.put('boosted/output/model.tar.gz', 'no archive');
    const model = { ModelDataUrl: url };
    await jobs.createModel('own', { ...model, Image: '000000000000.dkr.ecr.us-east-1.amazonaws.com/mine:1' });
    await jobs.createModel('broken', model);
    await jobs.createModel('artless', {});
    for (const [name, ask, reason] of [
      ['own', {}, /^ClientError: The image '[^']+mine:1' is a container of its own, which .* does not serve/],
      ['broken', {}, /^ClientError: s3:\S+ is no whole tar\.gz archive/],
      ['artless', {}, /^ClientError: The model has no ModelDataUrl/],
      [
        'boosted',
        { output: { S3OutputPath: 's3://nowhere/x' } },
        /^ClientError: The output bucket 'nowhere' does not exist/,
      ],
      ['boosted', { Environment: { MAX_CONTENT_LENGTH: 'many' } }, /MAX_CONTENT_LENGTH is 'many'/],
    ] as const) {
      const job = await jobs.run(`refused-${Math.random().toString(36).slice(2)}`, name, 'one/', ask);
      assert.equal(job.TransformJobStatus, 'Failed');
      assert.match(job.FailureReason ?? '', reason);
    }
    const noted = await jobs.run('noted', 'boosted', 'one/', {
      TransformResources: { InstanceType: 'ml.m4.xlarge', InstanceCount: 3, VolumeKmsKeyId: 'key' },
    });
    assert.equal(noted.TransformJobStatus, 'Completed');
    assert.match((await jobs.log('noted')).container.join('\n'), /VolumeKmsKeyId is not honoured: /);
  });

  it('shares its files among as many instances as there are files for', async () => {
    for (let index = 0; index < 7; index++) await jobs.put(`shared/${index}.csv`, rowsOf(200 + index));
    const job = await jobs.run('shared', 'boosted', 'shared/', {
      BatchStrategy: 'SingleRecord',
      TransformResources: { InstanceType: 'ml.m4.xlarge', InstanceCount: 3 },
    });
    assert.equal(job.TransformJobStatus, 'Completed', job.FailureReason);
    for (let index = 0; index < 7; index++)
      assert.equal((await predictions(`out/shared/${index}.csv.out`)).length, 200 + index);
    const log = await jobs.log('shared');
    assert.equal(log.container.filter((line) => line.includes('in-process runner')).length, 3);
    assert.equal(log.data.filter((line) => line.includes('MaxConcurrentTransforms=')).length, 3);
    await jobs.run('idle', 'boosted', 'one/', {
      TransformResources: { InstanceType: 'ml.m4.xlarge', InstanceCount: 100 },
    });
    const idle = await jobs.log('idle');
    assert.equal(idle.data.length, 1);
    assert.match(
      idle.container[0] ?? '',
      /^InstanceCount is not honoured: the local engine starts at most 20 instances/,
    );
  });

  it('keeps its model where that is deleted before it begins', async () => {
    const { PrimaryContainer } = await jobs.client.send(new DescribeModelCommand({ ModelName: 'boosted' }));
    await jobs.createModel('fleeting', { ModelDataUrl: PrimaryContainer?.ModelDataUrl });
    for (const name of ['before-1', 'before-2'])
      await jobs.create(name, 'boosted', 'slow/', { BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 1 });
    await jobs.create('late', 'fleeting', 'one/');
    await jobs.client.send(new DeleteModelCommand({ ModelName: 'fleeting' }));
    for (const name of ['before-1', 'before-2'])
      await jobs.client.send(new StopTransformJobCommand({ TransformJobName: name }));
    const { TransformJobStatus, FailureReason } = await jobs.ended('late');
    assert.equal(TransformJobStatus, 'Completed', FailureReason);
  });

  it('is listed newest first with its tags, filtered and paged', async () => {
    await jobs.run('list-1', 'boosted', 'one/', { Tags: [{ Key: 'team', Value: 'one' }] });
    await jobs.run('list-2', 'boosted', 'one/', { input: { ContentType: 'text/html' } });
    const list = async (more: object) =>
      (await jobs.client.send(new ListTransformJobsCommand({ NameContains: 'list-', ...more })))
        .TransformJobSummaries ?? [];
    assert.deepEqual(
      (await list({})).map(({ TransformJobName }) => TransformJobName),
      ['list-2', 'list-1'],
    );
    const [failed] = await list({ StatusEquals: 'Failed' });
    assert.equal(failed?.FailureReason, 'ClientError: See job logs for more information');
    assert.deepEqual(
      (await list({ SortBy: 'Name', SortOrder: 'Ascending', MaxResults: 1 })).map(
        ({ TransformJobName }) => TransformJobName,
      ),
      ['list-1'],
    );
    const { Tags } = await jobs.client.send(new ListTagsCommand({ ResourceArn: arn('list-1') }));
    assert.deepEqual(Tags, [{ Key: 'team', Value: 'one' }]);
  });
});
