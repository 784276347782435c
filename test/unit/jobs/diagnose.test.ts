import assert from 'node:assert/strict';
import { readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDefinition } from '../../../src/jobs/definition.ts';
import { diagnose } from '../../../src/jobs/diagnose.ts';
import { nodeDefinitionFiles } from '../../../src/jobs/nodeDefinitionFiles.ts';
import { loadServiceModel } from '../../../src/serviceModel/serviceModel.ts';
import { boston, Workspace } from './workspace.ts';

const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '../../..');

interface Case {
  readonly name: string;
  /** What of the faultless definition is replaced by what. */
  readonly change: readonly [from: string, to: string];
  readonly code: string;
  /** The text that is marked. */
  readonly marked: string;
  readonly message: RegExp;
  readonly replacement?: string;
  readonly severity?: string;
}

const cases: Case[] = [
  {
    name: 'an unknown field',
    change: ['InstanceCount: 1', 'InstanceCount: 1\n  InstanceTipe: x'],
    code: 'unknown-field',
    marked: 'InstanceTipe',
    message: /no field InstanceTipe in ResourceConfig\. Did you mean InstanceType\?/,
    replacement: 'InstanceType',
  },
  {
    name: 'an unknown field at the top',
    change: ['StoppingCondition', 'Stopping'],
    code: 'unknown-field',
    marked: 'Stopping',
    message: /There is no field Stopping\./,
  },
  {
    name: 'an unknown instance type',
    change: ['ml.m5.large', 'ml.m5.larg'],
    code: 'unknown-value',
    marked: 'ml.m5.larg',
    message: /InstanceType cannot be 'ml\.m5\.larg'\. Did you mean ml\.m5\.large\?/,
    replacement: 'ml.m5.large',
  },
  {
    name: 'an instance type like no other',
    change: ['ml.m5.large', 'ml.foo'],
    code: 'unknown-value',
    marked: 'ml.foo',
    message: /^InstanceType cannot be 'ml\.foo'\. Use one that SageMaker offers, e\.g\. ml\.m5\.large\.$/,
  },
  {
    name: 'a size that its family does not have',
    change: ['ml.m5.large', 'ml.m5.gigantic'],
    code: 'unknown-value',
    marked: 'ml.m5.gigantic',
    message: /Of this family there are ml\.m5\.large, (ml\.m5\.\w+(, )?)+\.$/,
  },
  {
    name: 'no limit of depth where trees are exact',
    change: ['eta: 0.10', 'max_depth: 0'],
    code: 'wrong-hyperparameter',
    marked: '0',
    message: /max_depth 0 \(no limit\) is not possible with tree_method 'auto'/,
  },
  {
    name: 'labels that are no probabilities',
    change: ['reg:squarederror', 'binary:logistic'],
    code: 'csv-label',
    marked: 'data/train.csv',
    message: /^train\.csv: row 1 has the label 24, but binary:logistic takes labels from 0 to 1\.$/,
  },
  {
    name: 'a value outside a short list',
    change: ['TrainingInputMode: File', 'TrainingInputMode: Stream'],
    code: 'unknown-value',
    marked: 'Stream',
    message: /one of Pipe, File, FastFile/,
  },
  {
    name: 'a missing required field',
    change: ['  TrainingInputMode: File\n', ''],
    code: 'missing-field',
    marked: 'AlgorithmSpecification',
    message: /TrainingInputMode is missing\. It is one of Pipe, File, FastFile/,
  },
  {
    name: 'a number in quotes',
    change: ['InstanceCount: 1', "InstanceCount: '1'"],
    code: 'wrong-type',
    marked: "'1'",
    message: /InstanceCount must be a whole number, but is "1"/,
    replacement: '1',
  },
  {
    name: 'a number where text belongs',
    change: ['TrainingJobName: boston', 'TrainingJobName: 2024'],
    code: 'wrong-type',
    marked: '2024',
    message: /TrainingJobName must be text: put 2024 in quotes/,
    replacement: '"2024"',
  },
  {
    name: 'a number out of range',
    change: ['MaxRuntimeInSeconds: 3600', 'MaxRuntimeInSeconds: 0'],
    code: 'out-of-range',
    marked: '0',
    message: /MaxRuntimeInSeconds must be at least 1, but is 0/,
  },
  {
    name: 'a name with a space',
    change: ['TrainingJobName: boston', 'TrainingJobName: my boston'],
    code: 'wrong-form',
    marked: 'my boston',
    message: /letters, digits and hyphens/,
  },
  {
    name: 'an output that is no S3 URI',
    change: ['ResourceConfig:', 'OutputDataConfig:\n  S3OutputPath: out\nResourceConfig:'],
    code: 'wrong-form',
    marked: 'out',
    message: /S3OutputPath must be an s3:\/\/ URI/,
  },
  {
    name: 'an empty value',
    change: ['eta: 0.10', 'eta:'],
    code: 'missing-field',
    marked: 'eta',
    message: /eta is missing/,
  },
  {
    name: 'an image without a version',
    change: ['xgboost:1.7-1', 'xgboost'],
    code: 'unknown-image',
    marked: 'xgboost',
    message: /needs a version/,
  },
  {
    name: 'a misspelt image',
    change: ['xgboost:1.7-1', 'xgbost:1.7-1'],
    code: 'unknown-image',
    marked: 'xgbost:1.7-1',
    message: /No built-in image is called 'xgbost'/,
    replacement: 'xgboost:1.7-1',
  },
  {
    name: 'no image',
    change: ['  TrainingImage: xgboost:1.7-1\n', ''],
    code: 'missing-field',
    marked: 'AlgorithmSpecification',
    message: /TrainingImage is missing/,
  },
  {
    name: 'an unknown hyperparameter',
    change: ['eta: 0.10', 'etta: 0.10'],
    code: 'unknown-hyperparameter',
    marked: 'etta',
    message: /no hyperparameter 'etta'\. Did you mean 'eta'\?/,
  },
  {
    name: 'a hyperparameter out of bounds',
    change: ['eta: 0.10', 'eta: 1.5'],
    code: 'wrong-hyperparameter',
    marked: '1.5',
    message: /eta must be at least 0 and at most 1/,
  },
  {
    name: 'a missing hyperparameter',
    change: ['  num_round: 200\n', ''],
    code: 'missing-hyperparameter',
    marked: 'HyperParameters',
    message: /num_round is required/,
  },
  {
    name: 'a missing channel',
    change: ['ChannelName: train', 'ChannelName: trian'],
    code: 'missing-channel',
    marked: 'InputDataConfig',
    message: /needs a channel 'train'/,
  },
  {
    name: 'metrics of one’s own for a built-in algorithm',
    change: ['InputMode: File', 'InputMode: File\n  MetricDefinitions: [{ Name: mine, Regex: x=(.*) }]'],
    code: 'built-in-metrics',
    marked: 'MetricDefinitions',
    message: /leave MetricDefinitions out/,
  },
  {
    name: 'two channels of one name',
    change: ['ChannelName: validation', 'ChannelName: train'],
    code: 'double-channel',
    marked: 'train',
    message: /second channel is called 'train'/,
  },
  {
    name: 'a missing channel path',
    change: ['data/train.csv', 'data/trian.csv'],
    code: 'missing-path',
    marked: 'data/trian.csv',
    message:
      /no file or folder 'data\/trian\.csv' beside boston\.training-job\.yaml\. Did you mean 'data\/train\.csv'\?/,
    replacement: 'data/train.csv',
  },
  {
    name: 'a CSV with a header',
    change: ['data/train.csv', 'data/header.csv'],
    code: 'csv-header',
    marked: 'data/header.csv',
    message: /header\.csv starts with a header \('MEDV'.*remove line 1/,
  },
  {
    name: 'a CSV with text',
    change: ['data/train.csv', 'data/text.csv'],
    code: 'csv-text',
    marked: 'data/text.csv',
    message: /text\.csv: line 3 column 2 is 'river', not a number/,
  },
  {
    name: 'a CSV with uneven lines',
    change: ['data/train.csv', 'data/ragged.csv'],
    code: 'csv-ragged',
    marked: 'data/ragged.csv',
    message: /ragged\.csv: line 2 has 2 cells instead of 3/,
  },
  {
    name: 'a CSV with labels only',
    change: ['data/train.csv', 'data/labels.csv'],
    code: 'csv-label',
    marked: 'data/labels.csv',
    message: /one column only/,
  },
  {
    name: 'an empty file',
    change: ['data/train.csv', 'data/empty.csv'],
    code: 'empty-data',
    marked: 'data/empty.csv',
    message: /is empty/,
  },
  {
    name: 'a folder with hidden files only',
    change: ['data/train.csv', 'hidden'],
    code: 'empty-data',
    marked: 'hidden',
    message: /holds no files/,
  },
  {
    name: 'a path out of the workspace',
    change: ['data/train.csv', '../../elsewhere.csv'],
    code: 'outside-workspace',
    marked: '../../elsewhere.csv',
    message: /out of the workspace/,
  },
  {
    name: 'a link out of the workspace',
    change: ['data/train.csv', 'linked/passwd'],
    code: 'outside-workspace',
    marked: 'linked/passwd',
    message: /out of the workspace/,
  },
  {
    name: 'a folder that holds a link out of the workspace',
    change: ['data/train.csv', 'linked'],
    code: 'outside-workspace',
    marked: 'linked',
    message: /linked\/passwd/,
  },
  {
    name: 'an absolute path',
    change: ['data/train.csv', '/data/train.csv'],
    code: 'absolute-path',
    marked: '/data/train.csv',
    message: /for this machine only/,
  },
  {
    name: 'an absolute path of Windows',
    change: ['data/train.csv', 'C:\\data\\train.csv'],
    code: 'absolute-path',
    marked: 'C:\\data\\train.csv',
    message: /for this machine only/,
  },
  {
    name: 'backslashes',
    change: ['data/train.csv', 'data\\train.csv'],
    code: 'backslash-path',
    marked: 'data\\train.csv',
    message: /forward slashes/,
    replacement: 'data/train.csv',
  },
  {
    name: 'no limit in time',
    change: ['StoppingCondition:\n  MaxRuntimeInSeconds: 3600\n', ''],
    code: 'missing-field',
    marked: 'TrainingJobName: boston',
    message: /whole day/,
    severity: 'warning',
  },
];

/** One or two sentences. */
function assertPlain(message: string): void {
  assert.match(message, /[^.?!][.?]$/);
  assert.ok(message.split(/[.?](?= [A-Z]|$)/).length <= 3, message);
}

describe('diagnose', () => {
  let workspace: Workspace;

  before(async () => {
    workspace = await Workspace.create();
    await workspace.write('project/data/header.csv', 'MEDV,CRIM,ZN\n24,0.006,18\n');
    await workspace.write('project/data/text.csv', '24,0.006,18\n21.6,0.027,0\n34.7,river,0\n');
    await workspace.write('project/data/ragged.csv', '24,0.006,18\n21.6,0.027\n');
    await workspace.write('project/data/labels.csv', '24\n21.6\n');
    await workspace.write('project/data/empty.csv', '');
    await workspace.write('project/hidden/.DS_Store', 'x');
    await workspace.write('project/linked/train.csv', '24,0.006,18\n');
    await symlink('/etc/passwd', join(workspace.root, 'project/linked/passwd'));
    await workspace.write('shared/train.csv', '24,0.006,18\n');
  });

  after(() => workspace.remove());

  it('has nothing to say about a definition without faults', async () => {
    assert.deepEqual(await workspace.findings(boston), []);
  });

  it('takes a folder, and data elsewhere in the workspace', async () => {
    assert.deepEqual(await workspace.findings(boston.replace('data/train.csv', '../shared')), []);
    assert.deepEqual(await workspace.findings(boston.replace('data/train.csv', '../shared/train.csv')), []);
  });

  it('has nothing to say about the example', async () => {
    const path = join(projectRoot, 'examples/boston/boston.training-job.yaml');
    const definition = parseDefinition(await readFile(path, 'utf8'), { path });
    const context = { model: await loadServiceModel(), files: nodeDefinitionFiles, workspaceRoot: dirname(path) };
    assert.deepEqual(await diagnose(definition, context), []);
  });

  for (const { name, change, code, marked, message, replacement, severity = 'error' } of cases) {
    it(`finds ${name}`, async () => {
      assert.ok(boston.includes(change[0]));
      const text = boston.replace(...change);
      const findings = await workspace.findings(text);
      const found = findings.find((finding) => finding.code === code);
      assert.ok(found, JSON.stringify(findings));
      assert.match(found.message, message);
      assert.equal(text.slice(found.start, found.end), marked);
      assert.equal(found.severity, severity);
      for (const { message: said } of findings) assertPlain(said);
      if (replacement !== undefined) assert.equal(found.replacement, replacement);
    });
  }

  it('finds all faults at once, in the order of the text', async () => {
    const text = boston
      .replace('eta: 0.10', 'etta: 0.10')
      .replace('data/train.csv', 'nowhere')
      .replace('ml.m5.large', 'ml.m5.larg');
    assert.deepEqual(
      (await workspace.findings(text)).map(({ code }) => code),
      ['unknown-hyperparameter', 'missing-path', 'unknown-value'],
    );
  });

  const typos: [from: string, to: string, others: string[]][] = [
    ['HyperParameters:', 'HyperParametrs:', []],
    ['AlgorithmSpecification:', 'AlgorithmSpecificaton:', []],
    ['TrainingImage:', 'TrainingImag:', []],
    ['ResourceConfig:', 'ResorceConfig:', []],
    ['InstanceType:', 'InstanceTyp:', []],
    ['InputDataConfig:', 'InputDataConfg:', []],
    ['ChannelName: train', 'ChanelName: train', []],
    ['StoppingCondition:', 'StopingCondition:', []],
    // What is missing besides is still said.
    ['HyperParameters:', 'HyperParameters: {objective: reg:squarederror}\nHyperParametrs:', ['missing-hyperparameter']],
  ];
  for (const [from, to, others] of typos) {
    it(`says of ${JSON.stringify(to)} only what is misspelt`, async () => {
      const codes = (await workspace.findings(boston.replace(from, to))).map(({ code }) => code);
      assert.deepEqual(codes.sort(), [...others, 'unknown-field']);
    });
  }

  it('rounds a label to what single precision holds', async () => {
    await workspace.write('project/data/labelled.csv', '1,2\n16.8,3\n');
    const text = boston.replace('reg:squarederror', 'binary:logistic').replace('data/train.csv', 'data/labelled.csv');
    const [finding] = await workspace.findings(text);
    assert.match(finding?.message ?? '', /row 2 has the label 16\.8,/);
  });

  it("leaves a script's own hyperparameters alone", async () => {
    const text = boston.replace('eta: 0.10', 'my-own: 1\n  sagemaker_program: train.py');
    assert.deepEqual(await workspace.findings(text), []);
  });
});
