/** The first card of a personal chat: how the desk stands, with the doors to everything else. */
import { type Inbound, originOf, type Spoken } from './activity.ts';
import type { Room } from './room.ts';

/** The command whose card it is. */
const HOME = 'home';

/** Whether an activity says that somebody now has the bot in a chat of their own: at the installation, or when the chat is first opened. */
export function isArrival(activity: Inbound): boolean {
  if (activity.conversation?.conversationType !== 'personal') return false;
  if (activity.type === 'installationUpdate') return activity.action === 'add';
  return activity.type === 'conversationUpdate' && (activity.membersAdded ?? []).some((member) => member.id === activity.recipient?.id);
}

/** Sends it, once a conversation, whatever replica hears of which arrival. @throws ConnectorError */
export async function welcome(activity: Spoken, { context, outcomes }: Room): Promise<void> {
  if (!(await context.first(`teams:welcome:${activity.conversation.id}`))) return;
  const reply = await context.dispatch.ask(HOME, originOf(activity));
  await outcomes.show(await outcomes.of(reply, activity), activity);
}
