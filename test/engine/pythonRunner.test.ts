import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { useScriptJobs } from '../support/engineFixture.ts';
import type { ScriptJobs } from '../support/scriptJobs.ts';
import { bucket, endless, xgboostRequest } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

const tolerance = 1e-4;

describe('built-in XGBoost with the real library', function () {
  this.timeout(180_000);
  let jobs: ScriptJobs;
  let python: string;
  let s3: S3Client;
  useScriptJobs((given) => ({ jobs, python, s3 } = given));

  const run = async (request: CreateTrainingJobRequest, runner: 'in-process' | 'python') => {
    const name = `${request.TrainingJobName}-${runner}`;
    await jobs.create({ ...request, TrainingJobName: name }, { runner, interpreter: python });
    return { job: await jobs.ended(name), log: await jobs.log(name) };
  };

  const image = (tag: string, repository = 'sagemaker-xgboost', account = '683313688378') => ({
    AlgorithmSpecification: {
      TrainingImage: `${account}.dkr.ecr.us-east-1.amazonaws.com/${repository}:${tag}`,
      TrainingInputMode: 'File' as const,
    },
  });

  const agreeing: [title: string, request: CreateTrainingJobRequest][] = [
    ['regression', xgboostRequest('plain', { max_depth: '4', eta: '0.2', gamma: '0.1', eval_metric: 'rmse,mae' })],
    ['weights', xgboostRequest('weights', { csv_weights: '1', base_score: '0.3' })],
    [
      'early stopping by name',
      xgboostRequest('early', { num_round: '200', eta: '0.9', early_stopping_rounds: '3', eval_metric: 'mae,rmse' }),
    ],
    [
      'the oldest image',
      {
        ...xgboostRequest('oldest', {
          objective: 'reg:linear',
          num_round: '200',
          eta: '0.9',
          early_stopping_rounds: '3',
        }),
        ...image('1', 'xgboost', '811284229777'),
      },
    ],
    [
      'the tuner’s metric',
      xgboostRequest('tuned', { eval_metric: 'rmse', _tuning_objective_metric: 'validation:mae' }),
    ],
  ];

  for (const [title, request] of agreeing) {
    it(`gives the metrics of the in-process trainer: ${title}`, async () => {
      const real = await run(request, 'python');
      const own = await run(request, 'in-process');
      assert.equal(real.job.TrainingJobStatus, 'Completed', `${real.job.FailureReason}\n${real.log.join('\n')}`);
      assert.equal(own.job.TrainingJobStatus, 'Completed', own.job.FailureReason);
      const [theirs, ours] = [roundsOf(real.log), roundsOf(own.log)];
      assert.ok(theirs.length > 3, real.log.join('\n'));
      assert.equal(theirs.length, ours.length, 'rounds');
      theirs.forEach((round, index) => {
        assert.deepEqual(Object.keys(round), Object.keys(ours[index] ?? {}));
        for (const [name, value] of Object.entries(round))
          assert.ok(Math.abs(value - (ours[index]?.[name] ?? NaN)) < tolerance, `round ${index} ${name}`);
      });
    });
  }

  it('says which interpreter and library it got, and writes a model that the library reads', async () => {
    const { job, log } = await run(xgboostRequest('model'), 'python');
    assert.match(
      log[0] ?? '',
      /python runner, built-in XGBoost as image version 1\.7-1 with xgboost 1\.7\.6 in Python 3\.\S+, /,
    );
    const Key = job.ModelArtifacts?.S3ModelArtifacts?.replace(`s3://${bucket}/`, '');
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const folder = await mkdtemp(join(tmpdir(), 'xgboost-model-'));
    await writeFile(join(folder, 'model.tar.gz'), (await object.Body?.transformToByteArray()) ?? '');
    const load = `import sys, tarfile, xgboost
tarfile.open(sys.argv[1] + '/model.tar.gz').extractall(sys.argv[1])
print(xgboost.Booster(model_file=sys.argv[1] + '/xgboost-model').num_boosted_rounds())`;
    const { stdout, stderr } = spawnSync(python, ['-c', load, folder], { encoding: 'utf8' });
    await jobs.create(xgboostRequest('auto-nowhere'), { runner: 'auto', interpreter: '/nope/python' });
    assert.equal((await jobs.ended('auto-nowhere')).TrainingJobStatus, 'Completed');
    assert.ok(
      (await jobs.log('auto-nowhere')).some((line) =>
        /^The python runner was not taken: There is no Python interpreter at \/nope\/python/.test(line),
      ),
    );
    await rm(folder, { recursive: true });
    assert.equal(stdout.trim(), '20', stderr);
  });

  it('takes the real library by itself where the interpreter has it, and says so where it does not', async () => {
    await jobs.create(xgboostRequest('auto-real'));
    const message = (await jobs.ended('auto-real')).SecondaryStatusTransitions?.find(
      ({ Status }) => Status === 'Training',
    );
    assert.equal(message?.StatusMessage, 'Training image download completed. Training in progress (python runner).');
    const folder = await mkdtemp(join(tmpdir(), 'bare-python-'));
    spawnSync(python, ['-m', 'venv', '--without-pip', folder]);
    const bare = join(folder, 'bin', 'python');
    await jobs.create(xgboostRequest('auto-own'), { runner: 'auto', interpreter: bare });
    await jobs.create(xgboostRequest('wished'), { runner: 'python', interpreter: bare });
    assert.equal((await jobs.ended('auto-own')).TrainingJobStatus, 'Completed');
    assert.ok((await jobs.log('auto-own')).some((line) => /python runner was not taken: .*has no xgboost/.test(line)));
    assert.match(
      (await jobs.ended('wished')).FailureReason ?? '',
      /^ClientError: .*bin\/python has no xgboost: install it \(.* -m pip install xgboost==1\.7\.6\), or run SageMaker: Set Up Python Environment in the editor or sagemaker-local setup-python elsewhere\.$/,
    );
    await rm(folder, { recursive: true });
  });

  it('reads libsvm, learns several classes, and explains what is wrong with data', async () => {
    await jobs.upload('svm/a', '0 1:0.5 3:1\n1 1:0.1 2:0.7\n2 3:0.9\n'.repeat(20));
    await jobs.upload('svm/b', '2 1:0.25\n');
    await jobs.upload('header/train.csv', 'price,rooms\n1,2\n3,4\n');
    await jobs.upload('text/train.csv', '1,2\n3,four\n');
    await jobs.upload('ragged/train.csv', '1,2,3\n4,5\n');
    await jobs.upload('pairs/train.csv', '1 1:0.5 3:2\n0 2:1\n');
    await jobs.upload('utf16/train.csv', Buffer.from('\ufeff1,2\n3,4\n', 'utf16le'));
    const on = (name: string, prefix: string, type: string, hyperparameters = {}): CreateTrainingJobRequest => ({
      ...xgboostRequest(name, hyperparameters),
      InputDataConfig: [
        {
          ChannelName: 'train',
          ContentType: type,
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/${prefix}` } },
        },
      ],
    });
    const classes = { objective: 'multi:softprob', num_class: '3', num_round: '5' };
    const { job, log } = await run(on('svm', 'svm/', 'text/libsvm', classes), 'python');
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    assert.ok(
      log.some((line) => line.includes('Train matrix has 61 rows and 4 columns')),
      log.join('\n'),
    );
    assert.match(Object.keys(roundsOf(log)[0] ?? {}).join(), /^train-mlogloss$/);
    for (const [prefix, reason] of [
      [
        'header',
        /^ClientError: train\/train\.csv line 1 holds 'price', which is no number: SageMaker's CSV has no header row/,
      ],
      ['text', /train\/train\.csv line 2 holds 'four', which is no number/],
      ['ragged', /train\/train\.csv line 2 has 2 columns instead of 3/],
      ['pairs', /this looks like libsvm, whose ContentType is text\/libsvm/],
      ['utf16', /train\/train\.csv is text in UTF-16, and XGBoost reads UTF-8/],
    ] as const)
      assert.match((await run(on(prefix, `${prefix}/`, 'text/csv'), 'python')).job.FailureReason ?? '', reason);
    const recordio = await run(on('recordio', 'svm/', 'application/x-recordio-protobuf'), 'python');
    assert.match(recordio.job.FailureReason ?? '', /^ClientError: train\/a has no RecordIO record at byte 0/);
  });

  it('says as the in-process trainer where validation does not go with train', async () => {
    await jobs.upload('fit/train.csv', '1,2,3\n3,4,5\n');
    await jobs.upload('fit/narrow.csv', '1,2\n');
    await jobs.upload('fit/wide.csv', '1,2,3,4\n');
    await jobs.upload('fit/train.svm', '1 1:2 2:3\n0 1:4\n');
    await jobs.upload('fit/narrow.svm', '1 1:2\n');
    await jobs.upload('fit/wide.svm', '1 1:2 3:4\n');
    for (const [kind, shape] of [
      ['csv', 'narrow'],
      ['csv', 'wide'],
      ['svm', 'narrow'],
      ['svm', 'wide'],
    ] as const) {
      const channel = (ChannelName: string, file: string) => ({
        ChannelName,
        ContentType: kind === 'csv' ? 'text/csv' : 'text/libsvm',
        DataSource: {
          S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: `s3://${bucket}/fit/${file}.${kind}` },
        },
      });
      const request = {
        ...xgboostRequest(`fit-${kind}-${shape}`),
        InputDataConfig: [channel('train', 'train'), channel('validation', shape)],
      };
      const [real, own] = [(await run(request, 'python')).job, (await run(request, 'in-process')).job];
      assert.equal(real.TrainingJobStatus, shape === 'narrow' && kind === 'svm' ? 'Completed' : 'Failed');
      assert.equal(sentence(real.FailureReason), sentence(own.FailureReason));
    }
  });

  it('names the file and the line of what is no libsvm', async () => {
    await jobs.upload('bad-svm/data', '1 1:2\n1 1:2 x:3\n0 1:2\n');
    await jobs.upload('csv-svm/data', '1,2,3\n0,4,5\n');
    for (const [prefix, reason] of [
      ['bad-svm', /^ClientError: train\/data line 2 holds 'x:3', which is no index:value: a line is/],
      [
        'csv-svm',
        /^ClientError: train\/data line 1 begins with '1,2,3', which is no label: .* set the ContentType to text\/csv/,
      ],
    ] as const) {
      const request: CreateTrainingJobRequest = {
        ...xgboostRequest(prefix),
        InputDataConfig: [
          {
            ChannelName: 'train',
            ContentType: 'text/libsvm',
            DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/${prefix}/` } },
          },
        ],
      };
      assert.match((await run(request, 'python')).job.FailureReason ?? '', reason);
    }
  });

  it('stops at once when asked, with the model so far where that is asked for', async () => {
    await jobs.create(xgboostRequest('kept', { ...endless, save_model_on_termination: 'true' }), {
      runner: 'python',
      interpreter: python,
    });
    await jobs.create(xgboostRequest('dropped', endless), { runner: 'python', interpreter: python });
    for (const name of ['kept', 'dropped']) {
      await waitFor(`${name} to train`, async () =>
        (await jobs.log(name).catch(() => [])).find((line) => line.startsWith('[3]#011')),
      );
      await jobs.stop(name);
    }
    const [kept, dropped] = [await jobs.ended('kept'), await jobs.ended('dropped')];
    assert.deepEqual([kept.TrainingJobStatus, dropped.TrainingJobStatus], ['Stopped', 'Stopped']);
    assert.ok(kept.ModelArtifacts?.S3ModelArtifacts);
    assert.equal(dropped.ModelArtifacts?.S3ModelArtifacts, undefined);
  });
});

/** A failure reason without the exit code that follows it. */
function sentence(reason: string | undefined): string | undefined {
  return reason?.replace(/, exit code: \d+$/, '');
}

/** Every round's metrics, from the lines as CloudWatch shows them. */
function roundsOf(log: readonly string[]): Record<string, number>[] {
  const isRound = (line: string, index: number): boolean =>
    /^\[\d+\]#011/.test(line) && log[index - 1] !== 'Stopping. Best iteration:';
  return log.filter(isRound).map((line) => {
    const scores = line.split('#011').slice(1);
    return Object.fromEntries(
      scores.map((score): [string, number] => [score.split(':')[0] ?? '', Number(score.split(':')[1])]),
    );
  });
}
