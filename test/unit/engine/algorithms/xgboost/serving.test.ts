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
import { judgedRecords } from '../../../../support/recordPayloads.ts';
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
/** Every octet as a character, so that no two answers look alike. */
const octetsOf = ({ body }: InvocationAnswer): string => Buffer.from(body).toString('latin1');
const textOf = ({ body }: InvocationAnswer): string => Buffer.from(body).toString('utf8');

describe('A model of real XGBoost, served in TypeScript', function () {
  this.timeout(480_000);
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
      csv('1,2,3,4,5,6,7\n2,4,,,3,2,1', 'application/jsonlines'),
      csv('1,2,3,4,5,6,7\n2,4,,,3,2,1', 'application/x-recordio-protobuf'),
      csv('1,2,3,4,5\n2,4,,,3', 'application/json'),
      csv('1,2,3,4,5\n2,4,,,3', 'application/jsonlines'),
      csv('1,2,3,4,5\n2,4,,,3', 'application/x-recordio-protobuf'),
      csv('1,2,3,4,5,6,7', 'text/html'),
      csv('1,2,3,4,5,6,7', 'TEXT/CSV; charset=utf8'),
      { body: Buffer.from('1 0:1.5 6:2\n0 3:1\n1'), contentType: 'text/x-libsvm' },
      { body: Buffer.from('0:1 9:2') },
      { body: Buffer.from('a:1'), contentType: 'libsvm' },
      { body: Buffer.from('1'), contentType: 'application/parquet' },
      ...['1,2,inf,4,5,6,7', '1,2,-Infinity,4,5,6,7', '1,2,1e39,4,5,6,7', '1,,nan,4,5,6,7', '\ufeff1,2,3,4,5,6,7'].map(
        (text) => csv(text),
      ),
      { body: Buffer.from('1 0:inf'), contentType: 'libsvm' },
      ...broken.map((hex) => ({ body: Buffer.from(hex, 'hex'), contentType: 'libsvm' })),
      ...recordPayloads(python),
    ];
    let compared = 0;
    for (const { index, imageTag, batch = false, inferenceOutput } of servers) {
      const service = await served(index, { imageTag, batch, inferenceOutput });
      const env = {
        PATH: process.env['PATH'] ?? '',
        ...(batch && { SAGEMAKER_BATCH: 'true' }),
        ...(inferenceOutput !== undefined && { SAGEMAKER_INFERENCE_OUTPUT: inferenceOutput }),
      };
      const command = { program: python, args: [program, join(folder, String(index)), imageTag], env, cwd: folder };
      const predictor = await HttpPredictor.open(
        command,
        { folder, log: () => undefined, clock: systemClock, loadTimeout: 60_000 },
        [],
      );
      try {
        for (const invocation of bodies) {
          const ours = service.answer(invocation);
          const theirs = await predictor.invoke(invocation);
          const where = `${imageTag} ${batch} ${inferenceOutput} '${Buffer.from(invocation.body).toString()}' ${invocation.contentType} ${invocation.accept}`;
          assert.equal(ours.status, theirs.status, `${where}: ${textOf(theirs)}`);
          assert.equal(ours.contentType, theirs.contentType, where);
          assert.equal(unlocated(octetsOf(ours)), unlocated(octetsOf(theirs)), where);
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

  it('holds what SAGEMAKER_INFERENCE_OUTPUT chooses', async () => {
    const asked = (index: number, inferenceOutput: string, accept: string, columns: number) =>
      served(index, { inferenceOutput }).then((service) =>
        textOf(service.answer(csv('0,'.repeat(columns - 1) + '0', accept))),
      );
    const binary = await asked(2, 'raw_score,predicted_label,labels,probabilities', 'application/jsonlines', 5);
    const { raw_score: score, ...rest } = JSON.parse(binary) as Record<string, number>;
    assert.ok(score !== undefined && score > 0 && score < 1);
    assert.deepEqual(rest, { predicted_label: Number(score > 0.5), labels: [0, 1], probabilities: [1 - score, score] });
    assert.match(await asked(2, 'probabilities,predicted_label', 'text/csv', 5), /^"\[[\d.]+, [\d.]+\]",[01]$/);
    assert.match(await asked(0, 'predicted_label,predicted_score', 'text/csv', 7), /^nan,-?[\d.]+$/);
    assert.match(
      await asked(0, 'predicted_label,predicted_score', 'application/json', 7),
      /^{"predictions": \[{"predicted_score": -?[\d.]+, "predicted_label": NaN}\]}$/,
    );
    assert.match(
      await asked(4, 'raw_scores,predicted_label,labels', 'application/jsonlines', 6),
      /^{"predicted_label": ([0-3]\.0), "labels": \[0, 1, 2, 3\], "raw_scores": \[-?[0-2]\.0, \1\]}\n$/,
    );
  });

  it('says of text which charset it is in, as Flask does in the image', async () => {
    const typeOf = async (imageTag: string, text: string, accept?: string): Promise<string> =>
      (await served(0, { imageTag })).answer(csv(text, accept)).contentType;
    for (const tag of ['1', '0.90-2', '1.7-1'])
      assert.equal(await typeOf(tag, '1,2,3,4,5,6,7', 'text/csv'), 'text/csv; charset=utf-8');
    assert.equal(await typeOf('1.7-1', '1,2,3,4,5,6,7', 'application/json'), 'application/json');
    assert.equal(await typeOf('1.7-1', ''), 'text/html; charset=utf-8');
  });

  it('refuses what is larger than the image takes', async () => {
    assert.equal((await served(0, { maxContentLength: 5 })).answer(csv('1,2,3,4,5,6,7')).status, 413);
  });
});

/** Records of the columns of the first case, and files that hold none. */
function recordPayloads(python: string): Invocation[] {
  const { payloads, malformed } = judgedRecords(python, 7, Buffer.alloc(0));
  const files = [...Object.values(payloads).map(({ file }) => file), ...Object.values(malformed)];
  const contentType = 'application/x-recordio-protobuf';
  return files.map((file) => ({ body: Buffer.from(file, 'hex'), contentType }));
}

/** No UTF-8, each for another reason. */
const broken =
  '20ff fffe 80 312c322ce282 e228a1 c0af eda080 e08080 f09f98 f0808080 f4908080 f5 c3 3120e282283a31'.split(' ');

interface Server {
  /** Of its case. */
  readonly index: number;
  readonly imageTag: string;
  /** Whether it answers for a transform job. */
  readonly batch?: boolean;
  /** SAGEMAKER_INFERENCE_OUTPUT. */
  readonly inferenceOutput?: string;
}

const everything = 'predicted_label,labels,probability,probabilities,raw_score,raw_scores,predicted_score,another';
const servers: readonly Server[] = [
  { index: 0, imageTag: '1' },
  { index: 0, imageTag: '1', batch: true },
  { index: 0, imageTag: '1.7-1', batch: true },
  { index: 0, imageTag: '1.7-1' },
  { index: 5, imageTag: '1.0-1' },
  { index: 5, imageTag: '1.7-1' },
  { index: 2, imageTag: '1.2-1' },
  { index: 0, imageTag: '1.7-1', inferenceOutput: everything },
  { index: 2, imageTag: '1.2-1', inferenceOutput: 'raw_scores, Predicted_Label' },
  { index: 2, imageTag: '1.5-1', inferenceOutput: everything, batch: true },
  { index: 4, imageTag: '1.7-1', inferenceOutput: everything },
  { index: 5, imageTag: '1.7-1', inferenceOutput: everything },
  { index: 5, imageTag: '0.90-2', inferenceOutput: everything },
];

/** Without time, place and stack of libxgboost, and with the names of content types in one order. */
function unlocated(text: string): string {
  return text
    .replace(/(\[[\d:]+\] )?\S+(learner|data)\.cc:\d+: /, '')
    .replace(/\nStack trace:[^]*/, '')
    .replace(/(is not an accepted ContentType: ).*/, '$1');
}
