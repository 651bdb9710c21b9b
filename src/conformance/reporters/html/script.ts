/** Filters the list, opens all of it, and copies commands. Whatever it shows is there without it as well. */
export const SCRIPT = `'use strict';
const form = document.getElementById('filter');
const rows = [...document.querySelectorAll('.requirement')];
const texts = rows.map((row) => row.textContent.toLowerCase());

function apply() {
  const data = new FormData(form);
  const words = data.get('text').toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  rows.forEach((row, index) => {
    const isChosen = ['status', 'level', 'basis'].every((name) => {
      const chosen = data.getAll(name);
      return chosen.length === 0 || chosen.includes(row.dataset[name]);
    });
    row.hidden = !isChosen || !words.every((word) => texts[index].includes(word));
    if (!row.hidden) shown += 1;
  });
  form.querySelector('output').textContent =
    shown === rows.length ? rows.length + ' requirements' : shown + ' of ' + rows.length + ' requirements';
  document.getElementById('none').hidden = shown > 0;
}

form.hidden = false;
form.addEventListener('input', apply);
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('reset', () => setTimeout(apply));
for (const button of form.querySelectorAll('[data-open]')) {
  button.addEventListener('click', () => {
    for (const row of rows) if (!row.hidden) row.open = button.dataset.open === 'true';
  });
}
apply();

// What a link leads to is opened, and shown whatever is filtered.
function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  const row = target && target.closest('.requirement');
  if (!row) return;
  row.hidden = false;
  row.open = true;
  row.scrollIntoView();
}
addEventListener('hashchange', reveal);
reveal();

for (const block of document.querySelectorAll('pre.copy')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy-button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    const code = block.querySelector('code');
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = 'Selected';
    }
    setTimeout(() => (button.textContent = 'Copy'), 2000);
  });
  block.append(button);
}
`;
