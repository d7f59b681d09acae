"""Whether what is published is right and whole."""

from tour.catalogue.model import Tour
from tour.narration.failure import Failure
from tour.narration.plan import Plan, walking_order
from tour.narration.publisher import damage
from tour.narration.store import ClipStore, text_digest
from tour.settings import Settings


def faults_of(settings: Settings, tour: Tour, plan: Plan) -> tuple[Failure, ...]:
    """Every stop × language whose sound does not fit stops.yaml, or is missing or damaged.

    A language without a fit voice is not at fault for having no sound, but what is published in it
    (made on another machine) is looked at like the rest.
    """
    faults = [Failure(*task.script.key, "", task.reason) for task in plan.tasks]
    faults += plan.take_faults
    published = ClipStore(settings.audio_dir).publications()
    clips = {stop.id: stop for stop, _ in walking_order(tour)}
    for stop_id, language in plan.unspoken:
        publication, stop = published.get((stop_id, language)), clips[stop_id]
        if publication is None:
            continue
        if publication.text != text_digest(stop.paragraphs(language)):
            faults.append(Failure(stop_id, language, "", "the text has changed"))
        else:
            wrong = damage(settings.audio_dir, publication)
            faults += [Failure(stop_id, language, "", fault) for fault in wrong]
    return tuple(faults)
