import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { freePort } from '../../../src/engine/notebooks/freePort.ts';
import { ContainerRegistry, registryOrSkip } from '../../support/containerRegistry.ts';
import { EngineProcess, exportsOf } from '../../support/engineProcess.ts';
import { awsCommand, pythonOrSkip } from '../../support/python.ts';
import { servedJudge } from '../../support/servedJudge.ts';

describe('ECR', function () {
  this.timeout(120_000);
  let python: string;
  let engine: EngineProcess;
  before(async function () {
    python = pythonOrSkip(this);
  });
  afterEach(() => engine.remove());

  /** The AWS CLI with the engine's printed variables. */
  async function aws(...args: string[]): Promise<string> {
    const env = { ...process.env, ...(await exportsOf(engine)), AWS_PAGER: '' };
    return (await promisify(execFile)(awsCommand, ['ecr', ...args, '--output', 'text'], { env })).stdout.trim();
  }

  it('makes repositories of a registry that knows its token, and lists, describes and deletes what was pushed', async function () {
    registryOrSkip(this);
    const port = await freePort();
    engine = await EngineProcess.start(undefined, ['--registry', `127.0.0.1:${port}`]);
    const password = await aws('get-login-password');
    const registry = await ContainerRegistry.start(port, password);
    try {
      const answer = await servedJudge<Record<string, unknown>>(python, 'ecrJudge.py', {}, await exportsOf(engine));
      const { createdAt, ...rest } = answer;
      assert.ok(Math.abs(Number(createdAt) - Date.now() / 1000) < 60);
      const inRegistry = (id = '000000000000') => `the registry with id '${id}'`;
      assert.deepEqual(rest, {
        repository: {
          repositoryUri: `127.0.0.1:${port}/team/my_model`,
          repositoryArn: 'arn:aws:ecr:us-east-1:000000000000:repository/team/my_model',
          imageTagMutability: 'IMMUTABLE',
          registryId: '000000000000',
        },
        tags: [{ Key: 'a', Value: 'b' }],
        twice: [
          'RepositoryAlreadyExistsException',
          `The repository with name 'another' already exists in ${inRegistry()}`,
        ],
        'no name': [
          'InvalidParameterException',
          "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*''",
        ],
        pages: ['another', 'team/my_model'],
        user: 'AWS',
        before: [],
        images: true,
        'image pages': ['1', '2', 'latest'],
        described: {
          count: 2,
          tags: ['1', 'latest'],
          size: true,
          pushed: Date.parse('2026-01-02T03:04:05Z') / 1000,
          type: 'application/vnd.docker.distribution.manifest.v2+json',
        },
        'by tag': true,
        'by digest': ['1', 'latest'],
        'no image': [
          'ImageNotFoundException',
          `The image with imageId {imageDigest:'null', imageTag:'3'} does not exist within the repository with name 'team/my_model' in ${inRegistry()}`,
        ],
        'a way out': [
          'InvalidParameterException',
          "Invalid parameter at 'imageTag' failed to satisfy constraint: 'must satisfy regular expression '[a-zA-Z0-9-_.]{1,300}''",
        ],
        'no repository': [
          'RepositoryNotFoundException',
          `The repository with name 'nothing' does not exist in ${inRegistry()}`,
        ],
        'other registry': [
          'RepositoryNotFoundException',
          `The repository with name 'another' does not exist in ${inRegistry('123456789012')}`,
        ],
        'not empty': [
          'RepositoryNotEmptyException',
          "The repository with name 'team/my_model' in registry with id '000000000000' cannot be deleted because it still contains images",
        ],
        left: null,
        repositories: ['another'],
      });

      await engine.end('SIGKILL');
      engine = await EngineProcess.start(engine.stateDirectory, [], { SAGEMAKER_LOCAL_REGISTRY: registry.host });
      assert.equal(await aws('describe-repositories', '--query', 'repositories[].repositoryName'), 'another');
      assert.equal(await aws('get-login-password'), password);
    } finally {
      await registry.remove();
    }
  });

  it('says what to start where there is no registry, and which one does not answer', async () => {
    engine = await EngineProcess.start();
    const name = ['--repository-name', 'mine'];
    for (const call of [['get-login-password'], ['create-repository', ...name]])
      await assert.rejects(
        aws(...call),
        /ServerException.*has no container registry; start one, e\.g\. docker run .*--registry/,
      );
    await engine.end();
    const port = await freePort();
    engine = await EngineProcess.start(engine.stateDirectory, ['--registry', `localhost:${port}`]);
    await aws('create-repository', ...name);
    await assert.rejects(
      aws('list-images', ...name),
      new RegExp(`The container registry at http://localhost:${port} does not answer \\(.*\\); start it`),
    );
  });
});
