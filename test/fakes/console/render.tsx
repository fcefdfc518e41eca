/** The page's own card components, drawn to text; bundled by bundle.ts, as the page is. */
import toPrettyHtml from 'preact-render-to-string/jsx';
import { CardView, type CardProps } from '../../../src/platforms/console/page/card.tsx';
import { type Say, WordsProvider } from '../../../src/platforms/console/page/words.ts';

export const draw = (answer: CardProps['answer'], say: Say): string =>
  toPrettyHtml(
    <WordsProvider value={say}>
      <CardView answer={answer} theme="light" onPress={() => undefined} />
    </WordsProvider>,
    {},
    { pretty: true, jsx: false, functions: false },
  );
