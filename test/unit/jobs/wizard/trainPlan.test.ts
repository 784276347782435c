import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { basename, dirname, join, resolve } from 'node:path';
import type { AlgorithmSpec } from '../../../../src/catalog/algorithm.ts';
import { findAlgorithm } from '../../../../src/catalog/algorithms/registry.ts';
import { validateHyperparameters } from '../../../../src/catalog/hyperparameters.ts';
import { findingsOf } from '../../../../src/jobs/findingsOf.ts';
import { nodeDefinitionFiles } from '../../../../src/jobs/nodeDefinitionFiles.ts';
import { imagesOf, trainChoices, type TrainChoice } from '../../../../src/jobs/wizard/algorithmChoices.ts';
import { convertTable } from '../../../../src/jobs/wizard/convertTable.ts';
import { draftText, labelsText } from '../../../../src/jobs/wizard/draftText.ts';
import { proposedHyperparameters, proposedValue } from '../../../../src/jobs/wizard/hyperparameterProposals.ts';
import { instanceChoices } from '../../../../src/jobs/wizard/instanceChoices.ts';
import { surveyTable } from '../../../../src/jobs/wizard/surveyTable.ts';
import { takeData } from '../../../../src/jobs/wizard/takeData.ts';
import { stepIdsOf, textColumns, type TrainAnswers } from '../../../../src/jobs/wizard/trainAnswers.ts';
import { trainPlan, type PlanFiles, type TrainPlan } from '../../../../src/jobs/wizard/trainPlan.ts';
import { loadServiceModel } from '../../../../src/serviceModel/serviceModel.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

const boston = resolve(import.meta.dirname, '../../../../examples/boston/boston.csv');
const files: PlanFiles = {
  exists: async (path) => (await nodeDefinitionFiles.stat(path)) !== undefined,
};

const survey = (path: string) => surveyTable({ source: path, title: basename(path) });

/** What a person must know of their data; the rest is proposed. */
const givenByThePerson: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'image-classification': { num_classes: '2', num_training_samples: '100' },
  'object-detection': { num_classes: '2', num_training_samples: '100' },
  'semantic-segmentation': { num_classes: '2', num_training_samples: '100' },
  'forecasting-deepar': { context_length: '10', epochs: '10', prediction_length: '10', time_freq: 'D' },
  'factorization-machines': { feature_dim: '10', num_factors: '4', predictor_type: 'regressor' },
  ipinsights: { num_entity_vectors: '1000', vector_dim: '16' },
  kmeans: { feature_dim: '10', k: '3' },
  knn: { feature_dim: '10', k: '3', predictor_type: 'regressor', sample_size: '100' },
  lda: { feature_dim: '10', num_topics: '3', mini_batch_size: '100' },
  'linear-learner': { predictor_type: 'regressor' },
  ntm: { feature_dim: '10', num_topics: '3' },
  object2vec: { enc0_max_seq_len: '10', enc0_vocab_size: '100' },
  pca: { feature_dim: '10', num_components: '2', mini_batch_size: '100' },
  randomcutforest: { feature_dim: '10' },
};

describe('what the Train wizard writes', () => {
  let root: string;

  const newFolder = useTemporaryFolders();
  beforeEach(async () => {
    root = await newFolder();
  });

  async function specOf(what: TrainChoice): Promise<AlgorithmSpec | undefined> {
    return what.kind === 'algorithm' ? findAlgorithm(what.name) : undefined;
  }

  async function answersFor(what: TrainChoice, more: Partial<TrainAnswers> = {}): Promise<TrainAnswers> {
    const spec = await specOf(what);
    const image = imagesOf(what)[0] ?? '';
    const known = (await loadServiceModel()).shape('TrainingInstanceType');
    const types = known.type === 'string' ? (known.enum ?? []) : [];
    const instanceType = instanceChoices(image, spec, types)[0]?.type ?? '';
    const answers: TrainAnswers = {
      workspaceRoot: root,
      what,
      image,
      instanceType,
      data: {},
      hyperparameters: {},
      ...more,
    };
    return spec === undefined ? answers : { ...answers, spec };
  }

  async function written(plan: TrainPlan): Promise<string> {
    const { definitionPath, draft, dataFolder, conversions } = plan;
    if (dataFolder !== undefined) await mkdir(dataFolder);
    for (const conversion of conversions) await convertTable(conversion);
    const text = draftText(draft);
    await mkdir(dirname(definitionPath), { recursive: true });
    await writeFile(definitionPath, text, { flag: 'wx' });
    return text;
  }

  for (const what of trainChoices('algorithm')) {
    it(`has no findings for ${what.title}`, async () => {
      const start = await answersFor(what, { script: join(root, what.name, 'train.py') });
      await mkdir(join(root, what.name), { recursive: true });
      await writeFile(join(root, what.name, 'train.py'), 'print(1)\n');
      if (what.kind === 'algorithm') assert.ok(start.spec, `the catalogue knows ${what.name}`);
      const data = Object.fromEntries(
        stepIdsOf(start).flatMap((step) =>
          step.kind === 'data' ? [[step.channel, { kind: 's3', uri: 's3://mine/data/' } as const]] : [],
        ),
      );
      const answers = { ...start, data };
      const proposals = proposedHyperparameters(answers);
      const required = start.spec?.hyperparameters.filter((one) => one.required === true) ?? [];
      const hyperparameters = {
        ...Object.fromEntries(required.map((one) => [one.name, proposedValue(one, proposals)])),
        ...proposals,
        ...givenByThePerson[what.name],
      };
      const plan = await trainPlan({ ...answers, hyperparameters }, files);
      const text = await written(plan);
      const findings = await findingsOf(text, plan.definitionPath, root);
      assert.deepEqual(
        findings.filter(({ severity }) => severity !== 'information'),
        [],
        text,
      );
      for (const line of text.split('\n')) assert.ok(line.length <= 140, line);
      assert.doesNotMatch(text, /…/, 'the editor marks it as a character that is easily confused');
    });
  }

  async function bostonAnswers(change: Partial<TrainAnswers> = {}): Promise<TrainAnswers> {
    const [what] = trainChoices('algorithm');
    assert.ok(what);
    const path = join(root, 'boston.csv');
    await cp(boston, path);
    const answers = await answersFor(what, {
      data: { train: { kind: 'local', path, isFolder: false }, validation: { kind: 'holdOut' } },
      table: await survey(path),
      ...change,
    });
    return { ...answers, hyperparameters: proposedHyperparameters(answers) };
  }

  it('brings a table with a header into form, and never writes over a file', async () => {
    const plan = await trainPlan(await bostonAnswers(), files);
    assert.equal(plan.definitionPath, join(root, 'boston.training-job.yaml'));
    const text = await written(plan);
    assert.deepEqual(await findingsOf(text, plan.definitionPath, root), []);
    assert.match(
      text,
      /# what is learned: [^\n]*\n  objective: reg:squarederror\n[\s\S]*S3Uri: boston-data\/train\.csv/,
    );
    const train = await readFile(join(root, 'boston-data', 'train.csv'), 'utf8');
    const validation = await readFile(join(root, 'boston-data', 'validation.csv'), 'utf8');
    const lines = `${train}${validation}`.trim().split('\n');
    assert.equal(lines.length, 506);
    assert.ok(lines.includes('24,0.00632,18,2.31,0,0.538,6.575,65.2,4.09,1,296,15.3,396.9,4.98'));
    const again = await trainPlan(await bostonAnswers(), files);
    assert.equal(again.definitionPath, join(root, 'boston-2.training-job.yaml'));
    assert.equal(again.dataFolder, join(root, 'boston-2-data'));
    assert.equal(again.draft.jobName, 'boston-2');
  });

  it('leaves alone what is in form already', async () => {
    await writeFile(join(root, 'ready.csv'), '1,2,3\n4,5,6\n');
    const path = join(root, 'ready.csv');
    const table = await survey(path);
    const data = { train: { kind: 'local', path, isFolder: false }, validation: { kind: 'none' } } as const;
    const plan = await trainPlan(await bostonAnswers({ table, data }), files);
    assert.deepEqual([plan.conversions, plan.dataFolder], [[], undefined]);
    assert.deepEqual(plan.draft.channels, [{ name: 'train', uri: 'ready.csv', contentType: 'text/csv' }]);
  });

  it('treats a validation file as it treats the training file, and refuses one of other columns', async () => {
    await writeFile(join(root, 'a.csv'), 'x,name,y\n1,n,2\n3,m,4\n');
    await writeFile(join(root, 'b.csv'), 'x,name,y\n5,o,6\n');
    await writeFile(join(root, 'c.csv'), 'x,y\n5,6\n');
    const local = (name: string) => ({ kind: 'local', path: join(root, name), isFolder: false }) as const;
    const table = await survey(join(root, 'a.csv'));
    const answers = await bostonAnswers({
      table,
      secondTable: await survey(join(root, 'b.csv')),
      data: { train: local('a.csv'), validation: local('b.csv') },
    });
    assert.deepEqual(textColumns(answers), [1]);
    const plan = await trainPlan(answers, files);
    await written(plan);
    const read = (name: string) => readFile(join(plan.dataFolder ?? '', name), 'utf8');
    assert.deepEqual([await read('train.csv'), await read('validation.csv')], ['2,1\n4,3\n', '6,5\n']);
  });

  it('numbers the classes of a target that is text, and says which number is which', async () => {
    const path = join(root, 'animals.csv');
    const rows = ['dog', 'cat', 'bird', 'dog', 'cat', 'bird'].map((name, row) => `${row + 1},${row * 2},${name}\n`);
    await writeFile(path, `id,weight,animal\n${rows.join('')}`);
    const table = await survey(path);
    const train = { kind: 'local', path, isFolder: false } as const;
    const answers = await bostonAnswers({ table, data: { train, validation: { kind: 'none' } } });
    const plan = await trainPlan(answers, files);
    const text = await written(plan);
    assert.deepEqual(await findingsOf(text, plan.definitionPath, root), [], text);
    assert.match(text, /# animal in numbers, as in animals-data\/labels\.json: 0 = bird, 1 = cat, 2 = dog\n/);
    assert.match(text, /objective: multi:softmax/);
    assert.match(text, /num_class: '3'/);
    // The running number is left out.
    assert.equal(await readFile(join(root, 'animals-data', 'train.csv'), 'utf8'), '2,0\n1,2\n0,4\n2,6\n1,8\n0,10\n');
    assert.equal(plan.labelsPath, join(root, 'animals-data', 'labels.json'));
    assert.ok(plan.draft.classes);
    assert.deepEqual(JSON.parse(labelsText(plan.draft.classes)), { column: 'animal', classes: ['bird', 'cat', 'dog'] });
    const proposed = async (name: string) => {
      const what = trainChoices('algorithm').find((one) => one.name === name && one.kind === 'algorithm');
      assert.ok(what);
      return proposedHyperparameters(await answersFor(what, { table, data: { train } }));
    };
    assert.deepEqual(await proposed('linear-learner'), {
      predictor_type: 'multiclass_classifier',
      num_classes: '3',
      mini_batch_size: '1',
      feature_dim: '1',
    });
    assert.deepEqual(await proposed('knn'), { predictor_type: 'classifier', feature_dim: '1' });
  });

  it('gives a script what it says it takes', async () => {
    const what = trainChoices('script')[0];
    assert.ok(what);
    const scriptArguments = [{ name: 'lr', default: '0.1', required: false, help: 'Learning rate, 0…1' }];
    const hyperparameters = { lr: '0.2', epochs: '10' };
    const script = join(root, 'train.py');
    await writeFile(script, 'print(1)\n');
    const plan = await trainPlan(await answersFor(what, { script, scriptArguments, hyperparameters }), files);
    const text = await written(plan);
    assert.match(text, /  lr: '0\.2' # learning rate, 0\.\.\.1\n  epochs: '10'\n/i);
    assert.deepEqual(await findingsOf(text, plan.definitionPath, root), [], text);
  });

  it('proposes what fits the column that is to be predicted', async () => {
    const proposed = async (labels: string[]) => {
      const path = join(root, 'labels.csv');
      await writeFile(path, `x,y\n${labels.map((label, row) => `${row},${label}\n`).join('')}`);
      const { hyperparameters, spec } = await bostonAnswers({ table: await survey(path) });
      assert.deepEqual(spec && validateHyperparameters(spec, hyperparameters, '1.7-1'), []);
      return [hyperparameters['objective'], hyperparameters['num_class']];
    };
    assert.deepEqual(await proposed(['0', '1', '1']), ['binary:logistic', undefined]);
    assert.deepEqual(await proposed(['0', '1', '2', '1']), ['multi:softmax', '3']);
    assert.deepEqual(await proposed(['1', '2', '3']), ['reg:squarederror', undefined]);
    assert.deepEqual(await proposed(['0.5', '1']), ['reg:squarederror', undefined]);
  });

  it('proposes sizes that the rows and columns allow, so that Enter is an answer', async () => {
    const proposed = async (name: string, rows: number, second: 'none' | 'holdOut' = 'holdOut') => {
      const what = trainChoices('algorithm').find((one) => one.name === name);
      assert.ok(what);
      const path = join(root, 'sized.csv');
      await writeFile(
        path,
        `a,b,y\n${Array.from({ length: rows }, (_, row) => `${row / 3},${row / 7},${row / 9}\n`).join('')}`,
      );
      const train = { kind: 'local', path, isFolder: false } as const;
      const data = { train, validation: { kind: second }, test: { kind: second } };
      const answers = await answersFor(what, { table: await survey(path), data });
      const proposals = proposedHyperparameters(answers);
      assert.deepEqual(answers.spec && validateHyperparameters(answers.spec, proposals), []);
      return proposals;
    };
    const linear = async (rows: number, second?: 'none') =>
      (await proposed('linear-learner', rows, second))['mini_batch_size'];
    // Of 506 rows 405 are trained on.
    assert.deepEqual(
      [
        await linear(506),
        await linear(10),
        await linear(1_240),
        await linear(1_250),
        await linear(999, 'none'),
        await linear(1_000, 'none'),
      ],
      ['100', '2', '200', undefined, '200', undefined],
    );
    assert.deepEqual(await proposed('pca', 506), { num_components: '3', mini_batch_size: '405', feature_dim: '3' });
    assert.equal((await proposed('pca', 700))['mini_batch_size'], '500');
    assert.deepEqual(await proposed('kmeans', 506), { k: '3', feature_dim: '3' });
    assert.equal((await proposed('kmeans', 2, 'none'))['k'], '2');
  });

  it('has no findings for what needs no converting, nor for what is unpacked', async () => {
    const rows = Array.from({ length: 10 }, (_, row) => `${row / 3}\t${row % 2 ? 'yes' : 'no'}\n`).join('');
    await writeFile(join(root, 'packed.tsv.gz'), gzipSync(`x\tlabel\n${rows}`));
    await writeFile(join(root, 'sparse.svm'), '1 0:1 3:2\n0 1:1\n');
    await writeFile(join(root, 'columns.parquet'), 'PAR1 and so on PAR1');
    const [what] = trainChoices('algorithm');
    assert.ok(what);
    const definitionOf = async (name: string) => {
      const train = { kind: 'local', path: join(root, name), isFolder: false } as const;
      const start = await takeData(await answersFor(what), 'train', train, surveyTable);
      const validation = start.table === undefined ? ({ kind: 'none' } as const) : ({ kind: 'holdOut' } as const);
      const answers = await takeData(start, 'validation', validation, surveyTable);
      const plan = await trainPlan({ ...answers, hyperparameters: proposedHyperparameters(answers) }, files);
      const text = await written(plan);
      assert.deepEqual(await findingsOf(text, plan.definitionPath, root), [], text);
      return text;
    };
    assert.match(await definitionOf('packed.tsv.gz'), /binary:logistic[\s\S]*S3Uri: packed-data\/train\.csv/);
    assert.match(await definitionOf('sparse.svm'), /ContentType: text\/libsvm[\s\S]*S3Uri: sparse\.svm/);
    assert.match(await definitionOf('columns.parquet'), /ContentType: application\/x-parquet/);
  });

  it('names a script alone, or with its folder when it has files beside it', async () => {
    const what = trainChoices('script')[0];
    assert.ok(what);
    const script = join(root, 'project', 'train.py');
    const alone = await trainPlan(await answersFor(what, { script }), files);
    assert.deepEqual(alone.draft.script, { entryPoint: 'train.py' });
    assert.equal(dirname(alone.definitionPath), join(root, 'project'));
    const together = await trainPlan(await answersFor(what, { script, scriptHasNeighbours: true }), files);
    assert.deepEqual(together.draft.script, { entryPoint: 'train.py', sourceDir: 'project' });
    assert.equal(dirname(together.definitionPath), root);
    const top = await trainPlan(
      await answersFor(what, { script: join(root, 'train.py'), scriptHasNeighbours: true }),
      files,
    );
    assert.deepEqual(top.draft.script, { entryPoint: 'train.py', sourceDir: '.' });
  });

  it('makes a job name of any file name', async () => {
    const what = trainChoices('script')[0];
    assert.ok(what);
    const nameOf = async (file: string) =>
      (await trainPlan(await answersFor(what, { script: join(root, file) }), files)).draft.jobName;
    assert.equal(await nameOf('my_train v2.final.py'), 'my-train-v2');
    assert.equal(await nameOf('größe.py'), 'gr-e');
    assert.equal(await nameOf('日本.py'), 'job');
    assert.equal(await nameOf(`${'long-name-'.repeat(9)}.py`), 'long-name-long-name-long-name-long');
  });
});
