import type { WelcomeVariant } from '../observations.ts';

/**
 * The types of message by which an agent is asked, the likeliest first: `chat` where the demonstration welcomes, else
 * `user_message`, which is what the product's frontend and its later command line send, and `chat_message`, which the router
 * that swallows the other forms hands to its agents.
 */
export const agentForms = (variant: WelcomeVariant): readonly string[] =>
  variant === 'E' ? ['chat'] : ['user_message', 'chat_message'];

/** Content stands at the top and in the payload, because builds differ in where they look. */
export const agentRequest = (type: string, content: string, thread: string) => ({
  type,
  content,
  message: content,
  thread_id: thread,
  payload: { content, message: content, user_request: content, thread_id: thread },
  timestamp: new Date().toISOString(),
});
