import assert from 'node:assert/strict';
import { boston } from '../workspace.ts';
import { useWriting } from './completing.ts';

const image = 'AlgorithmSpecification:\n  TrainingImage: xgboost:1.7-1\n';

describe('completion in a definition', () => {
  const { labels, taking } = useWriting({ 'project/src/train.py': 'print()\n', 'outside.txt': 'x' });

  describe('of fields', () => {
    it('begins with what every job has', async () => {
      const offered = await labels('‸');
      assert.deepEqual(offered.slice(0, 6), [
        'TrainingJobName',
        'AlgorithmSpecification',
        'HyperParameters',
        'InputDataConfig',
        'ResourceConfig',
        'StoppingCondition',
      ]);
      assert.ok(offered.includes('SourceDir') && offered.includes('VpcConfig'));
    });

    it('leaves out those that are there, above and below', async () => {
      const offered = await labels('TrainingJobName: a\n‸\nResourceConfig:\n  InstanceCount: 1\n');
      assert.ok(!offered.includes('TrainingJobName') && !offered.includes('ResourceConfig'));
      assert.deepEqual(await labels('ResourceConfig:\n  Instance‸\n  InstanceCount: 1\n'), [
        'InstanceType',
        'InstanceGroups',
        'InstancePlacementConfig',
        'InstancePreferences',
      ]);
    });

    it('brings the shape of what it names', async () => {
      assert.equal(
        await taking('Resou‸', 'ResourceConfig'),
        'ResourceConfig:\n  InstanceType: ml.m5.large\n  InstanceCount: 1\n  VolumeSizeInGB: 30',
      );
      assert.equal(
        await taking('‸', 'InputDataConfig'),
        [
          'InputDataConfig:',
          '  - ChannelName: ',
          '    ContentType: ',
          '    DataSource:',
          '      S3DataSource:',
          '        S3DataType: S3Prefix',
          '        S3Uri: ',
        ].join('\n'),
      );
    });

    it('indents below a dash, whatever the list’s own indentation', async () => {
      for (const indent of ['', '  ', '    ']) {
        const text = `InputDataConfig:\n${indent}- ChannelName: train\n${indent}  Data‸`;
        assert.equal(
          await taking(text, 'DataSource'),
          `InputDataConfig:\n${indent}- ChannelName: train\n${indent}  DataSource:\n${indent}    S3DataSource:\n${indent}      S3DataType: S3Prefix\n${indent}      S3Uri: `,
        );
        const first = `InputDataConfig:\n${indent}- Data‸`;
        assert.equal(
          await taking(first, 'DataSource'),
          `InputDataConfig:\n${indent}- DataSource:\n${indent}    S3DataSource:\n${indent}      S3DataType: S3Prefix\n${indent}      S3Uri: `,
        );
      }
    });

    it('takes an empty line of any indentation to where it belongs', async () => {
      const config = 'ResourceConfig:\n  InstanceType: ml.m5.large\n';
      for (const indent of ['  ', '    ', '       '])
        assert.equal(await taking(`${config}${indent}‸`, 'InstanceCount'), `${config}  InstanceCount: 1`);
      assert.equal(await taking('ResourceConfig:\n   ‸', 'InstanceCount'), 'ResourceConfig:\n   InstanceCount: 1');
      assert.equal(await taking(`${config} ‸`, 'InstanceCount'), `${config}  InstanceCount: 1`);
      assert.equal(await taking(`${config}‸`, 'TrainingJobName'), `${config}TrainingJobName: `);
    });

    it('adds an entry to a list', async () => {
      const text = 'Tags:\n  - Key: a\n    Value: b\n  ‸';
      assert.equal(await taking(text, '- Tag'), 'Tags:\n  - Key: a\n    Value: b\n  - Key: \n    Value: ');
    });

    it('changes a key and leaves its value', async () => {
      assert.equal(await taking('Train‸Name: abc\n', 'TrainingJobName'), 'TrainingJobName: abc\n');
    });

    it('works where the rest is broken', async () => {
      const offered = await labels(`${image}  Tr‸\nHyperParameters: {\n "x: [\n`);
      assert.deepEqual(offered, ['TrainingInputMode', 'TrainingImageConfig']);
    });

    it('is silent in comments, block scalars, names of one’s own and free text', async () => {
      assert.deepEqual(await labels('# Train‸'), []);
      assert.deepEqual(await labels('TrainingJobName: a # ‸'), []);
      assert.deepEqual(await labels('Environment:\n  A: |\n    Tr‸\n'), []);
      assert.deepEqual(await labels('Environment:\n  ‸\n'), []);
      assert.deepEqual(await labels('TrainingJobName: Tr‸'), []);
      assert.deepEqual(await labels('RoleArn: ‸'), []);
    });

    it('knows keys that are called like an object’s own', async () => {
      assert.deepEqual(await labels('__proto__:\n  constructor: x\n  ‸'), []);
    });
  });

  describe('of values', () => {
    it('offers enums and booleans', async () => {
      assert.deepEqual(await labels('AlgorithmSpecification:\n  TrainingInputMode: ‸'), ['Pipe', 'File', 'FastFile']);
      assert.deepEqual(await labels('EnableManagedSpotTraining: t‸'), ['true']);
      assert.equal(
        await taking('AlgorithmSpecification:\n  TrainingInputMode:‸', 'File'),
        'AlgorithmSpecification:\n  TrainingInputMode: File',
      );
    });

    it('offers short images, newest first', async () => {
      const offered = await labels('AlgorithmSpecification:\n  TrainingImage: xgboost:‸\n');
      assert.equal(offered[0], 'xgboost:3.0-5');
      assert.ok(offered.indexOf('xgboost:1.7-1') < offered.indexOf('xgboost:1.5-1'));
      const all = await labels('AlgorithmSpecification:\n  TrainingImage: ‸\n');
      assert.ok(all.includes('kmeans') && all.some((one) => one.startsWith('pytorch:2')));
      assert.equal(
        await taking('AlgorithmSpecification:\n  TrainingImage: "xg‸"\n', 'xgboost:1.7-1'),
        'AlgorithmSpecification:\n  TrainingImage: "xgboost:1.7-1"\n',
      );
    });

    it('offers instance types by family and size', async () => {
      const offered = await labels('ResourceConfig:\n  InstanceType: ml.m5.‸\n');
      assert.deepEqual(offered.slice(0, 4), ['ml.m5.large', 'ml.m5.xlarge', 'ml.m5.2xlarge', 'ml.m5.4xlarge']);
    });

    it('offers paths of the workspace, and none outside', async () => {
      const source = (value: string) =>
        `InputDataConfig:\n  - ChannelName: train\n    DataSource:\n      S3DataSource:\n        S3Uri: ${value}`;
      assert.deepEqual(await labels(source('‸')), ['data/', 'src/']);
      assert.deepEqual(await labels(source('data/‸')), ['train.csv', 'validation.csv']);
      assert.equal(await taking(source('data/tr‸'), 'train.csv'), source('data/train.csv'));
      assert.ok((await labels(source('../‸'))).includes('outside.txt'), 'the folder above is the workspace');
      assert.deepEqual(await labels(source('../../‸')), []);
      assert.deepEqual(await labels(source('s3://‸')), []);
      assert.deepEqual(await labels('SourceDir: ‸'), ['data/', 'src/']);
      assert.deepEqual(await labels('SourceDir: src\nEntryPoint: ‸'), ['train.py']);
    });
  });

  describe('of a built-in algorithm', () => {
    it('offers hyperparameters that are not there, required ones first, with their defaults', async () => {
      const offered = await labels(`${image}HyperParameters:\n  ‸\n  max_depth: 3\n`);
      assert.equal(offered[0], 'num_round');
      assert.ok(!offered.includes('max_depth') && offered.includes('eta'));
      assert.equal(await taking(`${image}HyperParameters:\n  et‸`, 'eta'), `${image}HyperParameters:\n  eta: '0.3'`);
    });

    it('offers the values of a hyperparameter', async () => {
      const offered = await labels(`${image}HyperParameters:\n  tree_method: ‸`);
      assert.equal(offered[0], 'auto');
      assert.ok(offered.includes('hist'));
    });

    it('offers channels that are not named yet, and content types', async () => {
      const channel = (rest: string) => `${image}InputDataConfig:\n  - ChannelName: train\n  - ${rest}`;
      assert.deepEqual(await labels(channel('ChannelName: ‸')), ['validation', 'code']);
      assert.ok((await labels(channel('ContentType: ‸'))).includes('text/csv'));
    });

    it('offers no hyperparameters to a script of one’s own', async () => {
      assert.deepEqual(await labels(`${image}EntryPoint: train.py\nHyperParameters:\n  ‸`), []);
    });
  });

  describe('in JSON', () => {
    it('writes quotes, colons and commas', async () => {
      assert.deepEqual(JSON.parse(await taking('{\n  ‸\n}', 'ResourceConfig', 'json')), {
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 },
      });
      assert.deepEqual(JSON.parse(await taking('{"TrainingJobName": "a"\n  "Stop‸"\n}', 'StoppingCondition', 'json')), {
        TrainingJobName: 'a',
        StoppingCondition: { MaxRuntimeInSeconds: 3600 },
      });
      assert.deepEqual(JSON.parse(await taking('{\n  ‸\n  "TrainingJobName": "a"}', 'StoppingCondition', 'json')), {
        TrainingJobName: 'a',
        StoppingCondition: { MaxRuntimeInSeconds: 3600 },
      });
    });

    it('offers values inside and outside of quotes', async () => {
      for (const written of ['‸', '"‸"', '"xg‸', '"xgboost:‸"']) {
        const text = `{"AlgorithmSpecification": {"TrainingImage": ${written}`;
        assert.equal(
          await taking(text, 'xgboost:1.7-1', 'json'),
          '{"AlgorithmSpecification": {"TrainingImage": "xgboost:1.7-1"',
        );
      }
      assert.deepEqual(await labels('{"EnableManagedSpotTraining": ‸}', 'json'), ['true', 'false']);
    });

    it('is silent where nothing can begin', async () => {
      assert.deepEqual(await labels('{"TrainingJobName" ‸', 'json'), []);
      assert.deepEqual(await labels('{"TrainingJobName": "a" ‸}', 'json'), []);
    });
  });

  it('never throws, wherever the cursor is in a file that is cut anywhere', async () => {
    for (let end = 0; end <= boston.length; end += 7) {
      await labels(`${boston.slice(0, end)}‸${boston.slice(end)}`);
      await labels(`${boston.slice(0, end)}‸`);
    }
  });
});
