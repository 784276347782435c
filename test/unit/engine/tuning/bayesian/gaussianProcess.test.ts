import assert from 'node:assert/strict';
import { fitKernel } from '../../../../../src/engine/tuning/bayesian/fitKernel.ts';
import { GaussianProcess } from '../../../../../src/engine/tuning/bayesian/gaussianProcess.ts';
import {
  logExpectedPositive,
  normalBelow,
  normalQuantile,
} from '../../../../../src/engine/tuning/bayesian/normalDistribution.ts';
import { standardise, warpLosses } from '../../../../../src/engine/tuning/bayesian/warpLosses.ts';
import { SeededRandom } from '../../../../../src/engine/tuning/seededRandom.ts';
import { judge, pythonOrSkip } from '../../../../support/python.ts';

const random = new SeededRandom(1, 0);
const cloud = (count: number, width: number): Float64Array[] =>
  Array.from({ length: count }, () => Float64Array.from({ length: width }, () => random.uniform()));
const close = (actual: number, expected: number, within = 1e-8): void =>
  assert.ok(Math.abs(actual - expected) <= within * (1 + Math.abs(expected)), `${actual}, not ${expected}`);

describe('the Gaussian process', function () {
  this.timeout(120_000);
  it('expects what scikit-learn’s does, with the variance of the one without noise', function () {
    const python = pythonOrSkip(this);
    const points = cloud(25, 3);
    const losses = standardise(points.map(([x = 0, y = 0]) => Math.sin(5 * x) + y));
    const kernel = { lengths: [0.3, 0.7, 2], signal: 1.7, noise: 0.01 };
    const process = new GaussianProcess(kernel, [0, 1, 2]);
    for (const point of points) process.add(point);
    process.explain(losses);
    const asked = cloud(10, 3);
    const expected = judge<{ means: number[]; variances: number[] }>(python, 'gaussianProcess.py', {
      ...kernel,
      points: points.map((point) => Array.from(point)),
      losses: Array.from(losses),
      asked: asked.map((point) => Array.from(point)),
    });
    const open = points.map((point) => process.variance(point));
    assert.ok(Math.max(...open) < 1e-5, String(open));
    asked.forEach((point, at) => {
      const { mean, varianceBound } = process.glance(point);
      close(mean, expected.means[at] as number);
      close(process.variance(point), expected.variances[at] as number);
      assert.ok(varianceBound >= process.variance(point));
    });
    const believed = asked.map((point) => process.glance(point).mean);
    process.believe(asked.slice(0, 3));
    asked.forEach((point, at) => close(process.glance(point).mean, believed[at] as number));
    assert.ok(asked.slice(0, 3).every((point) => process.variance(point) < kernel.noise));
  });

  it('expects without a point what a process of all others does', () => {
    const points = cloud(12, 2);
    const losses = standardise(points.map(([x = 0, y = 0]) => Math.sin(5 * x) + y));
    const explained = (of: readonly Float64Array[], given: Float64Array): GaussianProcess => {
      const process = new GaussianProcess({ lengths: [0.4, 0.8], signal: 1.3, noise: 0.02 }, [0, 1]);
      for (const point of of) process.add(point);
      process.explain(given);
      return process;
    };
    const all = Array.from(points.keys());
    const expected = explained(points, losses).withoutItself(losses, all);
    for (const at of all) {
      const isOther = (_: unknown, other: number): boolean => other !== at;
      const { mean } = explained(points.filter(isOther), losses.filter(isOther)).glance(points[at] as Float64Array);
      close(expected[at] as number, mean);
    }
  });

  it('learns which hyperparameter matters', () => {
    const points = cloud(40, 2);
    const { lengths, noise } = fitKernel(points, standardise(points.map(([x = 0]) => Math.sin(8 * x))), [0, 1]);
    assert.ok((lengths[0] as number) * 5 < (lengths[1] as number), String(lengths));
    assert.ok(noise < 0.05);
  });

  it('learns noise, and bears duplicates, constants and a single point', () => {
    const points = cloud(10, 2).flatMap((point) => [point, point, point]);
    const noisy = fitKernel(points, standardise(points.map(() => random.normal())), [0, 1]);
    assert.ok(noisy.noise > 0.1, String(noisy.noise));
    for (const [given, losses] of [
      [points, points.map(() => 3)],
      [points.slice(0, 1), [7]],
    ] as const) {
      const process = new GaussianProcess(fitKernel(given, standardise(losses), [0, 1]), [0, 1]);
      for (const point of given) process.add(point);
      process.explain(standardise(losses));
      const { mean } = process.glance(points[1] as Float64Array);
      close(mean, 0);
      assert.ok(Number.isFinite(process.variance(points[5] as Float64Array)));
    }
  });
});

describe('the normal distribution', () => {
  it('has its known values', () => {
    close(normalBelow(0), 0.5);
    close(normalBelow(1.96), 0.9750021048517795, 1e-12);
    close(normalBelow(-5) / 2.866515718791939e-7, 1, 1e-9);
    close(normalQuantile(0.975), 1.959963984540054, 1e-9);
  });

  it('knows the logarithm of what is expected above 0, far out too', () => {
    close(logExpectedPositive(0), Math.log(0.3989422804014327));
    close(logExpectedPositive(3), Math.log(3.000382154317));
    // Asymptotically φ(z) / z² · (1 − 3/z² + 15/z⁴ − …).
    close(
      logExpectedPositive(-100),
      -5000 - Math.log(2 * Math.PI) / 2 - 2 * Math.log(100) + Math.log1p(-3e-4 + 15e-8),
      1e-12,
    );
    close(logExpectedPositive(-1 - 1e-9), logExpectedPositive(-1 + 1e-9), 1e-7);
  });
});

describe('warped losses', () => {
  it('keep their order, and an outlier says no more than that it is the worst', () => {
    const losses = [3, 1, 2, 8, 5, 5, 13, 1e300];
    const warped = warpLosses(losses);
    losses.forEach((loss, at) => {
      losses.forEach((other, where) => assert.equal(loss < other, (warped[at] as number) < (warped[where] as number)));
    });
    assert.ok(Math.max(...warped) < 3);
  });

  it('are 0 where all are alike', () => {
    for (const losses of [[4], [4, 4, 4], [0, 0]]) assert.ok(warpLosses(losses).every((loss) => loss === 0));
  });
});
