import assert from 'node:assert/strict';
import { pathUnderPrefix } from '../../../../src/engine/execution/input/deliverInput.ts';
import { notHonoured, unsupported } from '../../../../src/engine/execution/limits.ts';
import type { Channel, TrainingJobRequest } from '../../../../src/engine/services/sagemaker/trainingJobRecord.ts';

describe('where an object of a channel lies', () => {
  const cases: [key: string, prefix: string, path: string][] = [
    ['data/train.csv', 'data/train.csv', 'train.csv'],
    ['data/train/a.csv', 'data/train', 'a.csv'],
    ['data/train/a.csv', 'data/train/', 'a.csv'],
    ['data/train/deep/a.csv', 'data/train', 'deep/a.csv'],
    ['data/train-1.csv', 'data/train', 'train-1.csv'],
    ['train.csv', '', 'train.csv'],
    ['a/b.csv', '', 'a/b.csv'],
  ];
  for (const [key, prefix, path] of cases) {
    it(`${key} under '${prefix}' is ${path}`, () => assert.equal(pathUnderPrefix(key, prefix), path));
  }
});

describe('input that the engine cannot deliver', () => {
  const request = (change: Partial<Channel>, mode = 'File') =>
    ({
      AlgorithmSpecification: { TrainingInputMode: mode },
      OutputDataConfig: { S3OutputPath: 's3://b/out' },
      InputDataConfig: [
        {
          ChannelName: 'train',
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://b/k' } },
          ...change,
        },
      ],
    }) as unknown as TrainingJobRequest;

  it('is none for plain files', () => assert.equal(unsupported(request({})), undefined));

  const refused: [Partial<Channel>, RegExp, string?][] = [
    [{ DataSource: { FileSystemDataSource: {} } }, /'train' is not an S3 data source/],
    [{ DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://b/k' } } }, /ManifestFile/],
    [{ CompressionType: 'Gzip' }, /Gzip/],
    [{ RecordWrapperType: 'RecordIO' }, /RecordIO/],
    [{ InputMode: 'Pipe' }, /Pipe/],
    [{}, /Pipe/, 'Pipe'],
  ];
  for (const [change, expected, mode] of refused) {
    it(`is named: ${expected.source}`, () => assert.match(unsupported(request(change, mode)) ?? '', expected));
  }

  it('is said in the log where it only makes no difference', () => {
    assert.deepEqual(notHonoured(request({}), 'in-process'), []);
    const spot = {
      ...request({}),
      EnableManagedSpotTraining: true,
      EnableNetworkIsolation: false,
    } as TrainingJobRequest;
    assert.deepEqual(
      notHonoured(spot, 'in-process').map((line) => line.split(' ')[0]),
      ['EnableManagedSpotTraining'],
    );
  });
});
