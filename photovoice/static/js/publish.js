// Watches an edition or a print file being made, and shows the page that follows.
const making = document.querySelector('[data-making]');

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'application/json' } });
    const { state, done, total } = await answer.json();
    if (state !== 'waiting') return location.reload();
    const bar = making.querySelector('progress');
    bar.max = total || 1;
    bar.value = done;
    making.querySelector('.numbers').textContent = `${done} / ${total}`;
  } catch {
    // No network for a moment; the next look may find it again.
  }
  setTimeout(look, 1000);
}

if (making) setTimeout(look, 500);
