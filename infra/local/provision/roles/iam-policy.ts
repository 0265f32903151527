import * as z from 'zod';
import { refuse, resourceType } from '../resource-type.ts';
import { policyDocument } from './policy-schema.ts';

const properties = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: policyDocument,
  Roles: z.array(z.string()),
});

export const iamPolicy = resourceType(properties, ({ PolicyDocument, Roles }, resource, { blueprint }) => {
  for (const name of Roles) {
    const role = blueprint.roles.get(name);
    if (!role) throw refuse(resource, `the role ${name} is not in the template.`);
    role.policies.push(PolicyDocument);
  }
  return { ref: resource.logicalId };
});
