import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readModel } from '../../../../../src/engine/algorithms/xgboost/savedModel.ts';
import {
  ScoringService,
  type ServingOptions,
} from '../../../../../src/engine/algorithms/xgboost/serving/scoringService.ts';
import type { Invocation, InvocationAnswer } from '../../../../../src/engine/hosting/predictor.ts';
import { HttpPredictor } from '../../../../../src/engine/hosting/httpPredictor.ts';
import { systemClock } from '../../../../../src/shared/node/systemClock.ts';
import { judge, pythonOrSkip } from '../../../../support/python.ts';

interface Case {
  readonly params: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly columns: number;
}

interface Verdict {
  readonly csv: string;
  readonly libsvm: string;
  readonly predictions: readonly (number | readonly number[])[];
}

const cases: readonly Case[] = [
  { params: { objective: 'reg:squarederror' }, rounds: 60, columns: 7 },
  { params: { objective: 'reg:squarederror', tree_method: 'hist', subsample: '0.5' }, rounds: 200, columns: 12 },
  { params: { objective: 'binary:logistic', base_score: '0.3', max_depth: '9' }, rounds: 40, columns: 5 },
  { params: { objective: 'reg:logistic', eta: '0.05' }, rounds: 5, columns: 2 },
  { params: { objective: 'multi:softmax', num_class: '4' }, rounds: 30, columns: 6 },
  {
    params: { objective: 'multi:softprob', num_class: '3', grow_policy: 'lossguide', tree_method: 'hist' },
    rounds: 25,
    columns: 9,
  },
];

const program = resolve(import.meta.dirname, '../../../../../src/engine/python/xgboost_serve.py');
const tolerance = 1e-6;

const csv = (text: string, accept?: string): Invocation => ({
  body: Buffer.from(text),
  contentType: 'text/csv',
  ...(accept !== undefined && { accept }),
});
const textOf = ({ body }: InvocationAnswer): string => Buffer.from(body).toString('utf8');

describe('A model of real XGBoost, served in TypeScript', function () {
  this.timeout(120_000);
  let folder: string;
  let python: string;
  let verdicts: Verdict[];
  const modelPath = (index: number): string => join(folder, String(index), 'xgboost-model.json');
  const options: ServingOptions = {
    imageTag: '1.7-1',
    batch: false,
    defaultAccept: 'text/csv',
    maxContentLength: 6_291_456,
  };

  before(async function () {
    python = pythonOrSkip(this);
    folder = await mkdtemp(join(tmpdir(), 'xgboost-serving-'));
    for (const index of cases.keys()) await mkdir(join(folder, String(index)));
    verdicts = judge(
      python,
      'servingJudge.py',
      cases.map((each, seed) => ({ ...each, seed, model: modelPath(seed) })),
    );
  });
  after(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  const served = async (index: number, more: Partial<ServingOptions> = {}): Promise<ScoringService> =>
    new ScoringService(readModel(await readFile(modelPath(index), 'utf8')), { ...options, ...more });

  for (const [index, { params }] of cases.entries()) {
    it(`predicts as the library does: ${JSON.stringify(params)}`, async () => {
      const service = await served(index);
      const verdict = verdicts[index] as Verdict;
      for (const invocation of [csv(verdict.csv), { body: Buffer.from(verdict.libsvm), contentType: 'text/libsvm' }]) {
        const answer = service.answer(invocation);
        assert.equal(answer.status, 200, textOf(answer));
        const rows = textOf(answer)
          .trim()
          .split('\n')
          .map((line) => line.split(',').map(Number));
        assert.equal(rows.length, verdict.predictions.length);
        rows.flat().forEach((value, at) => {
          const theirs = verdict.predictions.flat()[at] ?? NaN;
          assert.ok(Math.abs(value - theirs) <= tolerance * Math.max(1, Math.abs(theirs)), `${at}: ${value} ${theirs}`);
        });
      }
    });
  }

  it('answers as the Python program does, whatever it is asked', async () => {
    const bodies: Invocation[] = [
      csv('1,2,3,4,5,6,7\n'),
      csv('1,2,3,4,5,6,7\r\n,,,,,,-3e2'),
      csv('1;2;3;4;5;6;7\n7;6;5;4;3;2;1'),
      csv('1,2,3,4,5,6'),
      csv('1,2,3,4,5'),
      csv('1,2,3,4,5,6,7,8'),
      csv('1,2,3,4,5,6,7\n1,2'),
      csv('1,2,3,4,5,6,x7'),
      csv(''),
      csv('1,2,3,4,5,6,7', 'application/json'),
      csv('1,2,3,4,5,6,7', 'application/jsonlines'),
      csv('1,2,3,4,5,6,7', 'text/html'),
      csv('1,2,3,4,5,6,7', 'TEXT/CSV; charset=utf8'),
      { body: Buffer.from('1 0:1.5 6:2\n0 3:1\n1'), contentType: 'text/x-libsvm' },
      { body: Buffer.from('0:1 9:2') },
      { body: Buffer.from('a:1'), contentType: 'libsvm' },
      { body: Buffer.from('1'), contentType: 'application/parquet' },
    ];
    let compared = 0;
    for (const [index, imageTag, batch] of servers) {
      const service = await served(index, { imageTag, batch });
      const env = { PATH: process.env['PATH'] ?? '', ...(batch && { SAGEMAKER_BATCH: 'true' }) };
      const command = { program: python, args: [program, join(folder, String(index)), imageTag], env, cwd: folder };
      const predictor = await HttpPredictor.open(
        command,
        { folder, log: () => undefined, clock: systemClock, loadTimeout: 60_000 },
        [],
      );
      try {
        for (const invocation of bodies) {
          const ours = service.answer(invocation);
          // A pickle is what the images up to 1.2 count features for; this model is JSON.
          if (imageTag !== '1.7-1' && /Feature size/.test(textOf(ours))) continue;
          const theirs = await predictor.invoke(invocation);
          const where = `${imageTag} ${batch} '${Buffer.from(invocation.body).toString()}' ${invocation.contentType} ${invocation.accept}`;
          assert.equal(ours.status, theirs.status, `${where}: ${textOf(theirs)}`);
          assert.equal(ours.contentType, theirs.contentType, where);
          assert.equal(unlocated(textOf(ours)), unlocated(textOf(theirs)), where);
          compared++;
        }
      } finally {
        await predictor.close();
      }
    }
    assert.ok(compared > 80, String(compared));
  });

  it('counts the features of a pickled model in the words of the image', async () => {
    const answer = (await served(0, { imageTag: '1' })).answer(csv('1,2,3,4,5,6,7,8'));
    assert.equal(answer.status, 400);
    assert.equal(
      textOf(answer),
      'Unable to evaluate payload provided: Feature size of csv inference data 8 is not consistent with feature size of trained model 7.',
    );
  });

  it('refuses what is larger than the image takes', async () => {
    assert.equal((await served(0, { maxContentLength: 5 })).answer(csv('1,2,3,4,5,6,7')).status, 413);
  });
});

/** Of which case, as which image, and whether in a transform job. */
const servers: readonly (readonly [index: number, imageTag: string, batch: boolean])[] = [
  [0, '1', true],
  [0, '1.7-1', true],
  [0, '1.7-1', false],
  [5, '1.0-1', false],
  [5, '1', true],
  [5, '1.7-1', false],
];

/** Without the place in libxgboost's sources, and with the names of content types in one order. */
function unlocated(text: string): string {
  return text.replace(/\S+learner\.cc:\d+: /, '').replace(/(is not an accepted ContentType: ).*/, '$1');
}
