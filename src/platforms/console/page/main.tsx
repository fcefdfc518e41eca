/** The page's entry: takes the state that came inside the page and draws. */
import { render } from 'preact';
import type { ConsoleState } from '../wire.ts';
import { App } from './app.tsx';

const page = document.querySelector('#page');
const state = document.querySelector('#state')?.textContent;
if (page && state) render(<App first={JSON.parse(state) as ConsoleState} />, page);
