/** What the submit and the buttons of an editor's form do. */
import { textOf, type Draft, draftOf, QUERY, taken } from './draft.ts';
import type { Submit, SubmitRequest } from '../command.ts';
import type { Services } from '../services.ts';
import { turned } from './checklist.ts';
import { back, type Editor, type Redrawn, shown } from './editor.ts';
import { save } from './saving.ts';

/**
 * The handlers of an editor, by their names behind the command: `<name>.save`, `.list`, `.preview`, `.back`.
 * @param below the forms on which it may have been pushed
 */
export function editorSubmits<Item>(editor: Editor<Item>, below: readonly Redrawn[] = []): Record<string, Submit> {
  const draftIn = async (request: SubmitRequest, services: Services): Promise<Draft> =>
    taken(await draftOf(request.state, request, services, editor.name), request.values);
  return {
    [`${editor.name}.save`]: { run: (request, services) => save(editor, request, services) },
    [`${editor.name}.list`]: {
      run: async (request, services) => {
        const name = request.value.slice(0, request.value.lastIndexOf(':'));
        const draft = turned(await draftIn(request, services), request.value, textOf(request.values[`${name}${QUERY}`]));
        return shown(editor, draft, request, services);
      },
    },
    [`${editor.name}.preview`]: {
      run: async (request, services) => shown(editor, { ...(await draftIn(request, services)), previewed: true }, request, services),
    },
    [`${editor.name}.back`]: {
      run: async (request, services) => back(await draftOf(request.state, request, services, editor.name), {}, request, services, below),
    },
  };
}
