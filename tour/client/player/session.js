/**
 * The lock screen's controls. Every handler is optional in browsers: one that is refused is left out.
 *
 * @param {import("./store.js").Player} player
 * @param {(url: string) => void} openAndPlay
 */
export function attachSession(player, openAndPlay) {
  const session = navigator.mediaSession;
  if (!session) return;
  let shown = "";

  /**
   * @param {MediaSessionAction} action
   * @param {MediaSessionActionHandler | null} handler
   */
  function on(action, handler) {
    try {
      session.setActionHandler(action, handler);
    } catch {
      // This browser does not know the action.
    }
  }

  on("play", () => player.play());
  on("pause", () => player.pause());
  on("seekbackward", (details) => player.skip(-(details.seekOffset ?? 10)));
  on("seekforward", (details) => player.skip(details.seekOffset ?? 10));
  on("seekto", (details) => player.seek(details.seekTime ?? 0));

  player.watch((state) => {
    const { stop } = state;
    session.playbackState =
      stop === null
        ? "none"
        : state.status === "playing"
          ? "playing"
          : "paused";
    if (!stop) return;
    const one = `${stop.url}#${stop.id}`;
    if (shown !== one) {
      shown = one;
      session.metadata = new MediaMetadata({
        title: `${stop.code}. ${stop.title}`,
        artist: stop.tourTitle,
      });
      const { previous, next } = stop;
      on("previoustrack", previous ? () => openAndPlay(previous) : null);
      on("nexttrack", next ? () => openAndPlay(next) : null);
    }
    if (state.duration_s > 0 && session.setPositionState) {
      session.setPositionState({
        duration: state.duration_s,
        position: Math.min(state.position_s, state.duration_s),
        playbackRate: state.rate,
      });
    }
  });
}
