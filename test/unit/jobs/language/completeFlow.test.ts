import assert from 'node:assert/strict';
import { useWriting } from './completing.ts';

const image = 'AlgorithmSpecification: { TrainingImage: xgboost:1.7-1, TrainingInputMode: File }\n';

describe('completion in brackets, and where nothing stands yet', () => {
  const { writing, labels, taking } = useWriting({ 'shared/more.csv': '1,2\n' });

  it('offers the fields of a mapping that is empty, or has some', async () => {
    assert.deepEqual((await labels('ResourceConfig: {‸}')).slice(0, 3), [
      'InstanceType',
      'InstanceCount',
      'VolumeSizeInGB',
    ]);
    const offered = await labels('ResourceConfig: { InstanceCount: 1, ‸ }\nTrainingJobName: a\n');
    assert.ok(offered.includes('InstanceType') && !offered.includes('InstanceCount'), offered.join());
    assert.equal(await taking('ResourceConfig: {Vol‸}', 'VolumeSizeInGB'), 'ResourceConfig: {VolumeSizeInGB: 30}');
    assert.equal(
      await taking('ResourceConfig: {InstanceCount: 1,‸}', 'VolumeSizeInGB'),
      'ResourceConfig: {InstanceCount: 1, VolumeSizeInGB: 30}',
    );
    assert.equal(
      await taking('ResourceConfig: {‸InstanceCount: 1}', 'VolumeSizeInGB'),
      'ResourceConfig: {VolumeSizeInGB: 30, InstanceCount: 1}',
    );
    assert.equal(await taking('Reso‸: {}', 'ResourceConfig'), 'ResourceConfig: {}');
  });

  it('offers values after the colon', async () => {
    assert.ok((await labels('ResourceConfig: { InstanceType: ml.m5.x‸ }')).includes('ml.m5.xlarge'));
    assert.equal(
      await taking('ResourceConfig: {InstanceType:‸}', 'ml.m5.large'),
      'ResourceConfig: {InstanceType: ml.m5.large}',
    );
    assert.deepEqual(await labels("AlgorithmSpecification: { TrainingInputMode: '‸' }"), ['Pipe', 'File', 'FastFile']);
    assert.equal(
      await taking('AlgorithmSpecification: {TrainingImage: xgboost:1.7‸}', 'xgboost:1.7-1'),
      'AlgorithmSpecification: {TrainingImage: xgboost:1.7-1}',
    );
  });

  it('knows the algorithm that stands in brackets, and its hyperparameters in them', async () => {
    const offered = await labels(`${image}HyperParameters: { eta: 0.1, ‸ }\n`);
    assert.equal(offered[0], 'num_round');
    assert.ok(!offered.includes('eta'));
    assert.deepEqual(await labels(`${image}HyperParameters: {booster: ‸}`), ['gbtree', 'gblinear', 'dart']);
    assert.equal((await labels(`${image}HyperParameters:\n  ‸\n`))[0], 'num_round');
  });

  it('goes into lists and mappings in one another, over several lines', async () => {
    const channels = (inner: string) => `${image}InputDataConfig: [\n  {ChannelName: train, ${inner}}\n]\nTags: []\n`;
    assert.ok((await labels(channels('DataSource: {S3DataSource: {‸}}'))).includes('S3Uri'));
    assert.deepEqual(await labels(channels('DataSource: {S3DataSource: {S3Uri: ../shared/‸}}')), ['more.csv']);
    assert.ok((await labels(channels('ContentType: ‸'))).includes('text/csv'));
    const list = `${image}InputDataConfig:\n  - { ChannelName: train }\n  - { ChannelName: ‸ }\n`;
    assert.deepEqual(await labels(list), ['validation', 'code']);
    assert.equal(
      await taking('Tags: [{Key: a, Value: b}, ‸]', '{ … }'),
      'Tags: [{Key: a, Value: b}, { Key: , Value:  }]',
    );
  });

  it('lets brackets that are not closed yet take only what is deeper', async () => {
    const offered = await labels('ResourceConfig: {‸\nTrainingJobName: a\n');
    assert.ok(offered.includes('InstanceType'), offered.join());
    assert.ok(!(await labels('ResourceConfig: {\nTrainingJobName: a\n‸')).includes('TrainingJobName'));
    assert.deepEqual(await labels('ResourceConfig: { InstanceCount: 1 } ‸\n'), []);
    assert.deepEqual(await labels('ResourceConfig: { InstanceCount: 1, # more ‸\n  }\n'), []);
  });

  it('quotes what brackets would cut', async () => {
    const metrics = await taking(`${image}HyperParameters: { _tuning‸ }`, '_tuning_objective_metric');
    assert.match(metrics, /\{ _tuning_objective_metric: \S+ \}$/);
  });

  it('writes below a key what it holds', async () => {
    assert.equal(
      await taking('InputDataConfig: ‸\n', '- Channel'),
      [
        'InputDataConfig:',
        '  - ChannelName: ',
        '    ContentType: ',
        '    DataSource:',
        '      S3DataSource:',
        '        S3DataType: S3Prefix',
        '        S3Uri: \n',
      ].join('\n'),
    );
    assert.equal(
      await taking('StoppingCondition:‸', 'MaxRuntimeInSeconds'),
      'StoppingCondition:\n  MaxRuntimeInSeconds: 3600',
    );
    assert.equal(await taking('HyperParameters: ‸', 'names and values'), 'HyperParameters:\n  ');
  });

  it('keeps a dash that stands alone', async () => {
    assert.equal(await taking('Tags:\n  -‸\n', 'Key'), 'Tags:\n  - Key: \n');
    assert.equal(await taking('Tags:\n  - ‸\n', 'Key'), 'Tags:\n  - Key: \n');
  });

  it('follows paths up, within the workspace', async () => {
    const source = (path: string) => `InputDataConfig:\n  - DataSource:\n      S3DataSource:\n        S3Uri: ${path}\n`;
    assert.deepEqual(await labels(source('../‸')), ['project/', 'shared/']);
    assert.deepEqual(await labels(source('../shared/‸')), ['more.csv']);
    assert.deepEqual(await labels(source('../../‸')), []);
  });

  it('never throws, wherever the cursor is in brackets that are cut anywhere', async () => {
    const text = `{a: [1, 'x: y', "z], {Tags: [{Key: a, Value: 's3://b'}, [[]], ]}, # c }\n  b: {c:d, :e}}]\n- {x`;
    for (let end = 0; end <= text.length; end++)
      for (let at = 0; at <= end; at++) {
        const cut = `${text.slice(0, at)}‸${text.slice(at, end)}`;
        for (const marked of [`Tags: ${cut}`, `Tags:\n  - ${cut}`, cut]) await writing(marked).completions();
      }
  });

  it('begins a JSON file', async () => {
    const text = await taking('‸', '{ … }', 'json');
    assert.deepEqual(Object.keys(JSON.parse(text) as object).slice(0, 2), [
      'TrainingJobName',
      'AlgorithmSpecification',
    ]);
    assert.deepEqual(await labels('{}\n‸', 'json'), []);
  });
});
