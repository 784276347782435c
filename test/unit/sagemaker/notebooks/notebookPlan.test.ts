import assert from 'node:assert/strict';
import {
  notebookNameProblem,
  notebookRequest,
  repositoriesIn,
  repositoriesProblem,
  repositoryUrl,
  scriptProblem,
  volumeProblem,
  type NotebookPlan,
} from '../../../../src/sagemaker/notebooks/notebookPlan.ts';
import { notebookInstanceChoices } from '../../../../src/sagemaker/notebooks/notebookInstances.ts';
import { loadServiceModel } from '../../../../src/serviceModel/serviceModel.ts';
import { validateRequest } from '../../../../src/serviceModel/validate.ts';

const plan: NotebookPlan = {
  name: 'mine',
  instanceType: 'ml.t3.medium',
  roleArn: 'arn:aws:iam::123456789012:role/notebooks',
  lifecycle: { kind: 'existing', name: 'libraries' },
  repositories: ['https://github.com/a/b.git', 'https://github.com/a/c.git', 'https://github.com/a/d.git'],
  volumeInGb: 20,
};

describe('a notebook instance to be made', () => {
  it('becomes a request that the service model takes', async () => {
    const request = notebookRequest(plan);
    assert.deepEqual(request, {
      NotebookInstanceName: 'mine',
      InstanceType: 'ml.t3.medium',
      RoleArn: plan.roleArn,
      VolumeSizeInGB: 20,
      LifecycleConfigName: 'libraries',
      DefaultCodeRepository: 'https://github.com/a/b.git',
      AdditionalCodeRepositories: ['https://github.com/a/c.git', 'https://github.com/a/d.git'],
    });
    assert.deepEqual(validateRequest(await loadServiceModel(), 'CreateNotebookInstanceInput', request), []);
    const bare = notebookRequest({ ...plan, lifecycle: { kind: 'none' }, repositories: [] });
    assert.deepEqual(Object.keys(bare).sort(), ['InstanceType', 'NotebookInstanceName', 'RoleArn', 'VolumeSizeInGB']);
  });

  it('is offered instances that notebooks have, the modest one first', async () => {
    const choices = await notebookInstanceChoices();
    assert.equal(choices[0]?.type, 'ml.t3.medium');
    assert.ok(choices.every(({ description }, index) => index > 5 || description !== undefined));
    assert.equal(new Set(choices.map(({ type }) => type)).size, choices.length);
    assert.ok(choices.length > 100);
  });

  it('has a name, a volume and a script within the bounds of the API', () => {
    for (const name of ['a', 'A-1', 'x'.repeat(63), 'a--b']) assert.equal(notebookNameProblem(name), undefined, name);
    for (const name of ['', '-a', 'a-', 'a_b', 'ä', 'x'.repeat(64)]) assert.ok(notebookNameProblem(name), name);
    for (const size of ['5', '16384', ' 20 ']) assert.equal(volumeProblem(size), undefined, size);
    for (const size of ['4', '16385', '5.5', '', 'ten', '-5']) assert.ok(volumeProblem(size), size);
    assert.equal(scriptProblem('x'.repeat(12_288)), undefined);
    assert.match(scriptProblem('x'.repeat(12_289)) ?? '', /^The script is too long: 16388 characters in Base64/);
    assert.ok(scriptProblem(' \n'));
  });

  it('takes repositories by https, without who asks for them', () => {
    assert.deepEqual(repositoriesIn('https://a/b, https://a/c\nhttps://a/b'), ['https://a/b', 'https://a/c']);
    assert.equal(repositoriesProblem('https://github.com/a/b.git https://git.example/c'), undefined);
    for (const text of ['', 'git@github.com:a/b.git', 'https://me:secret@github.com/a/b', 'http://a/b', 'https://a'])
      assert.ok(repositoriesProblem(text), text);
    assert.match(repositoriesProblem('https://a/1 https://a/2 https://a/3 https://a/4 https://a/5') ?? '', /at most 4/);
  });

  it('proposes the remote of the workspace in the form that SageMaker takes', () => {
    const forms: readonly (readonly [string, string | undefined])[] = [
      ['git@github.com:you/project.git\n', 'https://github.com/you/project.git'],
      ['https://token@github.com/you/project.git', 'https://github.com/you/project.git'],
      ['https://user:pass@git.example:8443/you/project', 'https://git.example/you/project'],
      ['ssh://git@github.com/you/project.git', 'https://github.com/you/project.git'],
      ['/home/you/project.git', undefined],
      ['file:///home/you/project.git', undefined],
      ['', undefined],
    ];
    for (const [remote, url] of forms) assert.equal(repositoryUrl(remote), url, remote);
  });
});
