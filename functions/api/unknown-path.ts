import { answerUnknownPath } from '../../shared/http/answer-unknown-path.ts';

export const handler = answerUnknownPath;
