// x-choice: which option of a select is chosen, also when the options arrive later than the choice.

export function choiceDirective(element, { expression }, { evaluateLater, effect, cleanup }) {
  const chosen = evaluateLater(expression);
  let wanted = '';
  const choose = () => { if (element.value !== wanted) element.value = wanted; };
  effect(() => chosen((value) => {
    wanted = value || '';
    choose();
  }));
  const watcher = new MutationObserver(choose);
  watcher.observe(element, { childList: true });
  cleanup(() => watcher.disconnect());
}
