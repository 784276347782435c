/** What the in-process predictor reads. */
export type ServedContentType = 'csv' | 'libsvm' | 'recordio-protobuf';

const names: Readonly<Record<string, ServedContentType>> = {
  csv: 'csv',
  'text/csv': 'csv',
  libsvm: 'libsvm',
  'text/libsvm': 'libsvm',
  'text/x-libsvm': 'libsvm',
  'recordio-protobuf': 'recordio-protobuf',
  'application/x-recordio-protobuf': 'recordio-protobuf',
};

/**
 * What a request's Content-Type names; without one it is libsvm, as in training (sagemaker-xgboost-container, data_utils.py).
 * @returns One sentence where it names nothing that is read here.
 */
export function servedContentType(header: string | undefined): ServedContentType | { readonly problem: string } {
  if (header === undefined || header === '') return 'libsvm';
  const [name = ''] = header.toLowerCase().split(';');
  const found = names[name.trim()];
  if (found !== undefined) return found;
  return { problem: `${header} is not an accepted ContentType: ${Object.keys(names).join(', ')}.` };
}
