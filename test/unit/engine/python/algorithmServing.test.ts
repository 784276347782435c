import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { judge, pythonOrSkip } from '../../../support/python.ts';

type Refusal = readonly [status: number, text: string, logged: string];

interface Judged {
  readonly wrong: readonly string[];
  readonly said: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly refused: Readonly<Record<string, readonly Refusal[]>>;
  readonly unloadable: Readonly<Record<string, string>>;
}

const programs = path.resolve(import.meta.dirname, '../../../../src/engine/python');
const number = String.raw`-?\d+(\.\d+)?(e-\d+)?`;

/** Matches a text in which `N` stands for a number, `L` for a list of them, and everything else for itself. */
const shaped = (text: string): RegExp =>
  new RegExp(
    `^${text
      .replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('L', String.raw`\[${number}(, ${number})+\]`)
      .replaceAll('N', number)}$`,
  );

describe('The programs that serve Linear Learner, K-Means and PCA', function () {
  this.timeout(180_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'algorithm-serving-'));
  let judged: Judged;

  before(function () {
    judged = judge(pythonOrSkip(this), 'algorithmServingJudge.py', { programs, folder });
  });
  after(() => rmSync(folder, { recursive: true }));

  it('answer every documented request in every documented format, as NumPy, SciPy and scikit-learn have it', () => {
    assert.deepEqual(judged.wrong, []);
  });

  it('write JSON, JSON lines and CSV as the developer guide shows them', () => {
    const kmeans = '{"closest_cluster": N, "distance_to_cluster": N}';
    assert.match(judged.said['kmeans']?.[''] ?? '', shaped(`{"predictions": [${kmeans}, ${kmeans}]}`));
    assert.match(judged.said['kmeans']?.['application/jsonlines'] ?? '', shaped(`${kmeans}\n${kmeans}`));
    assert.match(judged.said['kmeans']?.['text/csv'] ?? '', shaped('N,N\nN,N'));
    assert.match(judged.said['pca']?.[''] ?? '', shaped('{"projections": [{"projection": L}, {"projection": L}]}'));
    const forms = {
      regressor: '{"score": N}',
      binary: '{"score": N, "predicted_label": N}',
      multiclass: '{"score": L, "predicted_label": N}',
    };
    for (const [name, form] of Object.entries(forms)) {
      assert.match(judged.said[name]?.['application/jsonlines'] ?? '', shaped(`${form}\n${form}`));
      // What the image has no encoder for is answered as JSON.
      assert.match(judged.said[name]?.['text/csv'] ?? '', shaped(`{"predictions": [${form}, ${form}]}`));
    }
  });

  it('refuse what they cannot evaluate in the words of the images, and say in the log what is wrong', () => {
    for (const name of ['kmeans', 'pca', 'regressor', 'binary', 'hinge', 'multiclass']) {
      const refused = judged.refused[name] ?? [];
      assert.equal(refused.length, 14);
      assert.deepEqual(refused.at(-1), [415, 'content-type text/libsvm not supported', '']);
      for (const [status, text, logged] of refused.slice(0, -1)) {
        assert.deepEqual([status, text], [400, 'unable to evaluate payload provided']);
        assert.match(logged, /^Customer Error: [A-Z].*[^.]\.$/);
      }
      assert.equal(
        refused[0]?.[2],
        'Customer Error: The feature dimension of the input: 3 does not match the feature dimension of the model: 5. Please fix the input and try again.',
      );
    }
  });

  it('say what is wrong with a file that is no model of theirs', () => {
    assert.deepEqual(judged.unloadable, {
      empty: 'its archive holds no file',
      hidden: 'its archive holds no file',
      text: "model_algo-1 is no file of MXNet's arrays",
      cut: 'model_algo-1 is cut off',
      another: 'model_algo-1 is no artifact of K-Means, which is one array of clusters × features',
      swapped: 'model_algo-1 is no artifact of PCA, which has the arrays v and mean',
      'no zip': 'model_algo-1 is no artifact of Linear Learner (File is not a zip file)',
    });
  });
});
