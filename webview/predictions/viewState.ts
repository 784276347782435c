import { textAnswer } from '../../src/protocol/predictionsPanel.ts';
import { flag, integer, listOf, object, oneOf, text, type Checked } from '../../src/protocol/check.ts';

/** What a person has set in the panel. */
export const viewState = object(
  {
    order: oneOf('file', 'worst'),
    /** First row in sight. */
    firstRow: integer(0, Number.MAX_SAFE_INTEGER),
    plotTable: flag,
  },
  {
    selected: integer(0, Number.MAX_SAFE_INTEGER),
    text,
    contentType: text,
    /** Empty where the endpoint chooses. */
    variant: text,
    /** Those that the endpoint had when somebody last looked; a window that was reloaded asks nobody. */
    variants: listOf(text),
    /** The last answer to a text, where there is one. */
    answers: listOf(textAnswer),
  },
);

export type ViewState = Checked<typeof viewState>;

export const initialViewState: ViewState = { order: 'file', firstRow: 0, plotTable: false };
