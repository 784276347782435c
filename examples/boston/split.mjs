// Splits boston.csv into data/{train,validation,test}.csv as SageMaker's XGBoost wants them: no header, the label first.
// Run it with: node split.mjs [seed]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const seed = Number(process.argv[2] ?? 7);
const here = new URL('.', import.meta.url);

const [, , ...lines] = readFileSync(new URL('boston.csv', here), 'utf8').trim().split(/\r?\n/);
const rows = shuffle(
  lines.map((line) => line.split(',')),
  random(seed),
);

const trainEnd = Math.round(rows.length * 0.6);
const validationEnd = Math.round(rows.length * 0.8);
const labelFirst = (row) => [row.at(-1), ...row.slice(0, -1)];
const featuresOnly = (row) => row.slice(0, -1);

write('train.csv', rows.slice(0, trainEnd).map(labelFirst));
write('validation.csv', rows.slice(trainEnd, validationEnd).map(labelFirst));
write('test.csv', rows.slice(validationEnd).map(featuresOnly));

function write(name, table) {
  mkdirSync(new URL('data/', here), { recursive: true });
  writeFileSync(new URL(`data/${name}`, here), table.map((row) => `${row.join(',')}\n`).join(''));
  console.log(`data/${name}: ${table.length} rows`);
}

/** Fisher-Yates: every order is equally likely. */
function shuffle(items, next) {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    [items[last], items[other]] = [items[other], items[last]];
  }
  return items;
}

/** mulberry32: numbers in [0, 1), the same for the same seed on every machine. */
function random(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
