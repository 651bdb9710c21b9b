/** What one would write by hand: Fastify, with the contract's schemas checked by ajv, and the same answer each time. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fastify from 'fastify';

const [port, answer, contract, path] = process.argv.slice(2);
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const folder = new URL(`../../contracts/${contract}/schemas/`, import.meta.url);
for (const name of readdirSync(folder))
  ajv.addSchema(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
const { $id } = JSON.parse(readFileSync(new URL('heartbeat.request.schema.json', folder), 'utf8'));

const app = fastify();
app.setValidatorCompiler(({ schema }) => ajv.getSchema(schema.$ref));
const value = JSON.parse(answer);
app.post(path, { schema: { body: { $ref: $id } } }, () => value);
await app.listen({ port: Number(port), host: '127.0.0.1' });
