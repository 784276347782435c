import { ServiceModel } from '../../../serviceModel/serviceModel.ts';

const ascii = { type: 'string', max: 1024, pattern: '\\p{ASCII}*' } as const;
const name = { type: 'string', max: 63, pattern: '^[a-zA-Z0-9](-*[a-zA-Z0-9])*' } as const;
/** botocore's pattern stands between \\A and \\z, which a whole match needs not. */
const printable = { type: 'string', min: 1, max: 64, pattern: '\\S[\\p{Print}]*' } as const;

/** InvokeEndpoint's input without its body: the facts of botocore's model, sagemaker-runtime 2017-05-13. */
export const runtimeModel = new ServiceModel({
  source: 'botocore 1.44.5, sagemaker-runtime/2017-05-13',
  operations: { InvokeEndpoint: 'InvokeEndpointInput' },
  decimals: {},
  shapes: {
    InvokeEndpointInput: {
      type: 'structure',
      required: ['EndpointName'],
      members: {
        EndpointName: 'Name',
        ContentType: 'Header',
        Accept: 'Header',
        CustomAttributes: 'Header',
        TargetVariant: 'Name',
        InferenceId: 'InferenceId',
      },
    },
    Name: name,
    Header: ascii,
    InferenceId: printable,
  },
});
