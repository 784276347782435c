import assert from 'node:assert/strict';
import { deletableKinds, deletionEffects, deletionWord } from '../../../src/sagemaker/deletion.ts';

describe('a deletion', () => {
  it('says what goes of one, and of several', () => {
    assert.match(deletionEffects(['trainingJob']), /^Its description and tags go\. Its artifact, /);
    assert.match(
      deletionEffects(['trainingJob', 'trainingJob']),
      /^Their descriptions and tags go\. Their artifacts, /,
    );
    for (const kind of deletableKinds) assert.doesNotMatch(deletionEffects([kind, kind]), /\bIts?\b/);
  });

  it('says of several kinds which it speaks of', () => {
    assert.equal(
      deletionEffects(['lifecycleConfig', 'processingJob', 'processingJob']),
      'Lifecycle configurations: Its scripts go. The notebook instances that were made with it stay. ' +
        'Processing jobs: Their descriptions and tags go. Their outputs and logs stay.',
    );
  });

  it('is meant when the name, or how many, is typed', () => {
    assert.equal(deletionWord(['churn']), 'churn');
    assert.equal(deletionWord(['churn', 'boston']), 'delete 2');
  });
});
