import assert from 'node:assert/strict';
import { algorithmOf, knownShortImages, parseImage, resolveImage } from '../../../src/catalog/images.ts';

function uriOf(name: string, tag: string, region: string): string {
  const resolved = resolveImage({ name, tag }, region);
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
    assert.equal(uriOf('xgboost', 'latest', 'us-east-1'), uriOf('xgboost', '1', 'us-east-1'));
  });

  it("uses the domain of the region's partition", () => {
    assert.match(uriOf('xgboost', '1.7-1', 'cn-north-1'), /^\d{12}\.dkr\.ecr\.cn-north-1\.amazonaws\.com\.cn\//);
    assert.match(uriOf('xgboost', '1.7-1', 'us-gov-west-1'), /\.us-gov-west-1\.amazonaws\.com\//);
  });

  it('finds the algorithm again in every image that it resolves', () => {
    for (const short of knownShortImages()) {
      const [name = '', tag = ''] = short.split(':');
      for (const region of ['us-east-1', 'ap-southeast-4', 'cn-northwest-1']) {
        const resolved = resolveImage({ name, tag }, region);
        assert.ok(resolved.ok, `${short} in ${region}`);
        assert.deepEqual(algorithmOf(resolved.uri), { algorithm: name, tag }, resolved.uri);
      }
      assert.deepEqual(algorithmOf(short), { algorithm: name, tag });
    }
  });

  it("does not take an own image for the service's", () => {
    assert.equal(algorithmOf('123456789012.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1'), undefined);
    assert.equal(algorithmOf('811284229777.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1'), undefined);
    assert.equal(algorithmOf('ghcr.io/me/xgboost:1.7-1'), undefined);
  });

  it('names the known versions when the version is missing, wrong or not in the region', () => {
    const missing = resolveImage({ name: 'xgboost' }, 'us-east-1');
    assert.ok(!missing.ok);
    assert.match(missing.problem, /needs a version.*0\.90-1.*1\.7-1/);
    const wrong = resolveImage({ name: 'xgboost', tag: '1.7.1' }, 'us-east-1');
    assert.ok(!wrong.ok);
    assert.equal(wrong.suggestion, 'xgboost:1.7-1');
    const elsewhere = resolveImage({ name: 'xgboost', tag: '1' }, 'ca-west-1');
    assert.ok(!elsewhere.ok);
    assert.match(elsewhere.problem, /not offered in ca-west-1/);
  });

  it('suggests the algorithm that was meant', () => {
    const misspelt = resolveImage({ name: 'xgbost', tag: '1.7-1' }, 'us-east-1');
    assert.ok(!misspelt.ok);
    assert.equal(misspelt.suggestion, 'xgboost:1.7-1');
    assert.ok(!resolveImage({ name: 'constructor', tag: '1' }, 'us-east-1').ok);
    assert.ok(!resolveImage({ name: 'xgboost', tag: 'toString' }, 'us-east-1').ok);
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
