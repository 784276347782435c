/** Whether a channel's data would have no folder of its own in `/opt/ml/input/data`: SageMaker's pattern of names takes dots. */
export const hasNoFolder = (channelName: string): boolean => channelName === '.' || channelName === '..';
