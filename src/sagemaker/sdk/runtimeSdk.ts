// Named one by one, so that the bundle holds only the commands in use.
export { InvokeEndpointCommand, ModelError, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
