import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { EngineProcess, exportsOf } from '../../support/engineProcess.ts';
import { pythonOrSkip } from '../../support/python.ts';
import { servedJudge } from '../../support/servedJudge.ts';
import { bucket, putTables } from '../../support/trainingRequests.ts';
import { rowsOf, TransformJobs } from '../../support/transformJobs.ts';

interface Classified {
  readonly accuracy: number;
  readonly expected: number;
}

interface Answer {
  readonly binary: Classified & { readonly scores: readonly [number, number]; readonly alone: number };
  readonly multiclass: Classified & { readonly sums: readonly [number, number] };
  readonly regressor: { readonly rmse: number; readonly expected: number; readonly same: boolean };
  readonly kmeans: { readonly msd: number; readonly expected: number; readonly clusters: readonly number[] };
  readonly pca: { readonly off: number };
  readonly refused: { readonly message: string; readonly status: number; readonly log: readonly string[] };
  readonly transformed: { readonly rows: number; readonly off: number };
}

const near = (one: number, other: number, share: number): void =>
  assert.ok(Math.abs(one - other) <= share * Math.abs(other), `${one} ${other}`);

describe('endpoints of Linear Learner, K-Means and PCA with the SageMaker Python SDK', function () {
  this.timeout(300_000);
  let engine: EngineProcess;
  let answer: Answer;

  before(async function () {
    const python = pythonOrSkip(this);
    engine = await EngineProcess.start(undefined, ['--python', python]);
    const input = { role: 'arn:aws:iam::000000000000:role/any' };
    answer = await servedJudge<Answer>(python, 'builtInServingJudge.py', input, await exportsOf(engine));
  });
  after(async () => engine?.remove());

  it('classify as the training job measured, with scores that are probabilities', () => {
    const { binary, multiclass } = answer;
    // A score that lies on the threshold may be rounded to its other side.
    near(binary.accuracy, binary.expected, 0.003);
    near(multiclass.accuracy, multiclass.expected, 0.003);
    assert.ok(binary.accuracy > 0.9 && multiclass.accuracy > 0.8, `${binary.accuracy} ${multiclass.accuracy}`);
    assert.ok(binary.scores[0] >= 0 && binary.scores[0] < 0.1 && binary.scores[1] > 0.9 && binary.scores[1] <= 1);
    assert.equal(binary.alone, 0);
    for (const sum of multiclass.sums) near(sum, 1, 1e-6);
  });

  it('predict numbers with the error that the training job measured, in JSON and in JSON lines', () => {
    near(answer.regressor.rmse, answer.regressor.expected, 1e-3);
    assert.equal(answer.regressor.same, true);
  });

  it('find the nearest center, as far as the training job measured', () => {
    near(answer.kmeans.msd, answer.kmeans.expected, 1e-4);
    assert.deepEqual(answer.kmeans.clusters, [0, 1, 2]);
  });

  it('project as scikit-learn does, smallest component first', () => {
    assert.ok(answer.pca.off < 1e-4, String(answer.pca.off));
  });

  it('refuse a row of another width in the words of the image, with the reason in the log', () => {
    const { message, status, log } = answer.refused;
    assert.equal(status, 400);
    assert.match(
      message,
      /^Received client error \(400\) from primary with message "unable to evaluate payload provided"\. See https/,
    );
    assert.match(
      log[0] ?? '',
      /^Local engine: python runner, built-in Linear Learner with numpy 1\.26\.4, scipy \S+ in Python 3/,
    );
    assert.match(
      log.join('\n'),
      /Customer Error: The feature dimension of the input: 4 does not match the feature dimension of the model: 5\./,
    );
  });

  it('transform a file of rows into JSON lines', () => {
    assert.equal(answer.transformed.rows, 400);
    assert.ok(answer.transformed.off < 1e-5, String(answer.transformed.off));
  });
});

describe('models of built-in algorithms that cannot be served', function () {
  this.timeout(120_000);

  it('are refused with what is wrong and what to do', async function () {
    const interpreter = pythonOrSkip(this);
    const engine = await EngineProcess.start(undefined, ['--python', interpreter]);
    const python = new TransformJobs(engine, { runner: 'python', interpreter });
    const inProcess = new TransformJobs(engine, { runner: 'in-process' });
    try {
      await putTables(engine);
      const script = 'cd "$(mktemp -d)" && echo no model > model_algo-1 && tar cz model_algo-1';
      await python.put('wrong/model.tar.gz', spawnSync('sh', ['-c', script]).stdout);
      await python.put('one/a.csv', rowsOf(3));
      const ModelDataUrl = `s3://${bucket}/wrong/model.tar.gz`;
      const registry = '382416733822.dkr.ecr.us-east-1.amazonaws.com';
      await python.createModel('kmeans', { Image: `${registry}/kmeans:1`, ModelDataUrl });
      await python.createModel('knn', { Image: `${registry}/knn:1`, ModelDataUrl });
      for (const [by, model, reason] of [
        [python, 'kmeans', "The model cannot be loaded: model_algo-1 is no file of MXNet's arrays."],
        [
          inProcess,
          'kmeans',
          'The in-process predictor serves built-in XGBoost only; set the runner to auto or python for K-Means.',
        ],
        [
          python,
          'knn',
          'The local engine does not serve models of knn, only of xgboost, linear-learner, kmeans, pca and of scripts; run this on AWS.',
        ],
      ] as const) {
        const job = await by.run(`${model}-${reason.length}`, model, 'one/');
        assert.equal(job.FailureReason, `ClientError: ${reason}`);
      }
    } finally {
      python.close();
      inProcess.close();
      await engine.remove();
    }
  });
});
