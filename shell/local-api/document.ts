import { z } from 'zod';
import { queries } from '../../core/contract/kinds.ts';
import { errorCodes } from '../../core/errors.ts';
import { statusOf } from '../../rpc/wire-errors.ts';
import { namedCalls, type NamedCall } from './calls.ts';

/** The OpenAPI document of the local API, made from the contract itself. */

/**
 * Calls that no program gets by a token in a file: they change who can open the profile, or put another database in its
 * place.
 */
const KEPT_BACK = /^(?:vault|recovery)\.|^backups\.restore$|^app\.setLocalApi$/;

export function isServed(name: string): boolean {
  return namedCalls.has(name) && !KEPT_BACK.test(name);
}

/** OpenAPI 3.1. Each call is a POST of its input as JSON; one that goes on answers a line of JSON a piece. */
export function openApiDocument(version: string, address: string): object {
  const served = [...namedCalls.values()].filter(({ name }) => isServed(name));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Daymark',
      version,
      description: 'The calls of this Daymark on this computer. Off unless the person turns it on.',
    },
    servers: [{ url: address }],
    security: [{ token: [] }],
    tags: [...new Set(served.map(({ group }) => group))].map((name) => ({ name })),
    paths: Object.fromEntries(
      served.map((call) => [`/v1/${call.name.replace('.', '/')}`, { post: operationOf(call) }]),
    ),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      responses: { refused: refusedResponse() },
    },
  };
}

function operationOf({ name, group, input, output, yields }: NamedCall): object {
  const media = yields ? 'application/jsonl' : 'application/json';
  const answered = yields ?? output;
  const content = { [media]: answered ? { schema: schemaOf(answered, 'output') } : {} };
  return {
    operationId: name,
    tags: [group],
    'x-changes-data': !queries.has(name),
    ...(input
      ? { requestBody: { content: { 'application/json': { schema: schemaOf(input, 'input') } } } }
      : {}),
    responses: {
      200: { description: yields ? 'The pieces, one a line' : 'The answer', content },
      default: { $ref: '#/components/responses/refused' },
    },
  };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

function refusedResponse(): object {
  const codes = errorCodes.map((code) => `${code} (${statusOf(code)})`).join(', ');
  return {
    description: `Why it was refused, and nothing was changed: ${codes}`,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['code', 'message'],
          properties: {
            code: { enum: errorCodes },
            message: { type: 'string' },
            data: { type: 'object' },
          },
        },
      },
    },
  };
}
