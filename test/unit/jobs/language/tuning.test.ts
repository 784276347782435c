import assert from 'node:assert/strict';
import type { CreateHyperParameterTuningJobRequest as Request } from '@aws-sdk/client-sagemaker';
import { parse } from 'yaml';
import { complete } from '../../../../src/jobs/language/complete.ts';
import { parseDefinition } from '../../../../src/jobs/definition.ts';
import { hover } from '../../../../src/jobs/language/hover.ts';
import { nodeDefinitionFiles } from '../../../../src/jobs/nodeDefinitionFiles.ts';
import { Documentation } from '../../../../src/serviceModel/documentation.ts';
import { loadServiceModel } from '../../../../src/serviceModel/serviceModel.ts';
import { bostonTuning } from '../tuningWorkspace.ts';
import { Workspace } from '../workspace.ts';
import { Writing } from './completing.ts';

describe("writing a tuning job's definition", () => {
  let workspace: Workspace;
  before(async () => (workspace = await Workspace.create()));
  after(() => workspace.remove());

  /** What is offered where `from` became `to`, of which `‸` is the cursor; best first. */
  async function offered(from: string, to: string): Promise<string[]> {
    const marked = bostonTuning.replace(from, to);
    const offset = marked.indexOf('‸');
    assert.ok(offset >= 0);
    const all = await complete(marked.replace('‸', ''), offset, {
      model: await loadServiceModel(),
      files: nodeDefinitionFiles,
      definitionPath: workspace.definitionPath.replace('training-job', 'tuning-job'),
      workspaceRoot: workspace.root,
    });
    return all.sort((a, b) => (a.sortText < b.sortText ? -1 : 1)).map(({ label }) => label);
  }

  it('offers the fields of the request, and a script only where training jobs are described', async () => {
    const top = await offered('TrainingJobDefinition:\n', '‸\nTrainingJobDefinition:\n');
    assert.ok(top.includes('WarmStartConfig') && !top.includes('EntryPoint') && !top.includes('RoleArn'));
    const inside = await offered('  StoppingCondition:', '  ‸\n  StoppingCondition:');
    for (const name of ['RoleArn', 'EntryPoint', 'SourceDir', 'RetryStrategy']) assert.ok(inside.includes(name), name);
  });

  it('offers what the algorithm logs, what it can tune and is not tuned yet, and the ends of that', async () => {
    const metrics = await offered('MetricName: validation:rmse', 'MetricName: ‸');
    assert.match(metrics[0] ?? '', /^validation:/);
    assert.ok(!metrics.some((name) => name.startsWith('train:')), 'training jobs refuse it as an objective');
    const names = await offered('Name: max_depth', 'Name: ‸');
    assert.ok(names.includes('max_depth') && names.includes('min_child_weight'));
    assert.ok(!names.includes('eta'), 'it is tuned already');
    assert.ok(!names.includes('objective'), 'it cannot be tuned');
    assert.deepEqual(await offered('MaxValue: 0.5', 'MaxValue: ‸'), ['1']);
  });

  it('offers first the goal that the metric asks for', async () => {
    const [least] = await offered('Type: Minimize', 'Type: ‸');
    assert.equal(least, 'Minimize');
    const [most] = await offered('validation:rmse\n    Type: Minimize', 'validation:auc\n    Type: ‸');
    assert.equal(most, 'Maximize');
    const config =
      'HyperParameterTuningJobConfig:\n  HyperParameterTuningJobObjective:\n    MetricName: validation:auc\n    ';
    const text = await new Writing(`${config}Ty‸`, workspace, 'tuning-job.yaml').after('Type');
    assert.equal(text, `${config}Type: Maximize`);
  });

  it('offers static hyperparameters, channels, images and paths as in a training job', async () => {
    const names = await offered('    num_round: 200', '    num_round: 200\n    ‸');
    assert.ok(names.includes('early_stopping_rounds') && !names.includes('num_round'));
    assert.deepEqual(await offered('ChannelName: validation', 'ChannelName: ‸'), ['validation', 'code']);
    assert.ok((await offered('xgboost:1.7-1', '‸')).includes('xgboost:1.7-1'));
    assert.deepEqual(await offered('data/train.csv', 'data/‸'), ['train.csv', 'validation.csv']);
  });

  it('begins a file with a request whose every path has its place, and nothing that is filled in', async () => {
    const begin = (extension: string) => new Writing('‸', workspace, extension);
    const jsonText = await begin('tuning-job.json').after('{ … }');
    const yamlText = await begin('tuning-job.yaml').after('Whole request');
    for (const read of [parse(jsonText) as unknown, parse(yamlText) as unknown]) {
      const { TrainingJobDefinition: one, HyperParameterTuningJobConfig: config } = read as Request;
      assert.ok('S3Uri' in (one?.InputDataConfig?.[0]?.DataSource?.S3DataSource ?? {}));
      assert.ok(!('RoleArn' in (one ?? {})) && !('OutputDataConfig' in (one ?? {})));
      assert.equal(config?.HyperParameterTuningJobObjective?.Type, 'Minimize');
    }
  });

  it('tells of static and of tuned hyperparameters, of images and of fields', async () => {
    const definition = parseDefinition(bostonTuning, { path: '/x/boston.tuning-job.yaml' });
    const context = { model: await loadServiceModel(), documentation: new Documentation({}), region: 'eu-west-1' };
    const at = async (word: string): Promise<string> =>
      (await hover(definition, bostonTuning.indexOf(word) + 1, context))?.markdown ?? '';
    assert.match(await at('num_round'), /^\*\*num_round\*\* \(XGBoost\)/);
    assert.match(await at('eta\n'), /^\*\*eta\*\* \(XGBoost\): number, at least 0, at most 1/);
    assert.match(await at('xgboost:1.7-1'), /built-in algorithm\n\nIn eu-west-1/);
    assert.match(
      await at('MaxParallelTrainingJobs'),
      /^\*\*MaxParallelTrainingJobs\*\*: whole number, at least 1, required/,
    );
  });
});
