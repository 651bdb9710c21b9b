import { openapiDocument } from '../../src/admin/openapi.ts';

/** The control API as an OpenAPI document. */
export function adminOpenapiFile(): string {
  return `${JSON.stringify(openapiDocument(), null, 2)}\n`;
}
