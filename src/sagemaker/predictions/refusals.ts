import type { RowAnswer } from './predictionRow.ts';

/** Why rows were not answered, and how many for that. */
export interface Refusal {
  readonly reason: string;
  readonly rows: number;
}

/** The reasons why rows were refused, the most frequent first. */
export function refusalsOf(answers: readonly RowAnswer[]): Refusal[] {
  const counts = new Map<string, number>();
  for (const { problem } of answers) if (problem !== undefined) counts.set(problem, (counts.get(problem) ?? 0) + 1);
  return [...counts].map(([reason, rows]) => ({ reason, rows })).sort((a, b) => b.rows - a.rows);
}
