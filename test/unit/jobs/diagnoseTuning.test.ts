import assert from 'node:assert/strict';
import { bostonTuning } from './tuningWorkspace.ts';
import { Workspace } from './workspace.ts';

describe("a tuning job's definition", () => {
  let workspace: Workspace;
  before(async () => (workspace = await Workspace.create()));
  after(() => workspace.remove());

  const findings = (text: string) => workspace.findings(text, 'tuning-job');

  it('has no findings when it is right, numbers of ranges without quotes too', async () => {
    assert.deepEqual(await findings(bostonTuning), []);
  });

  it('asks ranges that are called nothing for a name, and takes none for the second of another', async () => {
    const text = bostonTuning.replace('Name: eta', "Name: ''").replace('Name: max_depth', "Name: ''");
    const messages = (await findings(text)).map(({ message }) => message);
    assert.deepEqual(messages, Array(2).fill('Name is empty: give the hyperparameter to tune.'));
  });

  /** One change, and the one finding that it leads to. */
  interface Slip {
    readonly is: string;
    readonly from: string | RegExp;
    readonly to: string;
    readonly marked: string;
    readonly message: RegExp;
    readonly replacement?: string;
    readonly severity?: string;
  }

  const categorical = (name: string, ...values: string[]) =>
    `CategoricalParameterRanges:\n      - Name: ${name}\n        Values: [${values.join(', ')}]`;
  const integers = /IntegerParameterRanges:[\s\S]*?(?=TrainingJobDefinition)/;
  const allRanges = /ContinuousParameterRanges:[\s\S]*?(?=TrainingJobDefinition)/;

  const slips: Slip[] = [
    {
      is: 'of the model',
      from: 'MaxParallelTrainingJobs: 2',
      to: 'MaxParallelTrainingJobs: 0',
      marked: '0',
      message: /MaxParallelTrainingJobs must be at least 1, but is 0/,
    },
    {
      is: 'a name that is too long',
      from: 'JobName: boston',
      to: `JobName: ${'a'.repeat(33)}`,
      marked: 'a'.repeat(33),
      message: /1 to 32 characters, but has 33/,
    },
    {
      is: 'an unknown field of a job definition',
      from: 'StaticHyperParameters:',
      to: 'StaticHyperParamters:',
      marked: 'StaticHyperParamters',
      message: /Did you mean StaticHyperParameters/,
      replacement: 'StaticHyperParameters',
    },
    {
      is: "a training job's field in a job definition",
      from: 'StaticHyperParameters:',
      to: 'HyperParameters:',
      marked: 'HyperParameters',
      message: /Did you mean StaticHyperParameters/,
      replacement: 'StaticHyperParameters',
    },
    {
      is: 'an unknown hyperparameter that stays the same',
      from: 'num_round: 200',
      to: 'num_round: 200\n    gama: 1',
      marked: 'gama',
      message: /XGBoost has no hyperparameter 'gama'/,
      replacement: 'gamma',
    },
    {
      is: 'data that are not there',
      from: 'data/train.csv',
      to: 'data/trian.csv',
      marked: 'data/trian.csv',
      message: /There is no file or folder/,
      replacement: 'data/train.csv',
    },
    {
      is: 'no job definition',
      from: /TrainingJobDefinition:[\s\S]*/,
      to: '',
      marked: 'HyperParameterTuningJobName: boston',
      message: /^TrainingJobDefinition is missing/,
    },
    {
      is: 'no instances',
      from: /ResourceConfig:[\s\S]*(?=StoppingCondition)/,
      to: '',
      marked: 'TrainingJobDefinition',
      message: /^ResourceConfig is missing/,
    },
    {
      is: 'no objective',
      from: /HyperParameterTuningJobObjective:[\s\S]*(?=ResourceLimits)/,
      to: '',
      marked: 'HyperParameterTuningJobConfig',
      message: /^HyperParameterTuningJobObjective is missing/,
    },
    {
      is: 'an objective that the algorithm does not log',
      from: 'validation:rmse',
      to: 'validation:rmes',
      marked: 'validation:rmes',
      message: /XGBoost logs no metric 'validation:rmes'/,
      replacement: 'validation:rmse',
    },
    {
      is: 'an objective that the algorithm logs and does not take',
      from: 'validation:rmse',
      to: 'train:rmse',
      marked: 'train:rmse',
      message: /XGBoost cannot be tuned for 'train:rmse'\. Did you mean validation:rmse/,
      replacement: 'validation:rmse',
    },
    {
      is: 'the wrong goal',
      from: 'Type: Minimize',
      to: 'Type: Maximize',
      marked: 'Maximize',
      message: /^validation:rmse is better the lower it is/,
      replacement: 'Minimize',
      severity: 'warning',
    },
    {
      is: 'no channel to measure on',
      from: /\n {4}- ChannelName: validation[\s\S]*?(?=\n {2}ResourceConfig)/,
      to: '',
      marked: 'validation:rmse',
      message: /for a channel 'validation' only/,
      severity: 'warning',
    },
    {
      is: 'nothing to tune',
      from: allRanges,
      to: '{}\n',
      marked: 'ParameterRanges',
      message: /^ParameterRanges is missing: give at least one/,
    },
    {
      is: 'an unknown hyperparameter to tune',
      from: 'Name: max_depth',
      to: 'Name: max_dept',
      marked: 'max_dept',
      message: /XGBoost has no hyperparameter 'max_dept'\. Did you mean 'max_depth'/,
      replacement: 'max_depth',
    },
    {
      is: 'one that cannot be tuned',
      from: 'Name: max_depth',
      to: 'Name: early_stopping_rounds',
      marked: 'early_stopping_rounds',
      message: /XGBoost cannot tune early_stopping_rounds/,
    },
    {
      is: 'the same one twice',
      from: 'Name: max_depth',
      to: 'Name: eta',
      marked: 'eta',
      message: /^A second range is for eta/,
    },
    {
      is: 'one that is static too',
      from: 'num_round: 200',
      to: 'num_round: 200\n    eta: 0.1',
      marked: 'eta',
      message: /^eta is tuned, so it cannot have a value of its own/,
    },
    {
      is: 'a whole number among the continuous ones',
      from: allRanges,
      to: 'ContinuousParameterRanges: [{ Name: max_depth, MinValue: 2, MaxValue: 9 }]\n',
      marked: 'max_depth',
      message: /max_depth takes whole numbers: put its range into IntegerParameterRanges/,
    },
    {
      is: 'a bound that the algorithm does not take',
      from: 'MaxValue: 0.5',
      to: 'MaxValue: 1.5',
      marked: '1.5',
      message: /^eta must be at least 0 and at most 1, but is 1\.5/,
    },
    {
      is: 'a value that the algorithm does not take',
      from: integers,
      to: `${categorical('max_depth', '3', 'deep')}\n`,
      marked: 'deep',
      message: /^max_depth must be a whole number, but is 'deep'/,
    },
    {
      is: 'a bound that is no number',
      from: 'MinValue: 2',
      to: 'MinValue: two',
      marked: 'two',
      message: /^MinValue must be a whole number, but is 'two'/,
    },
    {
      is: 'a bound in another notation than the service reads',
      from: 'MinValue: 0.01',
      to: "MinValue: '0x1'",
      marked: "'0x1'",
      message: /^MinValue must be a number, but is '0x1'/,
    },
    {
      is: 'a part of a whole number',
      from: 'MinValue: 2',
      to: 'MinValue: 2.5',
      marked: '2.5',
      message: /whole number/,
    },
    {
      is: 'an empty range',
      from: 'MaxValue: 10',
      to: 'MaxValue: 2',
      marked: '2',
      message: /^MaxValue 2 must be greater than MinValue 2/,
    },
    {
      is: 'zero on a logarithmic scale',
      from: 'MinValue: 0.01',
      to: 'MinValue: 0',
      marked: '0',
      message: /^Logarithmic scaling needs values above 0/,
    },
    {
      is: 'one on a reverse logarithmic scale',
      from: 'MaxValue: 0.5\n        ScalingType: Logarithmic',
      to: 'MaxValue: 1\n        ScalingType: ReverseLogarithmic',
      marked: '1',
      message: /needs values below 1/,
    },
    {
      is: 'whole numbers on a reverse logarithmic scale',
      from: 'MaxValue: 10',
      to: 'MaxValue: 10\n        ScalingType: ReverseLogarithmic',
      marked: 'ReverseLogarithmic',
      message: /is for continuous ranges/,
      replacement: 'Auto',
    },
    {
      is: 'more jobs than a tuning job has',
      from: 'MaxNumberOfTrainingJobs: 20',
      to: 'MaxNumberOfTrainingJobs: 751',
      marked: '751',
      message: /at most 750 training jobs, not 751/,
    },
    {
      is: 'more at once than there are',
      from: 'MaxParallelTrainingJobs: 2',
      to: 'MaxParallelTrainingJobs: 21',
      marked: '21',
      message: /more than MaxNumberOfTrainingJobs 20/,
      severity: 'warning',
    },
    {
      is: 'no end',
      from: '    MaxNumberOfTrainingJobs: 20\n',
      to: '',
      marked: 'ResourceLimits',
      message: /give MaxNumberOfTrainingJobs/,
      severity: 'warning',
    },
    {
      is: 'fewer combinations than jobs',
      from: allRanges,
      to: `${categorical('max_depth', '2', '4')}\n`,
      marked: '20',
      message: /The ranges have 2 combinations, fewer than the 20 training jobs/,
      replacement: '2',
    },
    {
      is: 'early stopping beside Hyperband',
      from: 'Strategy: Bayesian',
      to: 'Strategy: Hyperband\n  StrategyConfig: { HyperbandStrategyConfig: { MinResource: 1, MaxResource: 9 } }\n  TrainingJobEarlyStoppingType: Auto',
      marked: 'Auto',
      message: /must be Off/,
      replacement: 'Off',
    },
    {
      is: 'Hyperband without a number of epochs',
      from: 'Strategy: Bayesian',
      to: 'Strategy: Hyperband',
      marked: 'Hyperband',
      message: /^Hyperband needs to know how many epochs/,
    },
    {
      is: 'more than the epochs of Hyperband',
      from: 'Strategy: Bayesian',
      to: 'Strategy: Hyperband\n  StrategyConfig: { HyperbandStrategyConfig: { MinResource: 1, MaxResource: 20001 } }',
      marked: '20001',
      message: /at most 20000 epochs/,
    },
    {
      is: 'Hyperband’s settings beside another strategy',
      from: 'Strategy: Bayesian',
      to: 'Strategy: Random\n  StrategyConfig: { HyperbandStrategyConfig: { MaxResource: 9 } }',
      marked: 'HyperbandStrategyConfig',
      message: /goes with the strategy Hyperband, not with Random/,
      severity: 'warning',
    },
    {
      is: 'empty data, which is not the folder of the definition',
      from: 'S3Uri: data/train.csv',
      to: 'S3Uri: ""',
      marked: '""',
      message: /^S3Uri is empty: give an s3:\/\/ URI or a path/,
    },
    {
      is: 'a metric of a script that nothing finds',
      from: 'TrainingImage: xgboost:1.7-1',
      to: 'TrainingImage: 123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1',
      marked: 'validation:rmse',
      message: /^Nothing says how validation:rmse is found in the log: add MetricDefinitions/,
    },
  ];
  for (const { is, from, to, marked, message, replacement, severity = 'error' } of slips) {
    it(`has one finding for ${is}`, async () => {
      const text = bostonTuning.replace(from, to);
      assert.notEqual(text, bostonTuning);
      const found = await findings(text);
      assert.equal(found.length, 1, found.map((one) => one.message).join(' | '));
      const [finding] = found;
      assert.ok(finding);
      assert.match(finding.message, message);
      assert.equal(text.slice(finding.start, finding.end), marked);
      assert.equal(finding.replacement, replacement);
      assert.equal(finding.severity, severity);
    });
  }

  it('is a grid of listed values only, each combination once', async () => {
    const grid = bostonTuning.replace('Bayesian', 'Grid');
    const messages = (await findings(grid)).map((one) => one.message);
    assert.equal(messages.length, 2);
    for (const message of messages)
      assert.match(message, /^Grid tries listed values: put (eta|max_depth) into Categorical/);
    const listed = grid.replace(
      allRanges,
      `${categorical('max_depth', '2', '4', '8')}\n      - Name: eta\n        Values: [0.1, 0.3]\n`,
    );
    const [finding, ...others] = await findings(listed);
    assert.deepEqual(others, []);
    assert.match(
      finding?.message ?? '',
      /each of the 6 combinations once: MaxNumberOfTrainingJobs must be 6, or left out/,
    );
    assert.equal(finding?.replacement, '6');
    for (const most of ['MaxNumberOfTrainingJobs: 6', '']) {
      assert.deepEqual(await findings(listed.replace('MaxNumberOfTrainingJobs: 20', most)), [], most);
    }
  });

  it('lets whole numbers be searched for any number, an alias stand for its hyperparameter, and instances be listed', async () => {
    const text = bostonTuning
      .replace('Name: max_depth', 'Name: min_child_weight')
      .replace('Name: eta', 'Name: learning_rate')
      .replace(
        /ResourceConfig:[\s\S]*(?=StoppingCondition)/,
        'HyperParameterTuningResourceConfig: { AllocationStrategy: Prioritized, InstanceConfigs: [{ InstanceType: ml.m5.large, InstanceCount: 1, VolumeSizeInGB: 5 }] }\n  ',
      );
    assert.deepEqual(await findings(text), []);
  });

  it('has job definitions of their own names, objectives and ranges', async () => {
    const [, one = ''] = /\nTrainingJobDefinition:\n([\s\S]*)$/.exec(bostonTuning) ?? [];
    const [, ranges = ''] = /\n {2}ParameterRanges:\n([\s\S]*?)(?=\nTrainingJobDefinition)/.exec(bostonTuning) ?? [];
    const indent = (text: string, by: string): string => text.replace(/^(?=.)/gm, by);
    const definition = (name: string, image: string): string =>
      `  - DefinitionName: ${name}\n    TuningObjective: { MetricName: validation:rmse, Type: Minimize }\n    HyperParameterRanges:\n${indent(ranges, '  ')}\n${indent(one, '  ').replace('xgboost:1.7-1', image)}`;
    const head = bostonTuning
      .slice(0, bostonTuning.indexOf('TrainingJobDefinition:'))
      .replace(/ {2}HyperParameterTuningJobObjective:[\s\S]*?(?= {2}ResourceLimits)/, '')
      .replace(/ {2}ParameterRanges:[\s\S]*$/, '');
    const several = (...definitions: string[]): string => `${head}TrainingJobDefinitions:\n${definitions.join('')}`;
    const right = several(definition('new', 'xgboost:1.7-1'), definition('old', 'xgboost:1.3-1'));
    assert.deepEqual(await findings(right), []);
    const same = several(definition('new', 'xgboost:1.7-1'), definition('new', 'xgboost:1.3-1'));
    assert.deepEqual(
      (await findings(same)).map(({ message, start, end }) => [message, same.slice(start, end)]),
      [["A second job definition is called 'new'; each name stands once.", 'new']],
    );
    const wrong = right.replace(/Name: eta(?![\s\S]*Name: eta)/, 'Name: etaa');
    const [finding, ...others] = await findings(wrong);
    assert.deepEqual(others, []);
    assert.equal(wrong.slice(finding?.start, finding?.end), 'etaa');
  });
});
