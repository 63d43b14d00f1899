export { openApiDocument } from './openApiDocument';
export { toJsonSchema } from './toJsonSchema';
