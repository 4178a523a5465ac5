/** What an element may be given: attributes by name; `null` and `false` leave one out, `true` sets it empty. */
type Attributes = Readonly<Record<string, string | number | boolean | null>>;
type Child = Node | string | null;

/** Makes an element. Text is set as text: nothing that came over a wire is ever read as HTML. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Makes an element of a drawing. */
export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Node[]
): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** A button with a name by which its focus is found again, and what it does. */
export function button(
  name: string,
  label: string,
  kind: 'primary' | 'secondary' | 'link',
  act: () => void,
): HTMLButtonElement {
  const element = h('button', { type: 'button', class: kind, 'data-key': name }, label);
  element.addEventListener('click', act);
  return element;
}

/** A place whose content is drawn anew when, and only when, what it is drawn from has changed. */
export interface Place {
  readonly element: HTMLElement;
  readonly draw: (from: unknown, content: () => readonly Child[]) => void;
}

export function place(element: HTMLElement): Place {
  let drawn: string | null = null;
  return {
    element,
    draw(from, content) {
      const wanted = JSON.stringify(from);
      if (wanted === drawn) return;
      drawn = wanted;
      keepingFocus(element, () => element.replaceChildren(...content().filter((child) => child !== null)));
    },
  };
}

/** Changes what is below an element; the focus returns to the element of the same `data-key`, where there still is one. */
function keepingFocus(element: HTMLElement, change: () => void): void {
  const focused = document.activeElement;
  const key =
    element.contains(focused) && focused instanceof HTMLElement ? focused.dataset['key'] : undefined;
  change();
  if (key === undefined) return;
  const again = element.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (again instanceof HTMLElement && again !== document.activeElement) again.focus({ preventScroll: true });
}
