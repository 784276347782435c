import assert from 'node:assert/strict';
import { channelProblem } from '../../../../../src/engine/execution/input/channelRules.ts';
import { inputNotHonoured, unsupportedInput } from '../../../../../src/engine/execution/input/inputLimits.ts';
import { inputDataConfig } from '../../../../../src/engine/execution/mlDirectory.ts';
import type { Channel } from '../../../../../src/engine/services/sagemaker/trainingJobRecord.ts';
import { channelOf, inputRequest } from '../../../../support/inputSpace.ts';

const fileSystem: Channel['DataSource'] = { FileSystemDataSource: { FileSystemId: 'fs-1' } };

describe('what CreateTrainingJob refuses of channels', () => {
  const refused: [string, Partial<Channel>, string][] = [
    [
      'Gzip files',
      { CompressionType: 'Gzip' },
      'Invalid compression type for channel train: File mode only supports NONE, got Gzip instead',
    ],
    [
      'RecordIO files',
      { RecordWrapperType: 'RecordIO' },
      'Invalid record wrapper type for channel train: File mode only supports NONE, got RecordIO instead',
    ],
    [
      'Gzip in FastFile mode',
      { CompressionType: 'Gzip', InputMode: 'FastFile' },
      'Invalid compression type for channel train: FastFile mode only supports NONE, got Gzip instead',
    ],
    [
      'a manifest in FastFile mode',
      { ...channelOf('m', { S3DataType: 'ManifestFile' }), InputMode: 'FastFile' },
      'Invalid S3 data type for channel train: FastFile mode only supports S3Prefix, got ManifestFile instead',
    ],
    [
      'an augmented manifest in File mode',
      channelOf('m', { S3DataType: 'AugmentedManifestFile', AttributeNames: ['a'] }),
      'Invalid S3 data type for channel train: AugmentedManifestFile only supports Pipe mode, got File instead',
    ],
    [
      'an augmented manifest without attributes',
      { ...channelOf('m', { S3DataType: 'AugmentedManifestFile' }), InputMode: 'Pipe' },
      'Invalid S3 data source for channel train: AugmentedManifestFile needs AttributeNames',
    ],
    [
      'a file system in Pipe mode',
      { DataSource: fileSystem, InputMode: 'Pipe' },
      'Invalid input mode for channel train: a file system only supports File, got Pipe instead',
    ],
    ['no source', { DataSource: {} }, 'Invalid data source for channel train: expected one data source, got 0'],
    [
      'two sources',
      { DataSource: { ...channelOf('k').DataSource, ...fileSystem } },
      'Invalid data source for channel train: expected one data source, got 2',
    ],
    [
      'a group that is not there',
      channelOf('k', { InstanceGroupNames: ['g'] }),
      'Invalid instance group for channel train: g is not one of InstanceGroups []',
    ],
  ];
  for (const [what, change, message] of refused) {
    it(what, () => assert.equal(channelProblem(inputRequest([{ ...channelOf('k'), ...change }])), message));
  }

  it('names given twice', () => {
    const problem = channelProblem(inputRequest([channelOf('k'), channelOf('l')]));
    assert.equal(problem, 'Channel names must be unique, but are train, train.');
  });

  for (const name of ['.', '..'])
    it(`the name ${name}, whose folder would be no folder of its own`, () =>
      assert.match(
        channelProblem(inputRequest([{ ...channelOf('k'), ChannelName: name, InputMode: 'Pipe' }])) ?? '',
        new RegExp(
          `^Invalid channel name '[.]{${name.length}}': .* /opt/ml/input/data; call it 'train', for example\\.$`,
        ),
      ));

  const accepted: [string, Partial<Channel>][] = [
    ['a name with dots', { ChannelName: '..train.v1' }],
    ['files', {}],
    ['files that say None', { CompressionType: 'None', RecordWrapperType: 'None' }],
    ['Gzip and RecordIO in a pipe', { InputMode: 'Pipe', CompressionType: 'Gzip', RecordWrapperType: 'RecordIO' }],
    ['a folder in FastFile mode', { InputMode: 'FastFile' }],
    [
      'an augmented manifest in a pipe',
      { ...channelOf('m', { S3DataType: 'AugmentedManifestFile', AttributeNames: ['a'] }), InputMode: 'Pipe' },
    ],
    ['a file system', { DataSource: fileSystem }],
  ];
  for (const [what, change] of accepted) {
    it(`nothing of ${what}`, () =>
      assert.equal(channelProblem(inputRequest([{ ...channelOf('k'), ...change }])), undefined));
  }
});

describe('input that the engine cannot deliver', () => {
  const obstacle = (change: Partial<Channel>, hasNamedPipes = true) =>
    unsupportedInput(inputRequest([{ ...channelOf('k'), ...change }]), hasNamedPipes);

  it('is none of S3, in any mode', () => {
    for (const InputMode of ['File', 'FastFile', 'Pipe']) assert.equal(obstacle({ InputMode }), undefined);
    for (const S3DataType of ['ManifestFile', 'AugmentedManifestFile'] as const)
      assert.equal(obstacle(channelOf('m', { S3DataType })), undefined);
  });

  it('is named', () => {
    assert.match(
      obstacle({ DataSource: fileSystem }) ?? '',
      /^Channel 'train' is a file system .* or run this job on AWS$/,
    );
    assert.match(obstacle({ DataSource: { DatasetSource: {} } }) ?? '', /^Channel 'train' is a dataset of a hub/);
    assert.match(
      obstacle(channelOf('k', { S3DataType: 'Converse' })) ?? '',
      /^Channel 'train' uses S3DataType Converse/,
    );
    assert.match(obstacle({ InputMode: 'Pipe' }, false) ?? '', /named pipes that Windows does not have/);
    assert.equal(obstacle({ InputMode: 'FastFile' }, false), undefined);
  });

  it('is said in the log where it makes no difference', () => {
    assert.deepEqual(inputNotHonoured(inputRequest([channelOf('k')])), []);
    const hub = channelOf('k', { HubAccessConfig: { HubContentArn: 'arn' } });
    assert.match(
      inputNotHonoured(inputRequest([hub]))[0]?.note ?? '',
      /^HubAccessConfig of channel 'train' is not honoured/,
    );
  });
});

describe('inputdataconfig.json', () => {
  it('has all four members, and says File for FastFile', () => {
    const channels = [
      channelOf('k', {}, { ContentType: 'text/csv' }),
      channelOf('k', { S3DataDistributionType: 'ShardedByS3Key' }, { InputMode: 'FastFile' }, 'fast'),
      channelOf('k', {}, { InputMode: 'Pipe', RecordWrapperType: 'RecordIO' }, 'pipe'),
    ];
    const others = { S3DistributionType: 'FullyReplicated', RecordWrapperType: 'None' };
    assert.deepEqual(inputDataConfig(inputRequest(channels)), {
      train: { ContentType: 'text/csv', TrainingInputMode: 'File', ...others },
      fast: { ...others, TrainingInputMode: 'File', S3DistributionType: 'ShardedByS3Key' },
      pipe: { ...others, TrainingInputMode: 'Pipe', RecordWrapperType: 'RecordIO' },
    });
  });
});
