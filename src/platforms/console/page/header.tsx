import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '../../../view/card.ts';
import { AutoIcon, DarkIcon, LightIcon, Logo } from './icons.tsx';
import type { Scheme } from './preferences.ts';
import { useSay } from './words.ts';

interface Props {
  language: Language;
  scheme: Scheme;
  onLanguage: (language: Language) => void;
  onScheme: (scheme: Scheme) => void;
}

/** The product's name, the language and the colours. */
export function Header({ language, scheme, onLanguage, onScheme }: Props): JSX.Element {
  const say = useSay();
  return (
    <header>
      <h1>
        <Logo />
        Vigia
      </h1>
      <Segments legend={say('language')}>
        <Segment group="language" label="Português" chosen={language === 'pt-BR'} onChoose={() => onLanguage('pt-BR')}>
          <span lang="pt-BR" aria-hidden="true">
            PT
          </span>
        </Segment>
        <Segment group="language" label="English" chosen={language === 'en'} onChoose={() => onLanguage('en')}>
          <span lang="en" aria-hidden="true">
            EN
          </span>
        </Segment>
      </Segments>
      <Segments legend={say('theme')}>
        <Segment group="theme" label={say('theme.auto')} chosen={scheme === 'auto'} onChoose={() => onScheme('auto')}>
          <AutoIcon />
        </Segment>
        <Segment group="theme" label={say('theme.light')} chosen={scheme === 'light'} onChoose={() => onScheme('light')}>
          <LightIcon />
        </Segment>
        <Segment group="theme" label={say('theme.dark')} chosen={scheme === 'dark'} onChoose={() => onScheme('dark')}>
          <DarkIcon />
        </Segment>
      </Segments>
    </header>
  );
}

function Segments({ legend, children }: { legend: string; children: ComponentChildren }): JSX.Element {
  return (
    <fieldset class="segments">
      <legend class="unseen">{legend}</legend>
      {children}
    </fieldset>
  );
}

interface SegmentProps {
  group: string;
  label: string;
  chosen: boolean;
  onChoose: () => void;
  children: ComponentChildren;
}

function Segment({ group, label, chosen, onChoose, children }: SegmentProps): JSX.Element {
  return (
    <label title={label}>
      <input type="radio" name={group} aria-label={label} checked={chosen} onChange={onChoose} />
      {children}
    </label>
  );
}
