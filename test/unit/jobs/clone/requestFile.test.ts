import assert from 'node:assert/strict';
import { creatableKinds, creations } from '../../../../src/jobs/clone/creation.ts';
import { isRequestText, requestKindOf, requestKinds } from '../../../../src/jobs/clone/requestFile.ts';
import { requestTemplate } from '../../../../src/jobs/clone/requestTemplate.ts';
import { findingsOf } from '../../../../src/jobs/findingsOf.ts';

describe('a request file', () => {
  const findings = (text: string) => findingsOf(text, '/w/churn.model.yaml', '/w');

  it('is known by its name', () => {
    for (const kind of requestKinds) assert.equal(requestKindOf(`/w/x.${creations[kind].fileKind}.yml`), kind);
    for (const path of ['/w/model.yaml', '/w/x.model.json', '/w/x.training-job.yaml', '/w/x.models.yaml'])
      assert.equal(requestKindOf(path), undefined, path);
  });

  it('is left in peace where somebody else calls a file so', async () => {
    const other = 'name: Churn\nfields:\n  ModelName: text\n';
    assert.equal(isRequestText('model', other), false);
    assert.deepEqual(await findings(other), []);
  });

  it('is checked against the service model while it is written, with what would set it right', async () => {
    const [finding] = await findings('ModelName: churn\nPrimaryContainr:\n  Image: x\n');
    assert.equal(finding?.code, 'unknown-field');
    assert.equal(finding.replacement, 'PrimaryContainer');
    assert.equal(finding.start, 'ModelName: churn\n'.length);
    assert.deepEqual(await findings('ModelName: churn\nPrimaryContainer: {Image: x}\n'), []);
  });

  it('begins with the fields of its kind, its name first', async () => {
    for (const kind of creatableKinds)
      assert.ok((await requestTemplate(kind)).startsWith(`${creations[kind].nameField}: $1\n`), kind);
    assert.match(await requestTemplate('model'), /PrimaryContainer:\n {2}Image: \$2\n {2}ModelDataUrl: \$3\n/);
  });
});
