// Adds the token to every request that htmx makes.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf]");
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
});
