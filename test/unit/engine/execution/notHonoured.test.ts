import assert from 'node:assert/strict';
import { notHonoured } from '../../../../src/engine/execution/notHonoured.ts';
import type { TrainingJobRequest } from '../../../../src/engine/services/sagemaker/trainingJobRecord.ts';
import { loadServiceModel } from '../../../../src/serviceModel/serviceModel.ts';

/** What the engine acts on, or refuses in a sentence. */
const actedUpon = new Set([
  ...['TrainingJobName', 'HyperParameters', 'RoleArn', 'Tags', 'Environment'],
  ...['TrainingImage', 'AlgorithmName', 'TrainingInputMode', 'MetricDefinitions', 'ContainerEntrypoint'].map(
    (name) => `AlgorithmSpecification.${name}`,
  ),
  ...['S3OutputPath', 'CompressionType'].map((name) => `OutputDataConfig.${name}`),
  ...['InstanceType', 'InstanceCount', 'InstanceGroups'].map((name) => `ResourceConfig.${name}`),
  ...['MaxRuntimeInSeconds', 'MaxWaitTimeInSeconds'].map((name) => `StoppingCondition.${name}`),
  ...['S3Uri', 'LocalPath'].map((name) => `CheckpointConfig.${name}`),
  'ServerlessJobConfig', // refused when it is created
  'ResourceConfig.VolumeSizeInGB', // every request has it: a job has the disk of this machine
  'ResourceConfig.SelectedInstanceType', // of answers only
  'ResourceConfig.SelectedInstanceCount',
]);

/** Their members differ in what becomes of them. */
const walked = [
  'AlgorithmSpecification',
  'OutputDataConfig',
  'ResourceConfig',
  'StoppingCondition',
  'CheckpointConfig',
];

/** Channels have a test of their own (input/channelRules.test.ts). */
const elsewhere = 'InputDataConfig';

/** Whose only member is a switch: off, they ask for nothing. */
const switches: Readonly<Record<string, string>> = {
  InfraCheckConfig: 'EnableInfraCheck',
  RemoteDebugConfig: 'EnableRemoteDebug',
  SessionChainingConfig: 'EnableSessionTagChaining',
};

const samples: Readonly<Record<string, unknown>> = {
  structure: { any: 1 },
  list: ['any'],
  map: { any: '1' },
  boolean: true,
  string: 'any',
};

describe('what is not honoured', () => {
  const plain = {
    AlgorithmSpecification: {},
    OutputDataConfig: {},
    ResourceConfig: {},
    StoppingCondition: {},
  } as unknown as TrainingJobRequest;
  const asking = (member: string, value: unknown): TrainingJobRequest => {
    const [outer = '', inner] = member.split('.');
    return { ...plain, [outer]: inner === undefined ? value : { [inner]: value } };
  };

  it('is noted for every member of the service model that is not acted upon', async () => {
    const model = await loadServiceModel();
    const shapeOf = (member: string[]) => model.shapeAt(model.inputOf('CreateTrainingJob'), member)?.shape;
    const membersOf = (member: string[]): string[] => {
      const shape = shapeOf(member);
      return shape?.type === 'structure' ? Object.keys(shape.members) : assert.fail(member.join('.'));
    };
    const members = membersOf([])
      .filter((name) => name !== elsewhere)
      .flatMap((name) => (walked.includes(name) ? membersOf([name]).map((inner) => `${name}.${inner}`) : [name]))
      .map((name) => (name in switches ? `${name}.${switches[name]}` : name));
    assert.ok(members.length > 40, `${members.length}`);
    for (const member of members) {
      const { type = '' } = shapeOf(member.split('.')) ?? {};
      const value = samples[type] ?? 1;
      const noted = notHonoured(asking(member, value), 'python');
      assert.deepEqual(
        noted.map((one) => one.member),
        actedUpon.has(member) ? [] : [member],
        `${member} is neither acted upon nor noted, or both`,
      );
      for (const { note } of noted) assert.ok(note.startsWith(`${member} is not honoured: the local engine `), note);
    }
    for (const member of actedUpon) assert.ok(members.includes(member), `${member} is no member`);
  });

  it('is nothing that is switched off', () => {
    for (const [member, value] of [
      ['EnableNetworkIsolation', false],
      ['DebugRuleConfigurations', []],
      ['ProfilerConfig', { DisableProfiler: true }],
      ['RemoteDebugConfig', { EnableRemoteDebug: false }],
      ['ResourceConfig.KeepAlivePeriodInSeconds', 0],
      ['OutputDataConfig.KmsKeyId', ''],
    ] as const)
      assert.deepEqual(notHonoured(asking(member, value), 'python'), [], member);
  });

  it('is nothing that the Python SDK sends for everybody, unless something goes with it', () => {
    const S3OutputPath = 's3://bucket/';
    const defaults = {
      ...plain,
      AlgorithmSpecification: { EnableSageMakerMetricsTimeSeries: true },
      HyperParameters: { sagemaker_program: '"train.py"' },
      OutputDataConfig: { S3OutputPath },
      DebugHookConfig: { S3OutputPath, CollectionConfigurations: [] },
      ProfilerConfig: { S3OutputPath, DisableProfiler: false },
    } as unknown as TrainingJobRequest;
    const noted = (more: object) => notHonoured({ ...defaults, ...more }, 'python').map(({ member }) => member);
    assert.deepEqual(noted({}), []);
    assert.deepEqual(noted({ ProfilerConfig: { S3OutputPath, ProfilingIntervalInMilliseconds: 500 } }), [
      'ProfilerConfig',
    ]);
    const collections = [{ CollectionName: 'losses' }];
    assert.deepEqual(noted({ DebugHookConfig: { S3OutputPath, CollectionConfigurations: collections } }), [
      'DebugHookConfig',
    ]);
    assert.deepEqual(noted({ DebugHookConfig: { S3OutputPath: 's3://bucket/tensors' } }), ['DebugHookConfig']);
    assert.deepEqual(noted({ DebugRuleConfigurations: [{}] }), ['DebugHookConfig', 'DebugRuleConfigurations']);
    assert.deepEqual(noted({ ProfilerRuleConfigurations: [{}] }), ['ProfilerConfig', 'ProfilerRuleConfigurations']);
    assert.deepEqual(noted({ HyperParameters: {} }), ['AlgorithmSpecification.EnableSageMakerMetricsTimeSeries']);
  });

  it('differs with the runner', () => {
    const request = asking('CheckpointConfig', { S3Uri: 's3://b/k' });
    assert.match(notHonoured(request, 'in-process')[0]?.note ?? '', /writes no checkpoints with the in-process runner/);
  });
});
