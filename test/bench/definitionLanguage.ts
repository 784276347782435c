import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingsOf } from '../../src/jobs/findingsOf.ts';
import { complete } from '../../src/jobs/language/complete.ts';
import { nodeDefinitionFiles } from '../../src/jobs/nodeDefinitionFiles.ts';
import { loadServiceModel } from '../../src/serviceModel/serviceModel.ts';
import { timed, type PreparedBenchmark } from './benchmark.ts';

const lines = 2000;

/** A definition of 2,000 lines: as many channels, tags and variables as they take. */
function longDefinition(): string {
  const head = [
    'TrainingJobName: long',
    'AlgorithmSpecification:',
    '  TrainingImage: xgboost:1.7-1',
    '  TrainingInputMode: File',
    'HyperParameters:',
    '  objective: reg:squarederror',
    '  ‸',
    "  num_round: '100'",
    'ResourceConfig: { InstanceType: ml.m5.large, InstanceCount: 1, VolumeSizeInGB: 5 }',
    'StoppingCondition: { MaxRuntimeInSeconds: 3600 }',
    'InputDataConfig:',
  ];
  const channel = (name: string): string[] => [
    `  - ChannelName: ${name} # read first`,
    '    ContentType: text/csv',
    '    DataSource:',
    '      S3DataSource: { S3DataType: S3Prefix, S3Uri: "s3://bucket/data" }',
  ];
  const body = [...head, ...channel('train'), ...channel('validation'), 'Environment:'];
  while (body.length < lines) body.push(`  VARIABLE_${body.length}: 'value of ${body.length}'`);
  return `${body.join('\n')}\n`;
}

/** What a keystroke asks for, in a definition of 2,000 lines. */
export async function prepareDefinitionLanguage(part: 'completion' | 'diagnostics'): Promise<PreparedBenchmark> {
  const root = await mkdtemp(join(tmpdir(), 'definition-'));
  const path = join(root, 'long.training-job.yaml');
  const marked = longDefinition();
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  const context = {
    model: await loadServiceModel(),
    files: nodeDefinitionFiles,
    definitionPath: path,
    workspaceRoot: root,
  };
  const once = {
    completion: async (): Promise<void> => {
      const offered = await complete(text, offset, context);
      assert.ok(offered.some(({ label }) => label === 'eta'));
    },
    diagnostics: async (): Promise<void> => {
      const findings = await findingsOf(text, path, root);
      // More variables than the API takes is the only fault.
      assert.deepEqual(
        findings.map(({ code }) => code),
        ['wrong-length'],
      );
    },
  }[part];
  const cold = await timed(once);
  process.stdout.write(`  the first time, cold: ${cold.toFixed(1)} ms\n`);
  return { subject: () => timed(once), close: () => rm(root, { recursive: true, force: true }) };
}
