import assert from 'node:assert/strict';
import { createCommand } from '../../../../src/jobs/clone/cliCode.ts';
import { clonedFrom, cloneFile, named } from '../../../../src/jobs/clone/cloneText.ts';
import type { CreatableKind } from '../../../../src/jobs/clone/creation.ts';
import { replacedOutputs } from '../../../../src/jobs/clone/outputPaths.ts';
import { createCode } from '../../../../src/jobs/clone/pythonCode.ts';
import { platformFor } from '../../../../src/shared/node/platform.ts';

const old = 'churn-240102-030405';
const place = { kind: 'aws', region: 'eu-west-1' } as const;

/** Of each kind of job: its request with an output path, and what stays whatever the name is. */
const requests: Partial<Record<CreatableKind, (uri: string) => Record<string, unknown>>> = {
  trainingJob: (S3OutputPath) => ({
    TrainingJobName: old,
    OutputDataConfig: { S3OutputPath },
    CheckpointConfig: { S3Uri: `s3://b/${old}/checkpoints` },
    InputDataConfig: [{ DataSource: { S3DataSource: { S3Uri: `s3://b/${old}/train` } } }],
  }),
  tuningJob: (S3OutputPath) => ({
    HyperParameterTuningJobName: old,
    TrainingJobDefinition: { OutputDataConfig: { S3OutputPath } },
    TrainingJobDefinitions: [{ OutputDataConfig: { S3OutputPath } }],
  }),
  transformJob: (S3OutputPath) => ({
    TransformJobName: old,
    ModelName: old,
    TransformInput: { DataSource: { S3DataSource: { S3Uri: `s3://b/${old}/rows` } } },
    TransformOutput: { S3OutputPath },
  }),
  processingJob: (S3Uri) => ({
    ProcessingJobName: old,
    ProcessingInputs: [{ S3Input: { S3Uri: `s3://b/${old}/input/code/job.py` } }],
    ProcessingOutputConfig: { Outputs: [{ OutputName: 'a', S3Output: { S3Uri } }, { OutputName: 'features' }] },
  }),
  labelingJob: (S3OutputPath) => ({ LabelingJobName: old, OutputConfig: { S3OutputPath } }),
  autoMlJob: (S3OutputPath) => ({ AutoMLJobName: old, OutputDataConfig: { S3OutputPath } }),
};

describe('outputs of a job that is like another', () => {
  for (const [kind, requestOf] of Object.entries(requests) as [CreatableKind, (uri: string) => object][]) {
    const request = (uri: string) => requestOf(uri) as Record<string, unknown>;
    const moved = (uri: string) => named(kind, named(kind, request(uri), 'new'), old);

    it(`are under its own name where the other's were under its name, and nothing else changes: ${kind}`, () => {
      for (const uri of [`s3://b/out/${old}`, `s3://b/${old}/output/`, `s3://b/${old}`]) {
        const made = JSON.stringify(named(kind, request(uri), 'new'));
        const own = JSON.stringify(request(uri.replace(old, 'new'))).replace(`Name":"${old}"`, 'Name":"new"');
        assert.equal(made, own);
        assert.deepEqual(moved(uri), request(uri), 'and back');
      }
      for (const uri of ['s3://b/out', `s3://b/${old}-2/`, `s3://b/a-${old}`, `s3://${old}/out`])
        assert.deepEqual(named(kind, request(uri), old), request(uri), uri);
    });

    it(`are under the name that Python makes: ${kind}`, () => {
      const code = createCode(kind, old, request(`s3://b/${old}/out`), place);
      assert.match(code, /"s3:\/\/b\/" \+ name \+ "\/out"/);
      assert.match(createCode(kind, old, request(`s3://b/${old}`), place), /"s3:\/\/b\/" \+ name,\n/);
    });
  }

  it('of names that are folders too, the last one is renamed', () => {
    const request = { TransformJobName: 'out', TransformOutput: { S3OutputPath: 's3://b/out/out/x' } };
    assert.deepEqual(named('transformJob', request, 'new'), {
      TransformJobName: 'new',
      TransformOutput: { S3OutputPath: 's3://b/out/new/x' },
    });
  });

  it('replace those of the other where the service writes to just that path, and this is told', () => {
    const told = (kind: keyof typeof requests, uri: string, to = uri): string[] => {
      const requestOf = requests[kind];
      assert.ok(requestOf);
      return replacedOutputs(kind, requestOf(uri), { ...named(kind, requestOf(to), 'new') });
    };
    const sentence = `Replaces the outputs of ${old} in s3://b/out`;
    for (const kind of ['transformJob', 'processingJob'] as const) {
      assert.deepEqual(told(kind, 's3://b/out'), [sentence], kind);
      assert.deepEqual(told(kind, 's3://b/out/', 's3://b/out'), [sentence], kind);
      assert.deepEqual(told(kind, 's3://b/out', 's3://b/other'), [], kind);
      assert.deepEqual(told(kind, `s3://b/${old}`), [], kind);
    }
    for (const kind of ['tuningJob', 'labelingJob', 'autoMlJob'] as const)
      assert.deepEqual(told(kind, 's3://b/out'), [], `${kind}: the service appends the name`);
    assert.deepEqual(told('trainingJob', 's3://b/out'), [
      `Goes on from the checkpoints of ${old} in s3://b/${old}/checkpoints, and replaces them`,
    ]);
  });

  it('are told of in the file, which names the job that it was cloned from', () => {
    const request = requests.transformJob?.('s3://b/out') ?? {};
    const source = { name: old, noun: 'transform job', where: 'work', place };
    const { text } = cloneFile('transformJob', request, source, 0, platformFor('linux', {}));
    assert.equal(text.split('\n')[1], `# Replaces the outputs of ${old} in s3://b/out.`);
    assert.equal(clonedFrom(text, 'transform job'), old);
    assert.equal(clonedFrom(text, 'processing job'), undefined);
    assert.equal(clonedFrom('TransformJobName: x', 'transform job'), undefined);
  });

  it('are told of above what is copied for a terminal and for Python, in comments that no path leaves', () => {
    const [linux, windows] = [platformFor('linux', {}), platformFor('win32', {})];
    const local = { kind: 'local', region: 'us-east-1', endpoint: 'http://127.0.0.1:1' } as const;
    for (const kind of ['transformJob', 'processingJob'] as const)
      for (const at of [place, local]) {
        const copies = (uri: string): string[] => {
          const request = requests[kind]?.(uri) ?? {};
          const commands = [linux, windows].map((system) => createCommand(kind, 'new', request, at, system));
          return [...commands, createCode(kind, old, request, at)];
        };
        for (const text of copies('s3://b/out')) {
          const [first, second] = text.split('\n');
          assert.equal(first, `# Replaces the outputs of ${old} in s3://b/out.`);
          assert.doesNotMatch(second ?? '', /Replaces/);
        }
        for (const text of copies(`s3://b/${old}/out`)) assert.doesNotMatch(text, /Replaces/);
        for (const end of ['\n', '\r', '\u2028'])
          for (const text of copies(`s3://b/x${end}touch y`))
            assert.equal(text.split(/[\n\r\u2028]/)[0], `# Replaces the outputs of ${old} in s3://b/x touch y.`);
      }
    const trained = createCommand('trainingJob', 'new', requests.trainingJob?.('s3://b/out') ?? {}, place, linux);
    assert.match(trained, /^# Goes on from the checkpoints of churn-240102-030405 .*, and replaces them\.\naws /);
  });
});
