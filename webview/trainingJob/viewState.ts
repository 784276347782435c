import { finite, flag, integer, listOf, object, text, type Checked } from '../../src/protocol/check.ts';

/** Zoom, tables and scroll positions. */
export const viewState = object({
  zooms: listOf(object({ group: text, from: finite, to: finite })),
  tables: listOf(text),
  follow: flag,
  /** First visible line when the log is not followed. */
  logLine: integer(0, Number.MAX_SAFE_INTEGER),
  pageScroll: finite,
});

export type ViewState = Checked<typeof viewState>;

export const initialViewState: ViewState = { zooms: [], tables: [], follow: true, logLine: 0, pageScroll: 0 };
