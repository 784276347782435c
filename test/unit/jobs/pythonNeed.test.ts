import assert from 'node:assert/strict';
import { pythonNeedOf } from '../../../src/jobs/pythonNeed.ts';
import type { ResolvedJob } from '../../../src/jobs/resolve.ts';
import type { TunedRange } from '../../../src/jobs/tuningValue.ts';

function need(
  image: string,
  more: {
    hyperparameters?: Record<string, string>;
    contentType?: string;
    files?: string[];
    script?: string;
    runner?: 'auto' | 'in-process' | 'python';
    inputMode?: string;
    resources?: Record<string, unknown>;
    ranges?: Pick<TunedRange, 'name' | 'type' | 'min' | 'max' | 'values'>[];
  } = {},
) {
  const {
    hyperparameters = {},
    contentType = 'text/csv',
    files = [],
    script: text,
    runner = 'auto',
    ranges = [],
    inputMode = 'File',
    resources = { ResourceConfig: { InstanceCount: 1 } },
  } = more;
  const job = {
    trainings: [
      {
        request: {
          AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: inputMode },
          ...resources,
          HyperParameters: hyperparameters,
          InputDataConfig: [{ ChannelName: 'train', ContentType: contentType }],
        },
        ranges,
        source: { files: files.map((relativePath) => ({ relativePath, size: 1 })) },
      },
    ],
    uploads: text === undefined ? [] : [{ archive: [{ kind: 'file', path: '/w/train.py', relativePath: 'train.py' }] }],
  };
  return pythonNeedOf(job as unknown as ResolvedJob, runner, {
    readHead: async () => new TextEncoder().encode(text),
  });
}

const script = { sagemaker_program: 'train.py' };

describe('what a job needs of Python', () => {
  it('is nothing for built-in XGBoost, which gladly takes the real library of its major version', async () => {
    assert.deepEqual(await need('xgboost:1.7-1'), { isRequired: false, library: 'xgboost', major: 1 });
    assert.deepEqual(await need('xgboost:0.90-2'), { isRequired: false, library: 'xgboost', major: 1 });
    assert.deepEqual(await need('xgboost:1.7-1', { runner: 'python' }), {
      isRequired: true,
      library: 'xgboost',
      major: 1,
    });
    assert.equal(await need('xgboost:1.7-1', { runner: 'in-process' }), undefined);
  });

  it('is the real library for what the in-process trainer refuses: Parquet, and hyperparameters that it does not follow', async () => {
    const required = { isRequired: true, library: 'xgboost', major: 1 };
    for (const contentType of ['application/x-parquet', 'Parquet', 'application/x-parquet; a=b'])
      assert.deepEqual(await need('xgboost:1.7-1', { contentType }), required, contentType);
    for (const hyperparameters of [
      { objective: 'count:poisson' },
      { booster: 'gblinear' },
      { tree_method: 'approx' },
      { monotone_constraints: '(1)' },
    ])
      assert.deepEqual(await need('xgboost:1.7-1', { hyperparameters }), required, JSON.stringify(hyperparameters));
    const followed = { objective: 'binary:logistic', booster: 'gbtree', tree_method: 'hist', max_depth: '3' };
    assert.equal((await need('xgboost:1.7-1', { hyperparameters: followed }))?.isRequired, false);
    assert.equal(await need('xgboost:1.7-1', { contentType: 'parquet', runner: 'in-process' }), undefined);
  });

  it('is the real library for several hosts and for Pipe mode, which the in-process trainer does not have', async () => {
    const group = { InstanceGroupName: 'a', InstanceType: 'ml.m5.large', InstanceCount: 1 };
    const cases: [Parameters<typeof need>[1], boolean][] = [
      [{ resources: { ResourceConfig: { InstanceCount: 2 } } }, true],
      [{ resources: { ResourceConfig: { InstanceGroups: [group] } } }, false],
      [{ resources: { ResourceConfig: { InstanceGroups: [group, group] } } }, true],
      [{ resources: { HyperParameterTuningResourceConfig: { InstanceConfigs: [{ InstanceCount: 2 }] } } }, true],
      [{ inputMode: 'Pipe' }, true],
      [{ inputMode: 'FastFile' }, false],
    ];
    for (const [more, isRequired] of cases)
      assert.equal((await need('xgboost:1.7-1', more))?.isRequired, isRequired, JSON.stringify(more));
  });

  it('is the library that a framework image brings', async () => {
    assert.deepEqual(await need('sklearn:1.2-1'), { isRequired: true, library: 'sklearn' });
    assert.deepEqual(await need('pytorch:2.3', { hyperparameters: script }), { isRequired: true, library: 'torch' });
    assert.deepEqual(await need('xgboost:1.7-1', { hyperparameters: script }), {
      isRequired: true,
      library: 'xgboost',
    });
    const uri = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';
    assert.deepEqual(await need(uri, { hyperparameters: script }), { isRequired: true, library: 'sklearn' });
  });

  it('is any Python for a script with its own requirements, and for a script in an image of one’s own', async () => {
    const files = ['train.py', 'requirements.txt'];
    assert.deepEqual(await need('sklearn:1.2-1', { hyperparameters: script, files }), { isRequired: true });
    const own = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/mine:1';
    assert.deepEqual(await need(own, { hyperparameters: script }), { isRequired: true });
  });

  it('is any Python for a plain script, whatever its image brings', async () => {
    const plain = { hyperparameters: script, script: 'import csv\nimport json\n' };
    assert.deepEqual(await need('sklearn:1.2-1', plain), { isRequired: true });
    const model = { hyperparameters: script, script: 'from sklearn.linear_model import Ridge\n' };
    assert.deepEqual(await need('sklearn:1.2-1', model), { isRequired: true, library: 'sklearn' });
  });

  it('is NumPy and SciPy for the other algorithms that run here', async () => {
    assert.deepEqual(await need('linear-learner'), { isRequired: true, library: 'scipy' });
    for (const algorithm of ['kmeans', 'pca'])
      assert.deepEqual(await need(algorithm), { isRequired: true, library: 'numpy' }, algorithm);
  });

  it('is the real library where a tuning job may choose what the in-process trainer refuses', async () => {
    const booster = (...values: string[]) =>
      ({ name: 'booster', type: 'categorical', min: undefined, max: undefined, values }) as const;
    const depth = { name: 'max_depth', type: 'integer', min: '1', max: '9', values: [] } as const;
    const trees = { ...depth, name: 'num_parallel_tree' };
    for (const [ranges, isRequired] of [
      [[depth, booster('gbtree')], false],
      [[booster('gbtree', 'dart')], true],
      [[depth, trees], true],
    ] as const)
      assert.deepEqual(await need('xgboost:1.7-1', { ranges: [...ranges] }), {
        isRequired,
        library: 'xgboost',
        major: 1,
      });
  });

  it('is nothing where the local engine does not run the job anyway', async () => {
    assert.equal(await need('lda'), undefined);
    assert.equal(await need('111122223333.dkr.ecr.eu-west-1.amazonaws.com/mine:1'), undefined);
  });
});
