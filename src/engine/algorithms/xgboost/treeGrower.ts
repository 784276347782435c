import { sortColumns, type DataMatrix } from './dataMatrix.ts';
import { ExactGrower } from './exactGrower.ts';
import { HistogramGrower } from './histogramGrower.ts';
import type { MersenneTwister } from './mersenneTwister.ts';
import type { TrainingParameters } from './parameters.ts';
import type { TreeGrower } from './tree.ts';

/** The grower of the chosen `tree_method`; looks at all of the data at once. */
export function treeGrowerOf(data: DataMatrix, parameters: TrainingParameters, random: MersenneTwister): TreeGrower {
  return parameters.histogram
    ? new HistogramGrower(data, parameters, parameters.histogram, random)
    : new ExactGrower(data, sortColumns(data), parameters, random);
}
