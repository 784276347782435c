import assert from 'node:assert/strict';
import { readArguments } from '../../../../src/jobs/wizard/argumentReader.ts';

describe('the arguments that a script says it takes', () => {
  it('are those of argparse, with what plainly stands there', () => {
    const script = `import argparse, os
parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.1, help="Learning rate (as in Adam)")
parser.add_argument('-b', '--batch-size', type=int, default=64)
parser.add_argument(
    "--optimizer",
    choices=("adam", "sgd"),
    default='adam',
)
parser.add_argument("--epochs", type=int, required=True)
parser.add_argument("--seed", type=int, default=None)
parser.add_argument("--shuffle", default=True)
`;
    assert.deepEqual(readArguments(script), [
      { name: 'lr', required: false, default: '0.1', help: 'Learning rate (as in Adam)' },
      { name: 'batch-size', required: false, default: '64' },
      { name: 'optimizer', required: false, default: 'adam' },
      { name: 'epochs', required: true },
      { name: 'seed', required: false },
      { name: 'shuffle', required: false, default: 'True' },
    ]);
  });

  it('are not those that are computed, flags, lists, positions, comments or half typed', () => {
    const script = `p.add_argument("--train", default=os.environ["SM_CHANNEL_TRAIN"])
p.add_argument("--rate", default=1 / 3)
p.add_argument("--verbose", action="store_true")
p.add_argument("--layers", nargs="+", default=1)
p.add_argument("input")
# p.add_argument("--old", default=1)
p.add_argument("--half", default=1
`;
    assert.deepEqual(readArguments(script), []);
    assert.deepEqual(readArguments('print("no arguments")\n'), []);
  });
});
