/** What is known of a label beyond the rows that are sent: those may not hold every class. */
export interface LabelFacts {
  /** The classes that the model's numbers stand for, in their order, as its training job has them. */
  readonly trained?: readonly string[];
  /** How many classes the model tells apart, as its training job says; 0 where it predicts amounts. */
  readonly count?: number;
  /** The different values of the label in the whole file, without order; at most `mostValues` of them. */
  readonly values?: readonly string[];
}

/** One more than the most classes that are scored: enough to see that there are too many. */
export const mostValues = 51;

/** Which class each of a model's numbers stands for, or why that cannot be told, as a sentence. */
export type Numbering = { readonly names: readonly string[]; readonly decided: string } | { readonly problem: string };

/**
 * Which classes the numbers of a model stand for where the labels are texts.
 * @param labels - Of the rows that are compared. @param count - As many classes as the answers themselves show, where they do.
 */
export function numberingOf(labels: readonly string[], facts: LabelFacts, count = facts.count): Numbering {
  const { trained, values } = facts;
  if (trained !== undefined) {
    const stranger = labels.find((label) => !trained.includes(label));
    if (stranger !== undefined)
      return {
        problem: `The label '${stranger}' is none of the classes that the model was trained on, ${listed(trained)}, so nothing is compared.`,
      };
    return {
      names: trained,
      decided: `The model answers with numbers: they stand for the classes that it was trained on, ${listed(trained)}.`,
    };
  }
  // The numbers that are given to texts are their places in alphabetical order, if all of them are there to be put in order.
  const names = [...new Set(values ?? labels)].sort();
  if (count === names.length && labels.every((label) => names.includes(label)))
    return {
      names,
      decided: `The labels are texts, and the model answers with numbers: taken for their places in alphabetical order, ${listed(names)}.`,
    };
  const why =
    count === undefined
      ? 'the training job of the model, which would tell, is not known'
      : count === 0
        ? 'the model was trained on amounts'
        : `the model tells ${count} classes apart, and ${values === undefined ? 'these rows have' : 'the file has'} ${names.length}`;
  return {
    problem: `The labels are texts, and the model answers with numbers. Which number stands for which text cannot be told (${why}), so nothing is compared.`,
  };
}

/** `'a', 'b', 'c', … (12)`. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `'${name}'`);
  return names.length > 3 ? `${shown.join(', ')}, … (${names.length})` : shown.join(', ');
}
