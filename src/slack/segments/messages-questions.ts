import { context, type Message, message, section } from '../kit/message.ts';
import { escaped, joined, md } from '../kit/mrkdwn.ts';

/** Questions that work in every workspace. */
export const exampleQuestions = [
  'how many people signed up this month?',
  'how many have not opened an email in the last 60 days?',
  'how many have clicked at least twice this year?',
];

/** One that is answered with a table. */
const breakdownQuestion = 'break down everyone by country';

/** Example questions, for people who mention the app to greet it, thank it or ask for help. */
export function mentionHelp(said: 'hello' | 'thanks' = 'hello'): Message {
  const opening = said === 'thanks' ? md`You’re welcome! You can also ask:` : md`Hi! Ask me things like:`;
  const questions = [...exampleQuestions, breakdownQuestion].map((question) => md`• ${escaped(question)}`);
  return message(
    [
      section(joined([opening, ...questions])),
      context(
        md`For everything else: \`/audience help\`, \`/contacts help\`, \`/tags help\`, \`/segments help\``,
      ),
    ],
    said === 'thanks' ? 'You’re welcome!' : `Hi! You can ask me, for example: ${exampleQuestions[0]}`,
  );
}
