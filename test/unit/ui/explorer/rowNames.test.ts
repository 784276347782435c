import assert from 'node:assert/strict';
import { rowNames } from '../../../../src/ui/explorer/rowNames.ts';

const now = new Date(2026, 10, 22, 12, 0).getTime();
const at = (hour: number, minute: number, second = 0) => new Date(2026, 10, 22, hour, minute, second).getTime();
const timeOf = (created: number, options: Intl.DateTimeFormatOptions = {}) =>
  new Date(created).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', ...options });

describe('the names of rows', () => {
  it('leave out the time stamp, with milliseconds and without', () =>
    assert.deepEqual(
      rowNames(
        [
          { name: 'red-2026-11-22-07-54-01-123', created: at(7, 54) },
          { name: 'clean-2026-11-22-07-54-01', created: at(7, 54) },
          { name: 'tune-261122-075401', created: at(7, 54) },
          { name: 'own', created: at(7, 54) },
        ],
        now,
      ),
      ['red', 'clean', 'tune', 'own'],
    ));

  it('say of those that would be called the same when each was made, as finely as tells them apart', () => {
    const yesterday = at(7, 54) - 24 * 3_600_000;
    const names = rowNames(
      [
        { name: 'broken', created: at(6, 0) },
        { name: 'broken-2026-11-22-07-54-01-123', created: at(7, 54, 1) },
        { name: 'red-2026-11-22-08-00-01-123', created: at(8, 0, 1) },
        { name: 'red-2026-11-22-08-00-09-123', created: at(8, 0, 9) },
        { name: 'blue-2026-11-22-08-00-09-001', created: at(8, 0, 9) },
        { name: 'blue-2026-11-22-08-00-09-002', created: at(8, 0, 9) },
        { name: 'broken-2026-11-21-07-54-01-123', created: yesterday },
      ],
      now,
    );
    assert.deepEqual(names, [
      'broken',
      `broken · ${timeOf(at(7, 54))}`,
      `red · ${timeOf(at(8, 0, 1), { second: '2-digit' })}`,
      `red · ${timeOf(at(8, 0, 9), { second: '2-digit' })}`,
      'blue-2026-11-22…001',
      'blue-2026-11-22…002',
      `broken · ${new Date(yesterday).toLocaleDateString()} ${timeOf(yesterday)}`,
    ]);
    assert.equal(new Set(names).size, names.length);
  });

  it('show of long ones that begin alike what tells them apart, which the end of the row would hide', () =>
    assert.deepEqual(
      rowNames(
        ['009999', '009998', '010000'].map((end) => ({
          name: `sagemaker-xgboost-2026-11-21-${end}`,
          created: at(7, 54),
        })),
        now,
      ),
      ['sagemaker…009999', 'sagemaker…009998', 'sagemaker…010000'],
    ));
});
