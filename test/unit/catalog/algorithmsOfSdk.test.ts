import assert from 'node:assert/strict';
import type { AlgorithmSpec, HyperparameterSpec } from '../../../src/catalog/algorithm.ts';
import { findAlgorithm } from '../../../src/catalog/algorithms/registry.ts';
import { validateHyperparameters } from '../../../src/catalog/hyperparameters.ts';
import { judge, pythonOrSkip } from '../../support/python.ts';

interface SdkAlgorithm {
  /** Every hyperparameter of the estimator; its choices, where it takes but some. */
  readonly values: Readonly<Record<string, readonly string[] | null>>;
  readonly miniBatchSize: number | null;
  readonly taken: readonly boolean[];
}

const families = [
  'factorization-machines',
  'ipinsights',
  'kmeans',
  'knn',
  'lda',
  'linear-learner',
  'ntm',
  'object2vec',
  'pca',
  'randomcutforest',
];

/** Words that the guide documents and that the SDK has other spellings for, or leaves out. */
const words = ['auto', 'balanced', 'Infinity', 'inf', 'true', 'false'];

/** Values at, just within and just beyond what the catalogue and the SDK usually draw the line at. */
function probesOf({ type, min, max, default: usual, values = [], alsoTaken = [] }: HyperparameterSpec): string[] {
  if (type === 'text') return [];
  if (type === 'categorical') return [...values, 'no such value'];
  const step = type === 'integer' ? 1 : 1e-7;
  const lines = [min, max, 0, 1, 10, 100, 1000].filter((line) => line !== undefined);
  const numbers = [-1, ...lines.flatMap((line) => [line - step, line, line + step])].map(String);
  return [...new Set([...numbers, ...alsoTaken, ...(usual === undefined ? [] : [usual])])];
}

function catalogueTakes(spec: AlgorithmSpec, name: string, value: string): boolean {
  // What holds between hyperparameters is not asked here.
  const { dependencyProblems: _, ...alone } = spec;
  return !validateHyperparameters(alone, { [name]: value }).some((problem) => problem.name === name);
}

describe("The catalogue and the SageMaker Python SDK's estimators", function () {
  this.timeout(60_000);
  const specs = new Map<string, AlgorithmSpec>();
  const probes: Record<string, [name: string, value: string][]> = {};
  let sdk: Readonly<Record<string, SdkAlgorithm>>;

  before(async function () {
    const python = pythonOrSkip(this);
    for (const family of families) {
      const spec = (await findAlgorithm(family)) ?? assert.fail(family);
      specs.set(family, spec);
      probes[family] = spec.hyperparameters.flatMap((one) =>
        probesOf(one).map((value): [string, string] => [one.name, value]),
      );
    }
    sdk = judge(python, 'algorithmsJudge.py', probes);
  });

  /** `family name` of every hyperparameter with a probe that one of the two takes and the other does not. */
  function disagreements(takenBy: 'SDK' | 'catalogue'): string[] {
    const found = families.flatMap((family) => {
      const spec = specs.get(family) ?? assert.fail(family);
      const { values, taken } = sdk[family] ?? assert.fail(family);
      return (probes[family] ?? [])
        .filter(([name, value], index) => {
          if (!Object.hasOwn(values, name)) return false;
          const [theirs, ours] = [taken[index] === true, catalogueTakes(spec, name, value)];
          return theirs !== ours && theirs === (takenBy === 'SDK') && !words.includes(value);
        })
        .map(([name]) => `${family} ${name}`);
    });
    return [...new Set(found)];
  }

  it('know the same hyperparameters, and a choice of the one is one of the other', () => {
    for (const family of families) {
      const spec = specs.get(family) ?? assert.fail(family);
      const names = spec.hyperparameters.map(({ name }) => name);
      for (const [name, choices] of Object.entries(sdk[family]?.values ?? assert.fail(family))) {
        assert.ok(names.includes(name), `${family} ${name}`);
        for (const choice of choices ?? []) {
          assert.ok(catalogueTakes(spec, name, choice), `${family} ${name} ${choice}`);
        }
      }
    }
  });

  it('draw the same lines; where the SDK takes more, the guide is the narrower', () => {
    assert.deepEqual(disagreements('SDK'), [
      // "min: 1, max: 500000", which the SDK checks in fit.
      'ipinsights mini_batch_size',
      // A text to the SDK, a number or auto to the guide.
      'knn faiss_index_ivf_nlists',
      'linear-learner positive_example_weight_mult',
      // "max: 1,000,000"; and "max: 10000", which again fit checks.
      'ntm feature_dim',
      'ntm mini_batch_size',
      // The SDK says "greater than or equal to 0, or -1", and checks nothing.
      'pca extra_components',
    ]);
  });

  it('draw the same lines; where the catalogue takes more, so does the guide', () => {
    assert.deepEqual(disagreements('catalogue'), [
      // "positive integer"
      'kmeans k',
      // "between 0 and 1.0"
      'linear-learner momentum',
      'linear-learner beta_1',
      'linear-learner beta_2',
      'linear-learner lr_scheduler_factor',
      // "min: 1", without an upper bound
      'ntm epochs',
      'ntm num_patience_epochs',
      // "0 ≤ integer ≤ 10" and "0 ≤ integer"
      'object2vec mlp_layers',
      'object2vec negative_sampling_rate',
    ]);
  });

  it('fall back to the same batch size', () => {
    const both = families.flatMap((family) => {
      const ours = specs.get(family)?.hyperparameters.find(({ name }) => name === 'mini_batch_size')?.default;
      const theirs = sdk[family]?.miniBatchSize ?? undefined;
      return ours === undefined || theirs === undefined ? [] : [{ family, ours, theirs: String(theirs) }];
    });
    assert.ok(both.length >= 3);
    for (const { family, ours, theirs } of both) assert.equal(ours, theirs, family);
  });
});
