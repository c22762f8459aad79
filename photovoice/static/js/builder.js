// Dragging on the light table, beside the buttons that do the same.
import Sortable from 'sortablejs';

let table;

async function keep(event) {
  const body = new FormData();
  body.set('csrf_token', table.dataset.csrf);
  body.set('section', event.to.dataset.section);
  body.set('to', event.newDraggableIndex);
  try {
    const answer = await fetch(event.item.dataset.panel, {
      method: 'POST',
      body,
      headers: { Accept: 'application/json' },
    });
    if (!answer.ok) throw new Error(answer.statusText);
    // The buttons know their neighbours; a fresh page keeps them right without a second copy here.
    location.hash = event.item.id;
    location.reload();
  } catch {
    document.querySelector('[role=status]').textContent = table.dataset.failed;
  }
}

// The arrow keys on a handle press the buttons beside it; a panel just moved keeps its handle in
// hand, so that it can be moved on.
function byKey(event) {
  const forwards = getComputedStyle(table).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const backwards = forwards === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
  const step = { [forwards]: 1, ArrowDown: 1, [backwards]: -1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.matches('.panel__handle')) return;
  event.preventDefault();
  const panels = [...event.target.closest('[data-section]').querySelectorAll('.panel')];
  const to = panels.indexOf(event.target.closest('.panel')) + step;
  const button = [...event.target.parentElement.querySelectorAll('form')]
    .find((form) => form.elements.to?.value === String(to));
  button?.requestSubmit();
}

function inHand() {
  const moved = document.getElementById(location.hash.slice(1));
  moved?.querySelector('.panel__handle')?.focus({ preventScroll: true });
}

function setUp() {
  table = document.querySelector('[data-light-table]');
  if (!table) return;
  table.addEventListener('keydown', byKey);
  for (const handle of table.querySelectorAll('.panel__handle')) handle.hidden = false;
  for (const panels of table.querySelectorAll('[data-section]')) {
    new Sortable(panels, {
      group: 'panels',
      draggable: '.panel',
      handle: '.panel__handle',
      animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 160,
      ghostClass: 'is-lifted',
      chosenClass: 'is-carried',
      delay: 120,
      delayOnTouchOnly: true,
      onEnd(event) {
        if (event.from !== event.to || event.oldDraggableIndex !== event.newDraggableIndex) keep(event);
      },
    });
  }
}

setUp();
addEventListener('answered', setUp); // the page was answered in place
addEventListener('load', () => setTimeout(inHand)); // after the browser has gone to the panel
