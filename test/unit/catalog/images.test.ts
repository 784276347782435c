import assert from 'node:assert/strict';
import { algorithmOf, isFramework, knownShortImages, parseImage, resolveImage } from '../../../src/catalog/images.ts';
import table from '../../../src/catalog/tables/images.json' with { type: 'json' };
import { judge, pythonOrSkip } from '../../support/python.ts';

interface Family {
  readonly aliases: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, { readonly python?: string }>>;
}

function uriOf(name: string, tag: string, region: string, instanceType?: string): string {
  const resolved = resolveImage({ name, tag }, { region, instanceType });
  assert.ok(resolved.ok);
  return resolved.uri;
}

describe('images', () => {
  it('resolves versions to the registry, repository and tag that AWS documents', () => {
    assert.equal(
      uriOf('xgboost', '1.7-1', 'us-east-1'),
      '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1',
    );
    assert.equal(
      uriOf('xgboost', '0.90-2', 'eu-west-1'),
      '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:0.90-2-cpu-py3',
    );
  });

  it('keeps version 1 in its own registry and repository', () => {
    assert.equal(uriOf('xgboost', '1', 'us-east-1'), '811284229777.dkr.ecr.us-east-1.amazonaws.com/xgboost:1');
    assert.equal(algorithmOf(uriOf('xgboost', 'latest', 'us-east-1'))?.tag, '1');
  });

  it('knows an algorithm of one version by either of its tags', () => {
    for (const name of ['kmeans', 'linear-learner', 'pca']) {
      const [uri, latest] = [uriOf(name, '1', 'us-east-1'), uriOf(name, 'latest', 'us-east-1')];
      assert.equal(latest, uri.replace(/:1$/, ':latest'));
      for (const image of [uri, latest, `${name}:latest`, `${name}:1`, name])
        assert.deepEqual(algorithmOf(image), { algorithm: name, tag: '1' }, image);
    }
    assert.equal(resolveImage({ name: 'pytorch', tag: 'latest' }).ok, false);
  });

  it("uses the domain of the region's partition", () => {
    assert.match(uriOf('xgboost', '1.7-1', 'cn-north-1'), /^\d{12}\.dkr\.ecr\.cn-north-1\.amazonaws\.com\.cn\//);
    assert.match(uriOf('xgboost', '1.7-1', 'us-gov-west-1'), /\.us-gov-west-1\.amazonaws\.com\//);
  });

  it('finds the family again in every image that it resolves', () => {
    for (const short of knownShortImages()) {
      const [name = '', tag] = short.split(':');
      const version = algorithmOf(short)?.tag;
      for (const region of ['us-east-1', 'eu-central-1', 'cn-northwest-1']) {
        const resolved = resolveImage({ name, ...(tag === undefined ? {} : { tag }) }, { region });
        if (!resolved.ok) assert.match(resolved.problem, /not offered/, `${short} in ${region}`);
        else assert.deepEqual(algorithmOf(resolved.uri), { algorithm: name, tag: version }, resolved.uri);
      }
      assert.equal(algorithmOf(short)?.algorithm, name);
    }
  });

  it('knows a framework by the long tags of its releases', () => {
    const release =
      '763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.3.0-gpu-py311-cu121-ubuntu20.04-sagemaker';
    assert.deepEqual(algorithmOf(release), { algorithm: 'pytorch', tag: '2.3.0' });
    assert.ok(isFramework('pytorch') && !isFramework('xgboost') && !isFramework('constructor'));
  });

  it('chooses the processor by the instance', () => {
    const repository = '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training';
    assert.equal(uriOf('pytorch', '2.3', 'us-east-1', 'ml.m5.large'), `${repository}:2.3-cpu-py311`);
    assert.equal(uriOf('pytorch', '2.3', 'us-east-1', 'ml.g5.xlarge'), `${repository}:2.3-gpu-py311`);
    const gpu = resolveImage({ name: 'sklearn', tag: '1.2-1' }, { instanceType: 'ml.p3.2xlarge' });
    assert.ok(!gpu.ok);
    assert.match(gpu.problem, /runs on CPU instances only, not on ml\.p3\.2xlarge/);
  });

  it('takes other names for a family', () => {
    assert.equal(algorithmOf('deepar')?.algorithm, 'forecasting-deepar');
    assert.equal(algorithmOf('scikit-learn:1.2-1')?.algorithm, 'sklearn');
  });

  it('resolves to what the SageMaker Python SDK resolves to, in every region', function () {
    this.timeout(60_000);
    const python = pythonOrSkip(this);
    const regions = Object.keys(table.registries[table.images.pytorch.versions['2.3.0'].registry] ?? {});
    const questions = Object.entries(table.images).flatMap(([name, family]) =>
      [...Object.keys(family.versions), ...Object.keys(family.aliases)].flatMap((tag, index, { length }) =>
        // Every version in one region, the newest in all of them.
        (index === length - 1 ? regions : ['us-east-1']).flatMap((region) =>
          ['ml.m5.large', 'ml.p3.2xlarge'].map((instanceType) => ({ name, tag, region, instanceType })),
        ),
      ),
    );
    const asked = questions.map(({ name, tag, region, instanceType }) => {
      const { versions, aliases } = (table.images as Record<string, Family>)[name] as Family;
      return [name, tag, region, instanceType, versions[aliases[tag] ?? tag]?.python ?? null];
    });
    const answers = judge<(string | null)[]>(python, 'imagesJudge.py', asked);
    assert.ok(questions.length > 1000);
    questions.forEach((question, index) => {
      const resolved = resolveImage(question, question);
      assert.equal(resolved.ok ? resolved.uri : null, answers[index], JSON.stringify(question));
    });
  });

  it("does not take an own image for the service's", () => {
    assert.equal(algorithmOf('123456789012.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1'), undefined);
    assert.equal(algorithmOf('811284229777.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1'), undefined);
    assert.equal(algorithmOf('ghcr.io/me/xgboost:1.7-1'), undefined);
  });

  it('names the known versions when the version is missing, wrong or not in the region', () => {
    const missing = resolveImage({ name: 'xgboost' }, { region: 'us-east-1' });
    assert.ok(!missing.ok);
    assert.match(missing.problem, /needs a version.*0\.90-1.*1\.7-1/);
    const wrong = resolveImage({ name: 'xgboost', tag: '1.7.1' }, { region: 'us-east-1' });
    assert.ok(!wrong.ok);
    assert.equal(wrong.suggestion, 'xgboost:1.7-1');
    const elsewhere = resolveImage({ name: 'xgboost', tag: '1' }, { region: 'ca-west-1' });
    assert.ok(!elsewhere.ok);
    assert.match(elsewhere.problem, /not offered in ca-west-1/);
  });

  it('suggests the algorithm that was meant', () => {
    const misspelt = resolveImage({ name: 'xgbost', tag: '1.7-1' }, { region: 'us-east-1' });
    assert.ok(!misspelt.ok);
    assert.equal(misspelt.suggestion, 'xgboost:1.7-1');
    assert.ok(!resolveImage({ name: 'constructor', tag: '1' }, { region: 'us-east-1' }).ok);
    assert.ok(!resolveImage({ name: 'xgboost', tag: 'toString' }, { region: 'us-east-1' }).ok);
  });

  it('reads every way to name an image', () => {
    assert.deepEqual(parseImage('xgboost:1.7-1'), { kind: 'short', name: 'xgboost', tag: '1.7-1' });
    assert.deepEqual(parseImage('xgboost'), { kind: 'short', name: 'xgboost' });
    const digest = `sha256:${'0a'.repeat(32)}`;
    assert.deepEqual(parseImage(`123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/model@${digest}`), {
      kind: 'ecr',
      account: '123456789012',
      region: 'eu-west-1',
      repository: 'team/model',
      digest,
    });
    assert.deepEqual(parseImage('docker.io/library/python:3.11'), {
      kind: 'other',
      uri: 'docker.io/library/python:3.11',
    });
  });
});
