import * as z from 'zod';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { pageOf, pageQuery } from '../kernel/requests/endpoint-parts.ts';
import {
  newSourceContentSchema,
  sourceContentListItemSchema,
  sourceContentPatchSchema,
  sourceContentViewSchema,
} from './source-content.ts';

export const contentEndpoints = [
  defineEndpoint({
    route: 'POST /api/v1/contents',
    function: 'contents',
    scope: 'write',
    operationId: 'createContent',
    summary: 'Store a piece of content, to be sent to platforms',
    description: 'The body is Markdown. Each platform gets it in its own form and length.',
    body: newSourceContentSchema,
    example: {
      body: {
        title: 'What a scheduler owes you',
        body: 'It posts **on the second**, and it never posts twice.',
        keywords: ['scheduling'],
        canonicalUrl: 'https://blog.example/what-a-scheduler-owes-you',
      },
    },
    responses: { 201: { headers: ['Location'], description: 'The content.', schema: sourceContentViewSchema } },
  }),
  defineEndpoint({
    route: 'GET /api/v1/contents',
    function: 'contents',
    scope: 'read',
    operationId: 'listContents',
    summary: 'List contents, newest first',
    query: z.strictObject(pageQuery),
    responses: { 200: { description: 'A page of contents.', schema: pageOf(sourceContentListItemSchema) } },
  }),
  defineEndpoint({
    route: 'GET /api/v1/contents/{id}',
    function: 'contents',
    scope: 'read',
    operationId: 'getContent',
    summary: 'One content, whole',
    responses: { 200: { description: 'The content.', schema: sourceContentViewSchema } },
  }),
  defineEndpoint({
    route: 'PATCH /api/v1/contents/{id}',
    function: 'contents',
    scope: 'write',
    operationId: 'updateContent',
    summary: 'Change a content',
    description: 'null takes a value away. Distributions keep the text that they were made with.',
    body: sourceContentPatchSchema,
    example: { body: { title: 'What a scheduler owes to you', keywords: null } },
    responses: { 200: { description: 'The changed content.', schema: sourceContentViewSchema } },
    problems: ['conflict'],
  }),
  defineEndpoint({
    route: 'DELETE /api/v1/contents/{id}',
    function: 'contents',
    scope: 'write',
    operationId: 'deleteContent',
    summary: 'Take a content away; what was made from it stays',
    responses: { 204: { description: 'Gone.' } },
    problems: ['conflict'],
  }),
] as const;
