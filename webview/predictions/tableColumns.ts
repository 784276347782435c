import type { PredictedRow } from '../../src/protocol/predictionsPanel.ts';
import { formatMetricValue } from '../../src/shared/metricValue.ts';

/** What the table is of. */
export interface TableShape {
  readonly columns: readonly string[];
  readonly labelName: string | undefined;
  readonly score: 'regression' | 'classes' | undefined;
}

/** A column of the table, from the left. */
export interface TableColumn {
  readonly title: string;
  /** The least, in characters. */
  readonly width: number;
  /** Its part of what is left over. */
  readonly share: number;
  readonly isNumber: boolean;
  readonly textOf: (row: PredictedRow) => string;
  readonly classOf?: (row: PredictedRow) => string;
  /** Where that says more than the text. */
  readonly titleOf?: (row: PredictedRow) => string;
}

/** In characters; longer names of labels are cut. */
const longestTitle = 40;

/** The answer stands first, where it is in sight however wide the row is. */
export function columnsOf({ columns, labelName, score }: TableShape): TableColumn[] {
  return [
    { title: 'Line', width: 8, share: 0, isNumber: true, textOf: ({ line }) => String(line) },
    {
      title: 'Prediction',
      width: 16,
      share: 1,
      isNumber: true,
      textOf: ({ answer, problem }) => (answer === undefined ? (problem ?? '–') : readable(answer)),
      titleOf: ({ answer, problem }) => answer ?? problem ?? '',
      classOf: ({ problem }) => (problem === undefined ? 'strong' : 'wrong'),
    },
    ...(labelName === undefined
      ? []
      : [
          {
            title: `${labelName} (label)`,
            width: Math.max(14, Math.min(`${labelName} (label)`.length + 4, longestTitle)),
            share: 0.6,
            isNumber: true,
            textOf: ({ label = '–' }: PredictedRow) => label,
          },
        ]),
    ...(score === undefined
      ? []
      : [
          {
            title: score === 'regression' ? 'Difference' : 'Class predicted',
            width: 16,
            share: 0.6,
            isNumber: true,
            textOf: ({ verdict = '' }: PredictedRow) => verdict,
            classOf: ({ verdict = '' }: PredictedRow) => (verdict.endsWith(', wrong') ? 'wrong' : ''),
          },
        ]),
    ...columns.map((title, index) => ({
      title,
      width: columns.length === 1 ? 24 : 12,
      share: columns.length === 1 ? 4 : 0.6,
      isNumber: columns.length > 1,
      textOf: ({ cells }: PredictedRow) => cells[index] ?? '',
    })),
  ];
}

/** More digits than anybody compares are left to the details. */
function readable(answer: string): string {
  return /^[-+]?\d*\.\d{5,}(e[-+]?\d+)?$/i.test(answer) ? formatMetricValue(Number(answer)) : answer;
}
