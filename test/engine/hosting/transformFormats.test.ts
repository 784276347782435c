import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { useScriptJobs } from '../../support/engineFixture.ts';
import { rowsOf, TransformJobs, type TransformAsk } from '../../support/transformJobs.ts';

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const linearLearner = '382416733822.dkr.ecr.us-east-1.amazonaws.com/linear-learner:1';
const xgboost = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1';

/** The SageMaker Python SDK's own writer; stdin is CSV. */
const recordSet = `
import sys, numpy
file, sys.stdout = sys.stdout.buffer, sys.stderr  # the SDK prints
from sagemaker.amazon.common import write_numpy_to_dense_tensor
write_numpy_to_dense_tensor(file, numpy.loadtxt(sys.stdin, delimiter=",", dtype="float32"))
`;

interface Joined {
  readonly id: string;
  readonly SageMakerOutput: { readonly score: number };
}

describe('transform jobs in the formats of built-in algorithms', function () {
  this.timeout(180_000);
  let jobs: TransformJobs;
  let python: string;
  const csv = rowsOf(300);
  const rows = linesOf(csv).map((line) => line.split(',').map(Number));

  useScriptJobs(async (given) => {
    python = given.python;
    jobs = new TransformJobs(given.engine, { runner: 'python', interpreter: python });
    const hyperparameters = { predictor_type: 'regressor', mini_batch_size: '50', epochs: '10' };
    await jobs.model('linear', {}, linearLearner, hyperparameters);
    await jobs.model('boosted', {}, xgboost);
    await jobs.put('rows/a.csv', csv);
  });
  after(() => jobs?.close());

  const done = async (name: string, model: string, prefix: string, ask: TransformAsk): Promise<void> => {
    const job = await jobs.run(name, model, prefix, ask);
    const { data } = await jobs.log(name);
    assert.equal(job.TransformJobStatus, 'Completed', `${job.FailureReason}\n${data.join('\n')}`);
  };
  const scoresOf = async (key: string): Promise<number[]> =>
    linesOf(await jobs.text(key)).map((line) => (JSON.parse(line) as { score: number }).score);

  it('filter and join JSON Lines', async () => {
    await done('plain', 'linear', 'rows/a.csv', { output: { Accept: 'application/jsonlines', AssembleWith: 'Line' } });
    const plain = await scoresOf('out/plain/a.csv.out');
    assert.equal(plain.length, 300);
    const records = rows.map((features, at) => JSON.stringify({ id: `row ${at}`, data: { features }, price: 1e21 }));
    await jobs.put('lines/a.jsonl', records.join('\n'));
    await jobs.put('lines/b.jsonl', '{"id": "no data"}\n');
    const type = 'application/jsonlines';
    for (const BatchStrategy of ['MultiRecord', 'SingleRecord'] as const) {
      const name = `joined-${BatchStrategy}`;
      const job = await jobs.run(name, 'linear', 'lines/', {
        BatchStrategy,
        DataProcessing: { InputFilter: '$.data', JoinSource: 'Input', OutputFilter: "$['id','SageMakerOutput']" },
        input: { ContentType: type },
        output: { Accept: type, AssembleWith: 'Line' },
      });
      assert.equal(job.FailureReason, 'ClientError: See job logs for more information');
      const { data } = await jobs.log(name);
      assert.match(data.at(-1) ?? '', /lines\/b\.jsonl: The filter \$\.data names 'data', which is not there$/);
      assert.deepEqual(await jobs.keys(`out/${name}/`), [`out/${name}/a.jsonl.out`]);
      const joined = linesOf(await jobs.text(`out/${name}/a.jsonl.out`)).map((line) => JSON.parse(line) as Joined);
      assert.deepEqual(
        joined,
        plain.map((score, at) => ({ id: `row ${at}`, SageMakerOutput: { score } })),
      );
    }
  });

  it('filter and join a whole JSON document', async () => {
    const instances = rows.slice(0, 3).map((features) => ({ features }));
    await jobs.put('whole/a.json', JSON.stringify({ batch: 7, model: { instances } }, null, 2));
    await done('whole', 'linear', 'whole/', {
      DataProcessing: {
        InputFilter: '$.model',
        JoinSource: 'Input',
        OutputFilter: '$.SageMakerOutput.predictions[*].score',
      },
      input: { ContentType: 'application/json', SplitType: 'None' },
      output: { Accept: 'application/json' },
    });
    const scores = JSON.parse(await jobs.text('out/whole/a.json.out')) as number[];
    assert.deepEqual(scores, (await scoresOf('out/plain/a.csv.out')).slice(0, 3));
  });

  it('take one format and filter the answer in another', async () => {
    await done('class', 'linear', 'rows/', {
      DataProcessing: { OutputFilter: '$.predictions[-1].score' },
      output: { Accept: 'application/json' },
    });
    assert.equal(Number(await jobs.text('out/class/a.csv.out')), (await scoresOf('out/plain/a.csv.out')).at(-1));
  });

  it('split RecordIO into requests of a megabyte', async () => {
    const many = Array.from({ length: 120 }, () => csv).join('');
    const file = execFileSync(python, ['-c', recordSet], {
      input: many,
      maxBuffer: 2 ** 26,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    await jobs.put('records/a.pbr', file);
    assert.ok(file.length > 2 ** 20, String(file.length));
    for (const [model, output] of [
      ['linear', { Accept: 'application/jsonlines', AssembleWith: 'Line' }],
      ['boosted', { AssembleWith: 'Line' }],
    ] as const) {
      const ask = { MaxPayloadInMB: 1, MaxConcurrentTransforms: 2, output };
      await done(`csv-of-${model}`, model, 'rows/', { ...ask, MaxPayloadInMB: 6 });
      await done(`records-of-${model}`, model, 'records/', {
        ...ask,
        input: { ContentType: 'application/x-recordio-protobuf', SplitType: 'RecordIO' },
      });
      const once = linesOf(await jobs.text(`out/csv-of-${model}/a.csv.out`));
      const found = linesOf(await jobs.text(`out/records-of-${model}/a.pbr.out`));
      assert.equal(found.length, 36_000);
      const valueOf = (line = ''): number => Number(/-?\d[\d.e-]*/.exec(line)?.[0]);
      found.forEach((line, at) =>
        assert.ok(Math.abs(valueOf(line) - valueOf(once[at % 300])) < 1e-5, `${model} ${at}: ${line}`),
      );
    }
  });

  it('send RecordIO record by record, each without its frame', async () => {
    const few = rowsOf(20);
    await jobs.put('few/a.csv', few);
    const file = execFileSync(python, ['-c', recordSet], { input: few, stdio: ['pipe', 'pipe', 'ignore'] });
    await jobs.put('bare/a.pbr', file);
    for (const [model, output] of [
      ['linear', { Accept: 'application/jsonlines', AssembleWith: 'Line' }],
      ['boosted', { AssembleWith: 'Line' }],
    ] as const) {
      await done(`bare-${model}`, model, 'bare/', {
        BatchStrategy: 'SingleRecord',
        input: { ContentType: 'application/x-recordio-protobuf', SplitType: 'RecordIO' },
        output,
      });
      await done(`few-of-${model}`, model, 'few/', { output });
      const valuesOf = async (key: string): Promise<number[]> =>
        linesOf(await jobs.text(key)).map((line) => Number(/-?\d[\d.e-]*/.exec(line)?.[0]));
      const found = await valuesOf(`out/bare-${model}/a.pbr.out`);
      assert.equal(found.length, 20);
      for (const [at, value] of (await valuesOf(`out/few-of-${model}/a.csv.out`)).entries())
        assert.ok(Math.abs(value - (found[at] ?? NaN)) < 1e-5, `${model} ${at}: ${value}`);
    }
  });

  it('send a file of any size whole, in HTTP’s chunks', async () => {
    await done('chunked', 'boosted', 'rows/', { MaxPayloadInMB: 0 });
    await done('sized', 'boosted', 'rows/', {});
    assert.equal(await jobs.text('out/chunked/a.csv.out'), await jobs.text('out/sized/a.csv.out'));
    assert.match((await jobs.log('chunked')).data[0] ?? '', /MaxPayloadInMB=0,/);
  });
});
