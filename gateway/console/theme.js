// Before the first paint, so that no page flashes up in the wrong colors. What was chosen stays in this browser.
const chosen = localStorage.getItem("sinew.theme");
if (chosen === "light" || chosen === "dark")
  document.documentElement.dataset.theme = chosen;
