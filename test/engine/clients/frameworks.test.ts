import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineProcess, exportsOf } from '../../support/engineProcess.ts';
import { findTorch, pythonOrSkip, torchOrSkip } from '../../support/python.ts';
import { servedJudge } from '../../support/servedJudge.ts';

interface Answer {
  readonly status: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly charted: readonly (readonly [string, number])[];
  readonly printed: string;
}

/** y = 3 x - 2, label first. */
const table = Array.from({ length: 40 }, (_, at) => `${(3 * at) / 40 - 2},${at / 40}\n`).join('');

const head = `
import argparse, csv, os
parser = argparse.ArgumentParser()
parser.add_argument('--epochs', type=int)
parser.add_argument('--learning-rate', type=float)
parser.add_argument('--note')
parser.add_argument('--verbose')
parser.add_argument('--model-dir', default=os.environ['SM_MODEL_DIR'])
parser.add_argument('--train', default=os.environ['SM_CHANNEL_TRAIN'])
args = parser.parse_args()
print(os.environ['GREETING'], args.note, args.verbose, args.epochs, args.learning_rate)
with open(os.path.join(args.train, 'table.csv')) as file:
    rows = [[float(text) for text in row] for row in csv.reader(file)]
`;
const scripts = {
  sklearn: `${head}
import joblib
from sklearn.linear_model import SGDRegressor
model = SGDRegressor(eta0=args.learning_rate, learning_rate='constant', random_state=0)
for epoch in range(args.epochs):
    model.partial_fit([row[1:] for row in rows], [row[0] for row in rows])
    loss = sum((model.predict([row[1:]])[0] - row[0]) ** 2 for row in rows) / len(rows)
    print(f'validation loss: {loss:.6f};')
joblib.dump(model, os.path.join(args.model_dir, 'model.joblib'))
`,
  xgboost: `${head}
import numpy, xgboost
data = xgboost.DMatrix(numpy.array([row[1:] for row in rows]), numpy.array([row[0] for row in rows]))
seen = {}
model = xgboost.train({'eta': args.learning_rate, 'eval_metric': 'rmse'}, data, args.epochs, [(data, 'all')], evals_result=seen)
for value in seen['all']['rmse']:
    print(f'validation loss: {value:.6f};')
model.save_model(os.path.join(args.model_dir, 'xgboost-model'))
`,
  pytorch: `${head}
import torch
torch.manual_seed(0)
x = torch.tensor([row[1:] for row in rows])
y = torch.tensor([row[:1] for row in rows])
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=args.learning_rate)
for epoch in range(args.epochs):
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    print(f'epoch {epoch} validation loss: {loss.item():.6f};')
torch.save(model.state_dict(), os.path.join(args.model_dir, 'model.pth'))
`,
};

type Framework = keyof typeof scripts;

/** What the model of each says of x = 0 and x = 1, asked in a Python of its own. */
const asks = {
  sklearn: 'import joblib, sys; print(*joblib.load(sys.argv[1] + "/model.joblib").predict([[0], [1]]))',
  xgboost:
    'import numpy, sys, xgboost; print(*xgboost.Booster(model_file=sys.argv[1] + "/xgboost-model").predict(xgboost.DMatrix(numpy.array([[0], [1]]))))',
  pytorch:
    'import sys, torch; one = torch.load(sys.argv[1] + "/model.pth"); print(one["bias"].item(), (one["weight"] + one["bias"]).item())',
};

describe('script mode with the framework estimators of the SageMaker Python SDK', function () {
  this.timeout(300_000); // three SDKs start at once
  const runs = new Map<Framework, Promise<void>>();

  before(function () {
    const python = pythonOrSkip(this);
    const torch = findTorch();
    // All at once: most of their time is the SDK's sleep.
    for (const framework of ['sklearn', 'xgboost'] as const) runs.set(framework, train(framework, python, python));
    if (torch !== undefined) runs.set('pytorch', train('pytorch', python, torch));
    for (const run of runs.values()) run.catch(() => undefined); // its own test tells
  });
  after(() => Promise.allSettled(runs.values()));

  it('trains with scikit-learn', () => runs.get('sklearn'));
  it('trains with XGBoost', () => runs.get('xgboost'));
  it('trains with PyTorch', async function () {
    torchOrSkip(this);
    await runs.get('pytorch');
  });
});

async function train(framework: Framework, python: string, interpreter: string): Promise<void> {
  const engine = await EngineProcess.start(undefined, ['--python', interpreter]);
  try {
    const folder = engine.stateDirectory;
    const [script, csv] = [join(folder, 'train.py'), join(folder, 'table.csv')];
    await writeFile(script, scripts[framework]);
    await writeFile(csv, table);
    const role = 'arn:aws:iam::000000000000:role/any';
    const input = { framework, script, table: csv, role, folder };
    const answer = await servedJudge<Answer>(python, 'frameworksJudge.py', input, await exportsOf(engine));
    assert.equal(answer.status, 'Completed');
    const lines = answer.printed.split('\n');
    const at = (text: string): number => lines.findIndex((line) => line.includes(text));
    assert.ok(at("hello it's two words True 60 0.2") > 0, answer.printed);
    assert.ok(at('OutputDataConfig.KmsKeyId is not honoured') > 0, answer.printed);
    const logged = [...answer.printed.matchAll(/validation loss: ([0-9.]+);/g)].map(([, value]) => Number(value));
    assert.equal(logged.length, 60);
    assert.equal(answer.metrics['validation:loss'], logged.at(-1));
    assert.ok((logged.at(-1) ?? NaN) < (logged[0] ?? NaN) / 10, logged.join(' '));
    assert.ok(at('Training - ') < at('validation loss'));
    assert.ok(answer.charted.length > 0 && answer.charted.every(([name]) => name === 'validation:loss'));
    const said = execFileSync(interpreter, ['-c', asks[framework], folder], { encoding: 'utf8' });
    const [atZero = NaN, atOne = NaN] = said.split(' ').map(Number);
    assert.ok(Math.abs(atZero + 2) < 0.4 && Math.abs(atOne - 1) < 0.4, said);
  } finally {
    await engine.remove();
  }
}
