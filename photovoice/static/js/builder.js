// Dragging on the light table, beside the buttons that do the same.
import Sortable from 'sortablejs';

const table = document.querySelector('[data-light-table]');

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

if (table) {
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
