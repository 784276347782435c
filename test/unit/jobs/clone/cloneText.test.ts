import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { cloneFile, freshName, freshNames } from '../../../../src/jobs/clone/cloneText.ts';
import { creations } from '../../../../src/jobs/clone/creation.ts';
import { callEndpointCode, createCode } from '../../../../src/jobs/clone/pythonCode.ts';
import { platformFor } from '../../../../src/shared/node/platform.ts';
import { pythonArguments, PythonName } from '../../../../src/jobs/clone/pythonLiteral.ts';

const source = {
  name: 'churn-2026-01-02-03-04-05-678',
  noun: 'processing job',
  where: 'work · eu-west-1',
  place: { kind: 'aws', region: 'eu-west-1', profile: "the team's" },
} as const;
const linux = platformFor('linux', {});

describe('a cloned file', () => {
  it('says where it comes from, how it is sent, and has a new name and the same texts for readers of YAML 1.1', () => {
    const request = { ProcessingJobName: source.name, Environment: { ON: 'on', TIME: '1:30', NUMBER: '007' } };
    const { fileName, text } = cloneFile('processingJob', request, source, Date.UTC(2027, 0, 1), linux);
    assert.equal(fileName, 'churn.processing-job.yaml');
    const [origin, here, how] = text.split('\n');
    assert.equal(origin, '# Cloned from the processing job churn-2026-01-02-03-04-05-678 (work · eu-west-1).');
    assert.match(here ?? '', /"Create…", or "SageMaker: Create from Request…"/);
    assert.equal(
      how,
      String.raw`# So does version 2 of the AWS CLI, once it is saved: aws sagemaker create-processing-job --region 'eu-west-1' --profile 'the team'\''s' --cli-input-yaml file://churn.processing-job.yaml`,
    );
    assert.deepEqual(parse(text, { version: '1.1' }), {
      ProcessingJobName: 'churn-2027-01-01-00-00-00-000',
      Environment: { ON: 'on', TIME: '1:30', NUMBER: '007' },
    });
  });

  it('is sent to the local engine that it comes from, whatever account the shell uses', () => {
    const place = { kind: 'local', region: 'us-east-1', endpoint: 'http://127.0.0.1:4711' } as const;
    const { text } = cloneFile('endpoint', { EndpointName: 'x' }, { ...source, place }, 0, linux);
    const [, , how = '', keys] = text.split('\n');
    assert.match(keys ?? '', /Copy Environment of the Local Engine/);
    assert.match(
      how,
      /create-endpoint --region 'us-east-1' --endpoint-url 'http:\/\/127\.0\.0\.1:4711' --cli-input-yaml/,
    );
    const resting = { kind: 'local', region: 'us-east-1' } as const;
    const later = cloneFile('endpoint', { EndpointName: 'x' }, { ...source, place: resting }, 0, linux);
    assert.match(later.text, /--endpoint-url "\$AWS_ENDPOINT_URL" --cli-input-yaml/);
  });

  it('is a definition whose name is the base of the old one', () => {
    const { text } = cloneFile('trainingJob', { TrainingJobName: 'x', RoleArn: 'r' }, source, 0, linux);
    assert.deepEqual(parse(text), { TrainingJobName: 'churn', RoleArn: 'r' });
  });

  it('is named as no other that is made at the same time', () => {
    const sources = [
      { kind: 'model', name: 'churn' },
      { kind: 'model', name: 'churn-2026-01-02-03-04-05-678' },
      { kind: 'tuningJob', name: 'search' },
      { kind: 'tuningJob', name: 'search-260102-030405' },
    ] as const;
    assert.deepEqual(freshNames(sources, Date.UTC(2027, 0, 1)), [
      'churn-2027-01-01-00-00-00-000',
      'churn-2027-01-01-00-00-01-000',
      'search-270101-000000',
      'search-270101-000001',
    ]);
  });

  it('keeps within the longest name of a kind', () => {
    for (const kind of ['trainingJob', 'tuningJob', 'model'] as const) {
      const name = freshName(kind, 'n'.repeat(63), Date.UTC(2027, 0, 1));
      assert.equal(name.length, creations[kind].maxNameLength);
    }
  });
});

describe('Python code', () => {
  it('writes every value as Python reads it', () => {
    const request = { A: 'it\'s "x"\n\\', B: [1, true, null, []], C: { 'a b': {} }, D: 1.5, name: 'old' };
    assert.equal(
      pythonArguments(request, { name: new PythonName('name') }),
      [
        '',
        '    A="it\'s \\"x\\"\\n\\\\",',
        '    B=[',
        '        1,',
        '        True,',
        '        None,',
        '        [],',
        '    ],',
        '    C={',
        '        "a b": {},',
        '    },',
        '    D=1.5,',
        '    name=name,',
        '',
      ].join('\n'),
    );
  });

  it('works as the connection does: profile, region and endpoint', () => {
    const code = callEndpointCode('churn', { kind: 'aws', region: 'eu-west-1', profile: 'work' });
    assert.match(code, /boto3\.Session\(profile_name="work", region_name="eu-west-1"\)/);
    assert.match(code, /runtime = session\.client\("sagemaker-runtime"\)/);
    assert.doesNotMatch(code, /import time|sagemaker =|endpoint_url/);
    const local = createCode('model', 'm', {}, { kind: 'local', region: 'us-east-1', endpoint: 'http://127.0.0.1:1' });
    assert.match(local, /session\.client\("sagemaker", endpoint_url="http:\/\/127\.0\.0\.1:1"\)/);
    assert.match(local, /Copy Environment of the Local Engine/);
  });
});
