/**
 * Whether the visitor lets the page see the position, where the browser tells it.
 *
 * @param {() => void} changed in the settings, while the page is open
 */
export function watchPermission(changed) {
  /** @type {PermissionStatus | null} */
  let status = null;
  let over = false;
  // Not every browser has it, and some refuse this name.
  Promise.resolve()
    .then(() => navigator.permissions.query({ name: "geolocation" }))
    .then(
      (found) => {
        if (over) return;
        status = found;
        status.addEventListener("change", changed);
      },
      () => {},
    );
  return {
    get refused() {
      return status?.state === "denied";
    },
    get granted() {
      return status?.state === "granted";
    },
    stop() {
      over = true;
      status?.removeEventListener("change", changed);
    },
  };
}
