/** What a pick of places offers. */
export interface PlaceOffer {
  /** What stood in the field when it was offered. */
  readonly typed: string;
  /** What it leads to; a note leads nowhere. */
  readonly uri?: string;
}

/**
 * What Enter, or a click, means: the offer in focus may still be one for what stood in the field before, and then what is typed counts.
 * @param own - What is typed, where that is a place that is wanted.
 * @returns Undefined where only the list of what is there can tell.
 */
export function confirmedOffer<Offer extends PlaceOffer>(
  inFocus: Offer | undefined,
  typed: string,
  own: Offer | undefined,
): Offer | undefined {
  if (inFocus === undefined) return own;
  if (inFocus.typed === typed) return inFocus;
  const { uri = '' } = inFocus;
  // What was typed before is not meant any more, though it goes on from what is left of it.
  if (uri === `${inFocus.typed}/`) return own;
  // It goes on from what is typed: the next list has it too.
  return uri !== typed && uri.startsWith(typed) ? inFocus : own;
}

/**
 * Where the place that is typed stands among those that are listed: before them, but a folder whose name only begins one that is there (its last
 * slash is not typed) behind them, for who has not typed to the end.
 * @param own - None where what is typed is no place that is wanted.
 */
export function withOwn<Offer extends PlaceOffer>(own: readonly Offer[], listed: readonly Offer[]): Offer[] {
  const isBegun = own.some(({ typed, uri }) => uri === `${typed}/`);
  const isOwn = ({ uri }: Offer): boolean => own.some((each) => each.uri === uri);
  const goOn = listed.some(({ uri }) => uri !== undefined);
  return isBegun && goOn && !listed.some(isOwn) ? [...listed, ...own] : [...own, ...listed];
}

/** Of a list, what is typed in full, with or without the last slash. */
export function offerNamed<Offer extends PlaceOffer>(offers: readonly Offer[], typed: string): Offer | undefined {
  return offers.find(({ uri }) => uri === typed) ?? offers.find(({ uri }) => uri === `${typed}/`);
}
