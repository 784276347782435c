// Named one by one, so that the bundle holds only the commands in use; apart from the other commands, since few look for tags.
export { SearchCommand } from '@aws-sdk/client-sagemaker';
