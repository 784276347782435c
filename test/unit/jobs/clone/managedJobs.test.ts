import assert from 'node:assert/strict';
import type { DescribeAutoMLJobV2Response } from '@aws-sdk/client-sagemaker';
import { parse } from 'yaml';
import { cloneFile, named } from '../../../../src/jobs/clone/cloneText.ts';
import { creatableKinds, creationOf, creations, type CreatableKind } from '../../../../src/jobs/clone/creation.ts';
import { requestOf } from '../../../../src/jobs/clone/requestOf.ts';
import { findingsOf } from '../../../../src/jobs/findingsOf.ts';
import { loadServiceModel, type ServiceModel } from '../../../../src/serviceModel/serviceModel.ts';
import { validateRequest } from '../../../../src/serviceModel/validate.ts';
import { platformFor } from '../../../../src/shared/node/platform.ts';
import {
  autoMlDescription,
  autoMlRequest,
  firstAutoMlDescription,
  firstAutoMlRequest,
  labelingDescription,
  labelingRequest,
} from '../../../support/managedJobs.ts';
import { judge, pythonOrSkip } from '../../../support/python.ts';

interface Judged {
  readonly problems: readonly string[];
  readonly method: string;
  readonly command: string;
}

/** botocore's own validator. */
function judged(
  context: Mocha.Context,
  asked: readonly { operation: string; side: 'input' | 'output'; value: object }[],
): Judged[] {
  return judge(pythonOrSkip(context), 'creationJudge.py', asked);
}

const where = { where: 'work · eu-west-1', place: { kind: 'aws', region: 'eu-west-1' } } as const;
const source = { name: 'churn', noun: 'AutoML job', ...where };
const linux = platformFor('linux', {});

describe('a labeling or AutoML job as the request that made it', () => {
  let model: ServiceModel;
  before(async () => (model = await loadServiceModel()));

  const { Tags: tags, ...autoMlMembers } = autoMlDescription;
  const cases = [
    ['DescribeLabelingJob', 'labelingJob', labelingDescription, labelingDescription.Tags, labelingRequest],
    ['DescribeAutoMLJobV2', 'autoMlJob', autoMlMembers, tags, autoMlRequest],
    ['DescribeAutoMLJob', 'autoMlJob', firstAutoMlDescription, [], firstAutoMlRequest],
  ] as const;

  for (const [operation, kind, description, described, request] of cases)
    it(`has what was asked for of what ${operation} tells, and nothing else`, function () {
      const made = requestOf(model, kind, description, described);
      assert.deepEqual(made, request);
      const creation = creationOf(kind, made);
      assert.equal(creation.operation, operation.replace('Describe', 'Create'));
      assert.deepEqual(validateRequest(model, model.inputOf(creation.operation), made), []);
      const [before, after] = judged(this, [
        { operation, side: 'output', value: description },
        { operation: creation.operation, side: 'input', value: made },
      ]);
      assert.deepEqual([before?.problems, after?.problems], [[], []]);
    });

  it('has only the tags that may be given, where the description tells tags itself', () => {
    const aws = [{ Key: 'aws:cloudformation:stack-name', Value: 'birds' }];
    assert.equal('Tags' in requestOf(model, 'labelingJob', { ...labelingDescription, Tags: aws }, aws), false);
  });

  it('keeps which problem is to be solved, though nothing more is said of it', () => {
    for (const problem of [{ ImageClassificationJobConfig: {} }, { TextGenerationJobConfig: {} }]) {
      const description: Partial<DescribeAutoMLJobV2Response> = { ...autoMlMembers, AutoMLProblemTypeConfig: problem };
      assert.deepEqual(requestOf(model, 'autoMlJob', description)['AutoMLProblemTypeConfig'], problem);
    }
  });

  it('names no endpoint that a name was made for', () => {
    const { ModelDeployConfig: made } = requestOf(model, 'autoMlJob', {
      ...autoMlMembers,
      ModelDeployConfig: { AutoGenerateEndpointName: true, EndpointName: 'churn-0a1b2c3d' },
    });
    assert.deepEqual(made, { AutoGenerateEndpointName: true });
    const none = { ...autoMlMembers, ModelDeployConfig: { AutoGenerateEndpointName: false } };
    assert.equal('ModelDeployConfig' in requestOf(model, 'autoMlJob', none), false);
  });

  it('is a file under a new name, checked against its own version while it is written', async () => {
    for (const [kind, request, fileName, command] of [
      ['labelingJob', labelingRequest, 'birds.labeling-job.yaml', 'create-labeling-job'],
      ['autoMlJob', autoMlRequest, 'churn.automl-job.yaml', 'create-auto-ml-job-v2'],
      ['autoMlJob', firstAutoMlRequest, 'churn.automl-job.yaml', 'create-auto-ml-job'],
    ] as const) {
      const { nameField, maxNameLength } = creations[kind];
      const old = fileName.split('.')[0] ?? '';
      const clone = cloneFile(kind, { ...request }, { ...source, name: old }, Date.UTC(2027, 0, 1), linux);
      assert.equal(clone.fileName, fileName);
      assert.match(clone.text, new RegExp(`aws sagemaker ${command} --region`));
      const written = parse(clone.text, { version: '1.1' }) as Record<string, string>;
      assert.deepEqual(named(kind, written, old), request);
      assert.ok((written[nameField] ?? '').length <= maxNameLength, written[nameField]);
      const findings = (text: string) => findingsOf(text, `/w/${fileName}`, '/w');
      assert.deepEqual(await findings(clone.text), []);
      const [unknown] = await findings(`${clone.text}RoleAn: x\n`);
      assert.equal(unknown?.code, 'unknown-field');
      assert.match(
        (await findings(clone.text.replace('S3OutputPath', 'S3OutputPat')))[0]?.message ?? '',
        /S3OutputPat/,
      );
    }
  });

  it('is not taken for the other version', async () => {
    const both = `${JSON.stringify(firstAutoMlRequest).slice(0, -1)}, "AutoMLProblemTypeConfig": {}}`;
    const text = `AutoMLJobName: churn\n${Object.entries(JSON.parse(both) as object)
      .slice(1)
      .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
      .join('')}`;
    const findings = await findingsOf(text, '/w/churn.automl-job.yaml', '/w');
    assert.deepEqual(
      findings.map(({ code, start, end }) => [code, text.slice(start, end)]),
      [['unknown-field', 'AutoMLProblemTypeConfig']],
    );
  });
});

describe('the names of the operations that create', () => {
  it('are those of boto3 and of the AWS CLI', function () {
    const all = creatableKinds.map((kind: CreatableKind) => creationOf(kind, {}));
    all.push(creationOf('autoMlJob', { InputDataConfig: [] }));
    const asked = all.map(({ operation }) => ({ operation, side: 'input' as const, value: {} }));
    assert.deepEqual(
      all.map(({ method, cliCommand }) => [method, cliCommand]),
      judged(this, asked).map(({ method, command }) => [method, command]),
    );
  });
});
