import table from './jupyterRequirements.json' with { type: 'json' };
import { minorOf, pinnedRequirements, withDigest, type RequirementsFor } from './pythonRequirements.ts';

/** JupyterLab, boto3 and Matplotlib, beside the libraries that jobs have: what a notebook tries out, a job then runs. */
export const jupyterRequirements: RequirementsFor = (version) => {
  const ofJobs = pinnedRequirements(version);
  if (ofJobs === undefined || !table.pythons.includes(minorOf(version))) return undefined;
  return withDigest([...ofJobs.requirements, ...table.requirements]);
};

/** `3.11 to 3.14`, for people. */
export const jupyterPythons = `${table.pythons[0]} to ${table.pythons.at(-1)}`;
